/** Where a clock's due instant and its rungs stand on the calendar (the rules are in `clock.ts`). */
import {
  addMonths,
  dateOf,
  dayOf,
  instantOf,
  millisOf,
  readWorkingDays,
  shanghaiDay,
  startOfDayMs,
  type WorkCalendar,
  type WorkingDayReader,
} from './calendar';
import type { Clock, ClockFacts, Rung } from './clock-state';
import {
  countDays,
  dayBeforeFirst,
  endOfDayMs,
  exactUnitMs,
  isSkipped,
  lengthInDays,
  monthsInDays,
  nthDay,
  openPause,
  pausedDays,
  runOn,
  totalOf,
} from './counting';
import type { LadderRung, LimitUnit } from './limit';

/** The clock that follows from its facts under a calendar. */
export function schedule(facts: ClockFacts, calendar: WorkCalendar): Clock {
  const named = facts.limit.calendar;
  // Counting by another calendar than the law names would give a day that looks right and is not.
  if (named !== undefined && named !== calendar.id)
    throw new RangeError(
      `'${facts.limit.key}' is counted by the calendar '${named}', not by '${calendar.id}'`,
    );
  const stamp = { calendarId: calendar.id, calendarRevision: calendar.revision };
  const pause = openPause(facts);
  if (pause !== null && pause.until === undefined) {
    return { ...facts, dueAt: null, dueOn: null, provisional: false, rungs: rungsInPause(facts), ...stamp };
  }
  const reader = readWorkingDays(calendar);
  const line = exactUnitMs(facts.limit.unit) === null ? dayLine(facts, reader) : exactLine(facts);
  return {
    ...facts,
    dueAt: instantOf(line.dueMs),
    // Read before the rungs are placed: only the due date itself decides whether it may move.
    dueOn: dateOf(line.dueDay),
    provisional: reader.provisional(),
    rungs: withPause(facts, pause === null ? placeRungs(facts, line, reader) : rungsInPause(facts)),
    ...stamp,
  };
}

/**
 * Puts the rungs of the last pause among the others, in order of time; a pause that ended by itself keeps those that
 * follow its end.
 */
function withPause({ pauses }: ClockFacts, rungs: Rung[]): Rung[] {
  const left = pauses.at(-1)?.rungs ?? [];
  return left.length === 0
    ? rungs
    : [...left, ...rungs].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
}

/**
 * By how many days a limit that decides by itself is longer than a new calendar would have it: they were kept when that
 * came into force, and no pause or extension takes them away.
 */
export function daysKept(clock: Clock, calendar: WorkCalendar): number {
  const { keptDays = 0, ...facts } = clock;
  const decides = clock.expires && clock.silenceAt === undefined;
  if (!decides || clock.dueOn === null || clock.calendarRevision === calendar.revision) return keptDays;
  const afresh = schedule(facts, calendar);
  if (exactUnitMs(clock.limit.unit) !== null || afresh.dueOn === null || afresh.dueOn >= clock.dueOn)
    return 0;
  const reader = clock.limit.unit === 'working-days' ? readWorkingDays(calendar) : null;
  const skips = pausedDays(clock, reader);
  const unrolled = nthDay(dayBeforeFirst(clock), lengthInDays(clock), skips, reader);
  return Math.max(1, countDays(unrolled, dayOf(clock.dueOn), skips, reader));
}

/** The due instant of a clock, and the instants before it by percentage. */
interface Line {
  dueMs: number;
  dueDay: number;
  /** The instant at which a percentage below 100 is reached. */
  atPercent(percent: number): number;
}

function dayLine(facts: ClockFacts, reader: WorkingDayReader): Line {
  const from = dayBeforeFirst(facts);
  const ofLimit = facts.limit.unit === 'working-days' ? reader : null;
  const skips = pausedDays(facts, ofLimit);
  const length = lengthInDays(facts);
  let dueDay = nthDay(from, length + (facts.keptDays ?? 0), skips, ofLimit);
  if (facts.limit.rollsForward && ofLimit === null) {
    // Paused dates are no landing place either: a pause between a holiday's first day and its end
    // must not eat the days that rolling had given.
    while (!reader.isWorking(dueDay) || isSkipped(dueDay, skips)) dueDay++;
  }
  return {
    dueMs: endOfDayMs(dueDay, facts),
    dueDay,
    atPercent: (percent) =>
      endOfDayMs(nthDay(from, Math.floor((length * percent) / 100), skips, ofLimit), facts),
  };
}

function exactLine(facts: ClockFacts): Line {
  const anchorMs = millisOf(facts.anchor);
  const length = totalOf(facts) * (exactUnitMs(facts.limit.unit) ?? 0);
  const dueMs = runOn(anchorMs, length, facts.pauses);
  return {
    dueMs,
    // An end at midnight belongs to the day before, as with limits in days.
    dueDay: shanghaiDay(dueMs - 1),
    atPercent: (percent) => runOn(anchorMs, Math.floor((length * percent) / 100), facts.pauses),
  };
}

interface Placed {
  readonly rung: LadderRung;
  readonly atMs: number;
}

function placeRungs(facts: ClockFacts, line: Line, reader: WorkingDayReader): Rung[] {
  const { silenceAt } = facts;
  const placed: Placed[] = [];
  for (const rung of facts.ladder.rungs) {
    // A limit that decides at its own end is never late.
    if (facts.expires && silenceAt === undefined && rung.kind !== 'remind') continue;
    const atMs = rungMs(rung, facts, line, reader);
    // A limit that begins late has no use for a reminder from before it began.
    if (!('beforeDue' in rung.at) || atMs >= millisOf(facts.anchor)) placed.push({ rung, atMs });
  }
  if (facts.expires)
    placed.push({ rung: expiry, atMs: silenceAt === undefined ? line.dueMs : millisOf(silenceAt) });
  return inOrder(placed, facts);
}

const expiry: LadderRung = { id: 'expire', kind: 'expire', at: { percent: 100 }, to: 'assignee' };

/** A licence ends on its day also while the time of its renewal stands still. */
function rungsInPause(facts: ClockFacts): Rung[] {
  const { expires, silenceAt } = facts;
  return expires && silenceAt !== undefined
    ? inOrder([{ rung: expiry, atMs: millisOf(silenceAt) }], facts)
    : [];
}

function inOrder(placed: Placed[], facts: ClockFacts): Rung[] {
  const spreadMs = exactUnitMs(facts.limit.unit) === null ? facts.spreadMs : 0;
  placed.sort((a, b) => a.atMs - b.atMs); // stable, so equal instants keep the ladder's order
  return placed.map(({ rung: { id, kind, to }, atMs }) => ({
    id,
    kind,
    to,
    at: instantOf(atMs),
    fireAt: instantOf(atMs + spreadMs),
  }));
}

/** The instant so long before the end: for days and months, the beginning of that day. */
function beforeDueMs(
  { value, unit }: { value: number; unit: LimitUnit },
  { dueMs, dueDay }: Line,
  reader: WorkingDayReader,
): number {
  switch (unit) {
    case 'calendar-days':
      return startOfDayMs(dueDay - value);
    case 'months':
      return startOfDayMs(dayOf(addMonths(dateOf(dueDay), -value)));
    case 'working-days': {
      let day = dueDay;
      for (let left = value; left > 0;) if (reader.isWorking(--day)) left--;
      return startOfDayMs(day);
    }
    case 'hours':
    case 'seconds':
      return dueMs - value * (exactUnitMs(unit) ?? 0);
  }
}

function rungMs(rung: LadderRung, facts: ClockFacts, line: Line, reader: WorkingDayReader): number {
  if ('percent' in rung.at) {
    return rung.at.percent >= 100 ? line.dueMs : line.atPercent(rung.at.percent);
  }
  if ('beforeDue' in rung.at) return beforeDueMs(rung.at.beforeDue, line, reader);
  const { value, unit } = rung.at.afterDue;
  const unitMs = exactUnitMs(unit);
  if (unitMs !== null) return runOn(line.dueMs, value * unitMs, facts.pauses);
  const length = unit === 'months' ? monthsInDays(line.dueDay, value) : value;
  const ofUnit = unit === 'working-days' ? reader : null;
  return endOfDayMs(nthDay(line.dueDay, length, pausedDays(facts, ofUnit), ofUnit), facts);
}
