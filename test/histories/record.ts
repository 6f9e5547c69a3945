/*
 * Writes down how today's workflows run on every path, for the replay test. By hand, after a change that is
 * meant to change the histories (README.md of this folder):
 *
 *   npm run histories                every path
 *   npm run histories -- NAME …      these paths; the others stay as they are
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { CaseEvent } from '../../domain/case/case-event';
import setUp from '../global-setup';
import tearDown from '../global-teardown';
import { Office } from '../harness/office';
import { skippingServer } from '../harness/parts/skipping-server';
import { devServer } from '../harness/parts/temporal';
import { areAlike, wayOf } from './likeness';
import { longPaths, paths } from './paths';
import {
  collections,
  filesIn,
  latestByName,
  recordedFolder,
  rulesFile,
  type Asked,
  type Recorded,
} from './recorded';

type Overheard = Asked & { readonly caseId: string };

/** As the releases have it. */
const released = latestByName(collections().filter(({ name }) => name !== 'today'));

/** Ways that cases have gone which are written down already: a child case that goes one of them adds nothing. */
const written = new Set([...released.values()].map(({ record }) => wayOf(record)));

async function recordPaths(names: readonly string[]): Promise<void> {
  const isMeant = ([name]: readonly [string, unknown]) => names.length === 0 || names.includes(name);
  await mkdir(recordedFolder, { recursive: true });
  for (const file of filesIn(recordedFolder)) {
    if (isMeant([file.split('.')[0] ?? '', file])) await rm(join(recordedFolder, file));
  }
  await withOffice(async (office, asked) => {
    for (const [name, path] of Object.entries(paths).filter(isMeant)) {
      await write(office, name, await path(office), asked);
    }
    await writeRules(office);
  });
  await withSkippingOffice(async (office, server, asked) => {
    for (const [name, path] of Object.entries(longPaths).filter(isMeant)) {
      await write(office, name, await path(office, server), asked);
    }
  });
  if (filesIn(recordedFolder).join() === rulesFile) await rm(recordedFolder, { recursive: true });
}

async function withOffice(work: (office: Office, asked: Overheard[]) => Promise<void>): Promise<void> {
  const { asked, overhear } = listener();
  const office = await Office.open({ temporal: devServer(), sealed: false, overhear });
  try {
    await work(office, asked);
  } finally {
    await office.close();
  }
}

async function withSkippingOffice(
  work: (office: Office, server: Awaited<ReturnType<typeof skippingServer>>, asked: Overheard[]) => Promise<void>,
): Promise<void> {
  const { asked, overhear } = listener();
  const server = await skippingServer();
  const office = await Office.open({ temporal: server, now: () => server.now(), sealed: false, overhear });
  try {
    await work(office, server, asked);
  } finally {
    await office.close();
    await server.stop();
  }
}

function listener() {
  const asked: Overheard[] = [];
  const overhear = (activity: string, request: unknown) =>
    void asked.push({ activity, request, caseId: (request as { caseId: string }).caseId });
  return { asked, overhear };
}

/** The last run of each case of the family; earlier ones of a reopened case ended at its first closing. */
async function write(office: Office, name: string, number: string, asked: readonly Overheard[]): Promise<void> {
  await office.settled();
  const { caseId: rootId } = await office.file(number);
  const family = await office.db.caseFile.findMany({ where: { rootId }, orderBy: { openedAt: 'asc' } });
  for (const { id: caseId, number: workflowId, parentId } of family) {
    const handle = office.client.workflow.getHandle(workflowId);
    await handle.result();
    const record = await recordOf(office, caseId);
    const way = wayOf(record);
    const ownName = parentId === null ? name : `${name}.${childName(record)}`;
    const before = released.get(ownName);
    if (parentId !== null && before === undefined && written.has(way)) continue;
    written.add(way);
    const ofThis = asked.filter((each) => each.caseId === caseId);
    const lastStart = ofThis.findLastIndex(({ request }) => (request as { knownSeq: number }).knownSeq === 0);
    const recorded: Recorded = {
      name: ownName,
      workflowId,
      caseId,
      // Enumerations by name, bytes in base64: the form that `History.fromObject` reads.
      history: JSON.parse(JSON.stringify(await handle.fetchHistory())) as object,
      asked: thatCount(ofThis.slice(lastStart)).map(({ activity, request }) => ({ activity, request })),
      record,
    };
    const same = before !== undefined && areAlike(before, recorded);
    if (!same) await writeFile(join(recordedFolder, `${ownName}.json`), lines(recorded));
    process.stdout.write(`${same ? 'as released' : 'recorded   '}  ${ownName}\n`);
  }
}

async function recordOf(office: Office, caseId: string): Promise<CaseEvent[]> {
  const events = await office.db.recordEvent.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  return events.map(({ seq, at, actor, body }) => ({
    seq,
    at: at.toISOString(),
    actor: actor as never,
    body: body as never,
  }));
}

/** `payout`, or with its matter and its place among the cases of that `approval-item.land-use-permit.2`. */
function childName(record: readonly CaseEvent[]): string {
  const [first] = record;
  if (first?.body.kind !== 'opened') throw new Error('a record begins with the event "opened"');
  const { caseType, input, parent } = first.body;
  const matter = input['matter'] as string | undefined;
  const [, round = '1'] = parent?.key.split('#') ?? [];
  return [caseType, ...(matter === undefined ? [] : [matter]), ...(round === '1' ? [] : [round])].join('.');
}

/**
 * What a history remembers of what was asked. A workflow task that came to nothing (a signal came while the case was
 * closing) is taken again, and asks again all that it had asked; what failed is tried again by the engine, without
 * asking the workflow.
 */
function thatCount(asked: readonly Overheard[]): Overheard[] {
  const counting: Overheard[] = [];
  for (const each of asked) {
    if (counting.some((before) => isDeepStrictEqual(before, each))) continue;
    while (counting.length > 0 && isTakenAgain(counting.at(-1)!, each)) counting.pop();
    counting.push(each);
  }
  return counting;
}

function isTakenAgain(before: Overheard, now: Overheard): boolean {
  const known = ({ request }: Overheard) => (request as { knownSeq: number }).knownSeq;
  return known(before) > known(now) || (known(before) === known(now) && before.activity === now.activity);
}

async function writeRules(office: Office): Promise<void> {
  const { layers } = await office.db.policyRevision.findFirstOrThrow({ orderBy: { revision: 'desc' } });
  const calendar = await office.db.calendarRevision.findFirstOrThrow({ orderBy: { revision: 'desc' } });
  const content = { ...(calendar.content as object), revision: calendar.revision };
  await writeFile(join(recordedFolder, rulesFile), `${JSON.stringify({ layers, calendar: content })}\n`);
}

/** One line per event, so that a change shows where it is. */
function lines({ history, asked, record, ...head }: Recorded): string {
  const { events } = history as { events: unknown[] };
  const list = (items: readonly unknown[]) => `[\n${items.map((item) => JSON.stringify(item)).join(',\n')}\n]`;
  return `{${JSON.stringify(head).slice(1, -1)},
"history": {"events": ${list(events)}},
"asked": ${list(asked)},
"record": ${list(record)}}
`;
}

async function main(): Promise<void> {
  await setUp();
  try {
    await recordPaths(process.argv.slice(2));
  } finally {
    await tearDown();
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error);
    process.exit(1);
  },
);
