import { caseTypeOf } from '../../../../domain/case/step';
import type { CaseType } from '../../../../domain/case/case-type';
import { caseTypeDef, stepDef, steps } from '../../../../domain/cases/catalogue';
import { skippingServer, type SkippingServer } from '../../../harness/parts/skipping-server';
import { changeOffice } from '../../kit/changes';
import { openKeptOffice, type KeptOffice } from '../../kit/kept-office';
import { expectOk } from '../../kit/story';
import { together } from './counted-by-hand';
import { isPromised, limitsOn, longestExtension, type NamedLimit } from './named-limits';
import { OfficeClock } from './office-clock';
import type { Patience, Script } from './script';
import { projectTypes } from './scripts';
import type { Seen } from './seen';
import { beginsEarlier, lengthIsSet } from './terms';
import { Timeline } from './timeline';
import { dayAt, publication, type Day } from './wall-calendar';

type Group = 'tip-offs' | 'projects' | 'firms' | 'officers';

/** Whose limits are let run together; those of a type that has no line here run with the firms'. */
const groups: Partial<Record<CaseType, Group>> = {
  'tip-off': 'tip-offs',
  rectification: 'tip-offs',
  payout: 'tip-offs',
  project: 'projects',
  'approval-item': 'projects',
  certificate: 'projects',
  'chief-officer': 'officers',
};

/** Steps that are open in cases of an earlier version alone, whose histories replay: no new case comes to them. */
const ofEarlierVersions: readonly string[] = ['rectification/recheck'];

const today = dayAt(new Date());

let timeline: Timeline;

/**
 * Every limit that a step of some types of case names, end to end: cases come to it over the API of an office with a
 * real engine, time runs, and what happens is held against a count on a wall calendar. The list of limits is that of
 * the catalogue: one that no script comes to is red. Scripts that would get in each other's way come
 * one after another.
 */
export function letEveryLimitRun(
  group: Group,
  ...courses: ((office: KeptOffice, today: Day) => Script[] | Promise<Script[]>)[]
): void {
  // Years of projects go by: that takes some minutes.
  jest.setTimeout(900_000);
  let server: SkippingServer;
  let office: KeptOffice;
  beforeAll(async () => {
    server = await skippingServer();
    const clock = new OfficeClock(server);
    office = await openKeptOffice(server, { now: clock.now, conforms: false });
    const calendar = publication(Number(today.slice(0, 4)), 20);
    expectOk(await changeOffice(office, 'publish-calendar', calendar));
    expectOk(await changeOffice(office, 'publish-policy', projectTypes(today)));
    timeline = new Timeline(office, clock);
    for (const scripts of courses) await timeline.play(await scripts(office, today));
  });
  afterAll(async () => {
    await office.close();
    await server.stop();
  });

  // What is seen of a limit is read as the auditor; what stays within a firm runs out in its own tests and histories.
  const isRead = (step: string) => caseTypeDef(caseTypeOf(step)).readers.auditor !== undefined;
  const isOurs = (step: string) =>
    isRead(step) && (groups[caseTypeOf(step)] ?? 'firms') === group && !ofEarlierVersions.includes(step);
  const limits = limitsOn(today).filter(({ def }) => isOurs(def.id));
  const names = (which: (limit: NamedLimit) => boolean = () => true) =>
    limits.filter(which).map(({ name }) => name);
  describe.each(names())('%s', aLimitIsKept);
  for (const name of names((limit) => isPromised(limit, today)))
    describe(`what is promised for ${name}`, () => aPromiseIsKept(name));
  for (const name of names((limit) => longestExtension(limit, today) > 0))
    describe(`${name}, extended`, () => anExtensionIsKept(name));

  it('knows of every step whose limit begins before it opens, or has its length set, by what that is counted', () => {
    const ours = [...steps.values()].filter(({ id }) => isOurs(id));
    const ids = (which: (def: (typeof ours)[number]) => boolean) => ours.filter(which).map(({ id }) => id);
    const known = (table: object) => Object.keys(table).filter(isOurs).sort();
    expect(known(beginsEarlier)).toEqual(ids(({ runsFrom }) => runsFrom !== undefined).sort());
    expect(known(lengthIsSet)).toEqual(ids((def) => def.lengthIsSet !== undefined).sort());
  });
}

/** What was seen of a limit, by whoever was so patient; never nothing. */
function seenOf(name: string, ...patience: Patience[]): readonly Seen[] {
  const found = timeline.seen.filter((each) => each.name === name && patience.includes(each.patience));
  if (found.length === 0) throw new Error(`no script comes to ${name}, ${patience.join(' or ')}`);
  return found;
}

function aLimitIsKept(name: string): void {
  it('ends, as the API shows, when the wall calendar says', () => {
    for (const { terms, dueAt, promisedAt } of seenOf(name, 'late', 'last-second')) {
      expect(dueAt).toBe(terms.limit.end.toISOString());
      expect(promisedAt).toBe(terms.promise?.end.toISOString() ?? null);
    }
  });

  it('fires each rung on its day, once, in order, by itself', () => {
    for (const seen of seenOf(name, 'late')) firedAsCounted(seen);
  });

  it('tells each rung to those it is for, in one mail, and to nobody else', () => {
    for (const { mails, mailsExpected } of seenOf(name, 'late', 'last-second'))
      expect(mails).toEqual(mailsExpected);
  });

  it('is kept by a decision in its last second', () => {
    for (const seen of seenOf(name, 'last-second')) {
      firedAsCounted(seen);
      expect(seen.answered).toEqual({ status: 200, code: null });
      expect(seen.after.clock).toMatchObject({ state: 'stopped', overdue: false, breached: false });
      expect(seen.markedOverdue).not.toBe(true);
    }
  });

  it('is over in the instant after that: what the limit decides nobody else does, and what it does not is late', () => {
    for (const seen of seenOf(name, 'late')) overAsTheRowSays(seen);
  });
}

function aPromiseIsKept(name: string): void {
  it('is kept by a decision in its last second, and nobody has to explain anything', () => {
    for (const seen of seenOf(name, 'promise-kept')) {
      firedAsCounted(seen);
      expect(seen.answered).toEqual({ status: 200, code: null });
      expect(seen.after.promise).toMatchObject({ broken: false });
      expect(seen.after.decision?.facts).toMatchObject({ promiseBroken: false });
    }
  });

  it('is broken by a decision that is in time by the law alone', () => {
    for (const { after } of seenOf(name, 'last-second')) {
      expect(after.clock.breached).toBe(false);
      expect(after.promise).toMatchObject({ broken: true });
      expect(after.decision?.facts).toMatchObject({ promiseBroken: true });
    }
  });
}

function anExtensionIsKept(name: string): void {
  it('fires its rungs on the days that the longer limit gives, and is over after it', () => {
    for (const seen of seenOf(name, 'extended')) {
      expect(seen.dueAt).toBe(seen.terms.limit.end.toISOString());
      firedAsCounted(seen);
      expect(seen.mails).toEqual(seen.mailsExpected);
      overAsTheRowSays(seen);
    }
  });
}

/** What a step has told by the moment of looking, on which days, and that the limit itself has done it. */
function firedAsCounted({ terms: { limit, promise }, patience, fired }: Seen): void {
  const decidedBy = { 'last-second': limit.end, 'promise-kept': promise?.end, late: null, extended: null };
  const before = decidedBy[patience];
  const expected = together(limit, promise).filter(({ at }) => !before || at < before);
  expect(fired.map(({ rung, at }) => [rung, at])).toEqual(
    expected.map(({ id, at }) => [id, at.toISOString()]),
  );
  for (const { at, firedAt, late, by } of fired) {
    const behindMs = Date.parse(firedAt) - Date.parse(at);
    expect(behindMs).toBeGreaterThanOrEqual(0);
    // Cases are spread over five minutes behind the end of the day.
    expect(behindMs).toBeLessThan(6 * 60_000);
    expect([late, by]).toEqual([false, 'limit']);
  }
}

/** A record that has ended by its own time takes the application for its repair along. */
const endsWithItsCase = ['credit-repair/application'];

function overAsTheRowSays({ step, terms: { limit }, answered, after, markedOverdue, outcome }: Seen): void {
  const def = stepDef(step);
  if (endsWithItsCase.includes(step)) {
    expect([answered, outcome]).toEqual([{ status: 409, code: 'case-closed' }, 'ended-by-time']);
    return;
  }
  if (limit.decidesAt === null) {
    expect(answered).toEqual({ status: 200, code: null });
    expect(after.clock).toMatchObject({ state: 'stopped', breached: true });
    if (def.role !== 'reporter') expect(markedOverdue).toBe(true);
  } else {
    expect(answered).toEqual({ status: 409, code: 'clock-expired' });
    expect(after.decision).toMatchObject({ verdict: def.onExpiry, by: null });
  }
}
