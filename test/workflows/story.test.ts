import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import type { CaseEvent } from '../../domain/case/case-event';
import { nextRungOf } from '../../domain/case/case-queries';
import { openSteps, viewOf } from '../../domain/case/case-view';
import { stepOfKey } from '../../domain/case/step';
import { caseTypeNames, caseTypes, stepDef } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import type { Title } from '../../domain/role';
import { recordsOf } from '../../record/store/stored-record';
import { eventually } from '../harness/eventually';
import { Office } from '../harness/office';
import { devServer } from '../harness/parts/temporal';
import { runsOf } from '../harness/runs';
import { openSkippingOffice, type SkippingOffice } from '../harness/skipping-office';
import { storyToldIn, type ToldStory } from '../harness/told-story';
import { longPaths, paths } from '../histories/paths';
import { latestByName } from '../histories/recorded';

/* Whoever has only the histories of a case, and the codec, reads its whole story in them. */

/** A case as its record has it, and as its histories tell it. */
interface Told {
  readonly number: string;
  readonly caseType: CaseType;
  readonly record: readonly CaseEvent[];
  readonly story: ToldStory;
}

const chosen = fewestPaths();
const told = new Map<string, readonly Told[]>();
let office: Office;
let skipping: SkippingOffice;

beforeAll(async () => {
  office = await Office.open({ temporal: devServer() });
  for (const name of chosen) {
    const path = paths[name];
    if (path !== undefined)
      told.set(name, await familyTold(office, await settledAfter(office, path(office))));
  }
}, 600_000);
beforeAll(async () => {
  skipping = await openSkippingOffice();
  for (const name of chosen) {
    const path = longPaths[name];
    if (path === undefined) continue;
    const walked = path(skipping.office, skipping.server);
    told.set(name, await familyTold(skipping.office, await settledAfter(skipping.office, walked)));
  }
}, 600_000);
afterAll(async () => {
  await office.close();
  await skipping.close();
});

it('is told of every type of case', () => {
  const types = [...told.values()].flat().map(({ caseType }) => caseType);
  expect([...new Set(types)].sort()).toEqual([...caseTypeNames].sort());
});

describe.each(chosen)('on the way "%s"', (name) => {
  const family = () => told.get(name) ?? [];

  it('every decision, rung, pause, extension, child case and end is told in order, with its minute', () => {
    for (const { number, record, story } of family()) {
      const expected = record
        .filter((event) => !isLeftOut(event, story))
        .flatMap((event) => {
          const words = wordsFor(event);
          return words === null ? [] : [{ seq: event.seq, at: minuteOf(event.at), words }];
        });
      const found = story.lines.filter(({ seq }) => expected.some((each) => each.seq === seq));
      expect([number, found]).toEqual([number, expected]);
    }
  });

  it('where a reading leaves lines out, it tells what was decided in them, and on which day', () => {
    for (const { number, record, story } of family()) {
      const told = story.readings.flatMap(({ decisions }) => decisions);
      for (const { at, body } of record.filter((event) => isLeftOut(event, story))) {
        if (body.kind !== 'decided') continue;
        const { key, verdict } = body;
        expect([number, told]).toEqual([
          number,
          expect.arrayContaining([expect.objectContaining({ key, verdict, on: minuteOf(at).slice(0, 10) })]),
        ]);
      }
    }
  });

  it('each reading says from which seq on, and which rung comes next', () => {
    for (const { number, record, story } of family()) {
      expect(story.readings.length).toBeGreaterThan(0);
      for (const { summary, toSeq, nextRung } of story.readings) {
        expect([number, toSeq, nextRung]).toEqual([number, toSeq, nextRungOfRecord(record.slice(0, toSeq))]);
        if (summary !== null) expect(summary).toMatch(/record read from seq \d+|^发送通知/);
      }
      expect(story.readings[0]?.summary).toContain(number);
    }
  });

  it('what a person decided is a signal by its name, or in the list of the one with which it was gathered', () => {
    for (const { number, record, story } of family()) {
      const signalled = new Set(story.signals.flatMap(({ happened }) => happened));
      const readFirst = story.readings[0]?.toSeq ?? 0;
      const missing = record
        .filter(
          ({ seq, body, actor }) => body.kind === 'decided' && actor.kind !== 'system' && seq > readFirst,
        )
        .flatMap((event) => wordsFor(event) ?? [])
        .filter((words) => !signalled.has(words));
      expect([number, missing]).toEqual([number, []]);
      for (const { name: said, happened } of story.signals) {
        if (happened.length === 0) continue;
        expect(said).toBe(`${happened.at(-1)}${happened.length > 1 ? ` (${happened.length})` : ''}`);
      }
    }
  });

  it('each timer names a step, a rung and its day', () => {
    for (const { story } of family()) {
      for (const timer of story.timers) expect(timer).toMatch(/^.+: [a-z0-9-]+ \d{4}-\d\d-\d\d \d\d:\d\d/);
    }
  });
});

/**
 * The fewest ways on which every type of case meets everything that the recorded histories know of it. A new type of
 * case has to be among these (see the test that replays them), and so is covered here by itself.
 */
function fewestPaths(): string[] {
  const met = new Map<string, Set<string>>();
  for (const [name, { record }] of latestByName()) {
    const [way = ''] = name.split('.');
    const opened = record[0]?.body;
    if (opened?.kind !== 'opened') throw new Error('a record begins with the event "opened"');
    const kinds = record.map(({ body }) => ('cause' in body ? `${body.kind} ${body.cause}` : body.kind));
    const known = met.get(way) ?? new Set();
    for (const kind of kinds) known.add(`${opened.caseType} ${kind}`);
    met.set(way, known);
  }
  const missing = new Set([...met.values()].flatMap((known) => [...known]));
  const fewest: string[] = [];
  while (missing.size > 0) {
    const gain = (known: ReadonlySet<string>) => [...known].filter((each) => missing.has(each)).length;
    const [best] = [...met].sort(([, one], [, other]) => gain(other) - gain(one));
    if (best === undefined) break;
    fewest.push(best[0]);
    for (const each of best[1]) missing.delete(each);
  }
  return fewest;
}

async function settledAfter(of: Office, walked: Promise<string>): Promise<string> {
  const number = await walked;
  await of.settled();
  return number;
}

async function familyTold({ db, client }: Office, number: string): Promise<Told[]> {
  const { rootId } = await db.caseFile.findUniqueOrThrow({ where: { number } });
  const files = await db.caseFile.findMany({ where: { rootId } });
  const records = await recordsOf(
    db,
    files.map(({ id }) => id),
  );
  const family = await Promise.all(
    files.map(async ({ id, number, caseType, parentId, outcome }) => {
      const record = records.get(id) ?? [];
      const story = await toldToTheEnd(client, number, record.length);
      // A child that ended before its parent had looked never needed a workflow.
      if (story === null && parentId !== null && outcome !== null) return [];
      if (story === null) throw new Error(`${number} has no workflow`);
      return [{ number, caseType: caseType as CaseType, record, story }];
    }),
  );
  return family.flat();
}

/** A record is read a moment before the engine keeps that it was. Null where no workflow ever ran. */
async function toldToTheEnd(client: Client, number: string, lastSeq: number): Promise<ToldStory | null> {
  try {
    await client.workflow.getHandle(number).describe();
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
  return eventually(`the history of ${number} holds what was read last`, async () => {
    const story = await storyToldIn(client, await runsOf(client, number));
    return story.readings.some(({ toSeq }) => toSeq >= lastSeq) && story;
  });
}

/** Whether a reading of many lines passes over this one, and no other tells it. */
function isLeftOut({ seq }: CaseEvent, { lines, readings }: ToldStory): boolean {
  const passedOver = readings.some(({ toldFromSeq, toSeq }) => seq < toldFromSeq && seq <= toSeq);
  return passedOver && !lines.some((line) => line.seq === seq);
}

/** What has to be read of a line, in words of the catalogue; null where the history need not tell it. */
function wordsFor({ body }: CaseEvent): string | null {
  switch (body.kind) {
    case 'opened':
      return `${caseTypes[body.caseType].title.zh}:立案 ${lower(caseTypes[body.caseType].title)}: case opened`;
    case 'decided':
      return `${step(body.key)}: ${body.verdict}`;
    case 'rung-fired':
      return `${zhStep(body.key)}:到档 ${body.rung} ${enStep(body.key)}: rung ${body.rung}${part(body.key)}`;
    case 'clock-superseded':
      return {
        paused: `${zhStep(body.key)}:中止时限 ${enStep(body.key)}: clock paused${part(body.key)}`,
        resumed: `${zhStep(body.key)}:恢复时限 ${enStep(body.key)}: clock resumed${part(body.key)}`,
        extended: `${zhStep(body.key)}:延期 ${enStep(body.key)}: extended${part(body.key)}`,
        'start-corrected': `${zhStep(body.key)}:更正起算日 ${enStep(body.key)}: first day corrected${part(body.key)}`,
        calendar: `${zhStep(body.key)}:按新日历重算时限 ${enStep(body.key)}: clock counted by a new calendar${part(body.key)}`,
        policy: `${zhStep(body.key)}:按新规定重算时限 ${enStep(body.key)}: clock counted by a new policy${part(body.key)}`,
      }[body.cause];
    case 'extension-requested':
      return `${zhStep(body.key)}:申请延期 ${enStep(body.key)}: extension asked for${part(body.key)}`;
    case 'extension-refused':
      return `${zhStep(body.key)}:不予延期 ${enStep(body.key)}: extension refused${part(body.key)}`;
    case 'assigned':
      return `${zhStep(body.key)}:指派 ${enStep(body.key)}: assigned${part(body.key)}`;
    case 'child-opened':
      return `开立子案件:${caseTypes[body.caseType].title.zh} child case opened: ${lower(caseTypes[body.caseType].title)}${part(body.key)}`;
    case 'child-closed': {
      const { title } = caseTypes[body.key.split(/[/#]/)[1] as CaseType];
      return `子案件办结:${title.zh} child case closed: ${lower(title)}${part(body.key)}: ${body.outcome}`;
    }
    case 'closed':
      return `办结:${body.outcome} closed: ${body.outcome}`;
    case 'reopened':
      return '重启案件 reopened';
    default:
      return null;
  }
}

function nextRungOfRecord(record: readonly CaseEvent[]): string | null {
  const rungs = openSteps(viewOf(record)).flatMap((state) => {
    const rung = nextRungOf(state);
    return rung === null
      ? []
      : [{ fireAt: rung.fireAt, words: `${step(state.key)}: ${rung.id} ${minuteOf(rung.fireAt)}` }];
  });
  const first = rungs.map(({ fireAt }) => fireAt).sort()[0];
  return rungs.find(({ fireAt }) => fireAt === first)?.words ?? null;
}

function step(key: string): string {
  return `${zhStep(key)} ${enStep(key)}${part(key)}`;
}

function zhStep(key: string): string {
  return stepDef(stepOfKey(key)).title.zh;
}

function enStep(key: string): string {
  return lower(stepDef(stepOfKey(key)).title);
}

/** What tells parallel steps and children apart: `child/approval-item/fire-review#1`. */
function part(key: string): string {
  const [, , third] = key.split('#')[0]?.split('/') ?? [];
  return third === undefined ? '' : ` ${third}`;
}

function lower({ en }: Title): string {
  return en.toLowerCase();
}

function minuteOf(at: string): string {
  const inShanghai = new Intl.DateTimeFormat('sv-SE', {
    timeZone: 'Asia/Shanghai',
    dateStyle: 'short',
    timeStyle: 'short',
  });
  return inShanghai.format(new Date(at));
}
