import { stepDef, steps } from '../../../domain/cases/catalogue';
import { skippingServer, type SkippingServer } from '../../harness/parts/skipping-server';
import { personOf } from '../kit/front';
import { openKeptOffice, type KeptOffice } from '../kit/kept-office';
import { expectOk } from '../kit/story';
import { decidesByItself, extensionRow, isPromised, limitsOn, type NamedLimit } from './run/limits';
import { OfficeClock } from './run/office-clock';
import type { Patience } from './run/script';
import { remainingMattersType, scriptsFor } from './run/scripts';
import { beginsEarlier, lengthIsSet } from './run/terms';
import { Timeline, type Seen } from './run/timeline';
import { dayAt, publication } from './run/wall-calendar';
import { together } from './run/counted';

/*
 * Every limit that a step names, end to end: cases come to it over the API of an office with a real engine, time runs,
 * and what happens is held against a count on a wall calendar. The list of limits is that of the catalogue: one that no
 * script comes to is red.
 */

jest.setTimeout(900_000);

const today = dayAt(new Date());
const limits = limitsOn(today);
const names = (which: (limit: NamedLimit) => boolean = () => true) =>
  limits.filter(which).map(({ name }) => [name]);

let server: SkippingServer;
let office: KeptOffice;
let timeline: Timeline;
beforeAll(async () => {
  server = await skippingServer();
  const clock = new OfficeClock(server);
  office = await openKeptOffice(server, { now: clock.now });
  const calendar = publication(Number(today.slice(0, 4)), 20);
  expectOk(await office.as('admin').post('/api/calendar', calendar));
  expectOk(await office.as('admin').post('/api/policy', remainingMattersType(today)));
  timeline = new Timeline(office, clock);
  await timeline.play(scriptsFor(office, await personOf(office, 'inspector2'), today));
});
afterAll(async () => {
  await office.close();
  await server.stop();
});

/** What was seen of a limit, by whoever was so patient; never nothing. */
function seenOf(name: string, ...patience: Patience[]): readonly Seen[] {
  const found = timeline.seen.filter(
    (each) => [each.step, each.subject].join(' ').trim() === name && patience.includes(each.patience),
  );
  if (found.length === 0) throw new Error(`no script comes to ${name}, ${patience.join(' or ')}`);
  return found;
}

describe.each(names())('%s', (name) => {
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
});

describe.each(names((limit) => isPromised(limit, today)))('what is promised for %s', (name) => {
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
});

describe.each(names((limit) => extensionRow(limit, today) !== undefined))('%s, extended', (name) => {
  it('fires its rungs on the days that the longer limit gives, and is over after it', () => {
    for (const seen of seenOf(name, 'extended')) {
      expect(seen.dueAt).toBe(seen.terms.limit.end.toISOString());
      firedAsCounted(seen);
      expect(seen.mails).toEqual(seen.mailsExpected);
      overAsTheRowSays(seen);
    }
  });
});

it('knows of every step whose limit begins before it opens, or has its length set, by what that is counted', () => {
  const all = [...steps.values()];
  const ids = (which: (def: (typeof all)[number]) => boolean) => all.filter(which).map(({ id }) => id);
  expect(Object.keys(beginsEarlier).sort()).toEqual(ids(({ runsFrom }) => runsFrom !== undefined).sort());
  expect(Object.keys(lengthIsSet).sort()).toEqual(ids((def) => def.lengthIsSet !== undefined).sort());
});

/** What a step has told by the moment of looking, on which days, and that the limit itself has done it. */
function firedAsCounted({ terms, patience, fired }: Seen): void {
  const { limit, promise } = terms;
  const all = together(limit, ...(promise === null ? [] : [promise]));
  const lastSecondOf = { 'last-second': limit.end, 'promise-kept': promise?.end };
  const until =
    patience === 'last-second' || patience === 'promise-kept' ? lastSecondOf[patience] : undefined;
  const expected = until === undefined ? all : all.filter(({ at }) => at < until);
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

function overAsTheRowSays({ step, answered, after, markedOverdue, outcome }: Seen): void {
  const def = stepDef(step);
  if (endsWithItsCase.includes(step)) {
    expect([answered, outcome]).toEqual([{ status: 409, code: 'case-closed' }, 'ended-by-time']);
  } else if (!decidesByItself(def)) {
    expect(answered).toEqual({ status: 200, code: null });
    expect(after.clock).toMatchObject({ state: 'stopped', breached: true });
    if (def.role !== 'reporter') expect(markedOverdue).toBe(true);
  } else {
    expect(answered).toEqual({ status: 409, code: 'clock-expired' });
    expect(after.decision).toMatchObject({ verdict: def.onExpiry, by: null });
  }
}
