/**
 * Time limits: when something falls due, what happens on the way there and after it, and who used
 * the time.
 *
 * A clock is a value that stands in the case record. Nothing edits it: pausing, resuming, extending
 * and a new law or calendar each give the next version. "Overdue" is read, never stored.
 *
 * How days are counted (民法典 arts 201-203; 行政许可法 art 82 for working days):
 *  1. The anchor's Shanghai date is not counted. A limit in days or months ends with the last
 *     counted date: `dueAt` is the exclusive end, 00:00 of the next day.
 *  2. A limit that `rollsForward` and ends on a day off ends on the next working day instead.
 *     An extension is added before rolling.
 *  3. A pause takes out every date that it touches, its first and last included, each once.
 *  4. Limits in hours or seconds are exact to the millisecond, pauses too.
 */
import {
  addMonths,
  dateOf,
  DAY_MS,
  dayOf,
  instantOf,
  millisOf,
  readWorkingDays,
  shanghaiDay,
  startOfDayMs,
  type Instant,
  type PlainDate,
  type WorkCalendar,
  type WorkingDayReader,
} from './calendar';
import { ok, refuse, type Result } from './refusal';

export type { Instant, PlainDate } from './calendar';

export const limitUnits = ['working-days', 'calendar-days', 'months', 'hours', 'seconds'] as const;
/** 'seconds' exists for demonstrations and tests. */
export type LimitUnit = (typeof limitUnits)[number];

export const confidences = ['verified', 'seen', 'memory', 'unsure'] as const;

/**
 * Where a figure comes from. `confidence`: read in the statute itself, seen in a copy or report,
 * known but not seen, or possibly wrong.
 */
export interface Source {
  title: string;
  article?: string;
  url?: string;
  confidence: (typeof confidences)[number];
}

export const limitEffects = ['none', 'service-promise', 'statutory'] as const;

/** A time limit as policy gives it; `value` counts `unit`s. */
export interface Limit {
  key: string;
  value: number;
  unit: LimitUnit;
  /** What it means to miss it. */
  effect: (typeof limitEffects)[number];
  rollsForward: boolean;
  source: Source;
}

export const rungAudiences = [
  'assignee',
  'section-chief',
  'deputy-director',
  'director',
  'reporter',
  'enterprise',
] as const;
export type RungAudience = (typeof rungAudiences)[number];

export type RungKind = 'remind' | 'overdue' | 'escalate' | 'expire';

/** A rung as policy gives it. `percent` (1-100) of the limit, or a stretch after the due date. */
export interface LadderRung {
  id: string;
  kind: RungKind;
  at: { percent: number } | { afterDue: { value: number; unit: LimitUnit } };
  to: RungAudience;
}

export interface Ladder {
  key: string;
  rungs: LadderRung[];
}

/** A rung on a running clock: `at` is the legal instant, `fireAt` the same or a little later. */
export interface Rung {
  id: string;
  kind: RungKind;
  to: RungAudience;
  at: Instant;
  fireAt: Instant;
}

/** `to` is null while the pause lasts. */
export interface Pause {
  from: Instant;
  to: Instant | null;
  reason: string;
}

/** What a clock was told. The rest of a {@link Clock} follows from it and the calendar. */
interface ClockFacts {
  /** 1 for a new clock; each change gives the next. */
  version: number;
  limit: Limit;
  ladder: Ladder;
  /** In `limit.unit`. */
  extendedBy: number;
  /** How many extensions were granted. */
  extensions: number;
  anchor: Instant;
  pauses: Pause[];
  spreadMs: number;
  /** The limit itself decides when it ends (as "not claimed: forfeited"). */
  expires: boolean;
  /** The due instant that had passed when the clock was changed: a breach stays on the record. */
  breachedAt: Instant | null;
}

export interface Clock extends ClockFacts {
  /** Null while paused. */
  dueAt: Instant | null;
  /** The last day of the limit, null while paused. */
  dueOn: PlainDate | null;
  /** The due date rests on a year without a holiday notice and may still move. */
  provisional: boolean;
  /** Ascending by `at`, ladder order where equal; empty while paused. Ids survive every version. */
  rungs: Rung[];
  calendarId: string;
  calendarRevision: number;
}

/** What policy allows: all extensions together at most `maxValue` `unit`s, in at most `times`. */
export interface ExtensionBounds {
  maxValue: number;
  unit: LimitUnit;
  times: number;
}

export interface ClockContext {
  calendar: WorkCalendar;
}

// --- making and changing clocks -------------------------------------------------------------

/**
 * Starts a clock. `spreadMs` (a fixed offset per case, so that not all fire at one midnight) delays
 * `fireAt` of day and month limits only. With `expires`, a rung 'expire' stands at the due instant
 * in place of the 'overdue' and 'escalate' rungs.
 */
export function armClock(input: {
  limit: Limit;
  ladder: Ladder;
  anchor: Instant;
  calendar: WorkCalendar;
  spreadMs: number;
  expires?: boolean;
}): Clock {
  const { limit, ladder, anchor, calendar, spreadMs, expires = false } = input;
  return schedule(
    {
      version: 1,
      limit,
      ladder,
      extendedBy: 0,
      extensions: 0,
      anchor,
      pauses: [],
      spreadMs,
      expires,
      breachedAt: null,
    },
    calendar,
  );
}

/** Whether a clock may be paused: refused 'clock-paused', or 'clock-expired' once its time is up. */
export function mayPause(clock: Clock, at: Instant): Result<true> {
  const stopped = refusalOfStopped(clock, at);
  return stopped ?? ok(true);
}

/** Whether a clock may be resumed: refused 'clock-not-paused'. */
export function mayResume(clock: Clock): Result<true> {
  return clock.dueAt === null ? ok(true) : refuse('clock-not-paused', 'the clock is running');
}

/**
 * Stops the time. A clock already past its due instant keeps it: the pause then moves nothing and
 * `breachedAt` says so (ask {@link mayPause} first to refuse that). Throws RangeError on a clock
 * that is paused, or an `at` before the anchor or the last resume.
 */
export function pauseClock(clock: Clock, at: Instant, reason: string, ctx: ClockContext): Clock {
  if (clock.dueAt === null) throw new RangeError('clock is paused already');
  const earliest = clock.pauses.at(-1)?.to ?? clock.anchor;
  if (millisOf(at) < millisOf(earliest)) {
    throw new RangeError(`cannot pause at ${at}, before ${earliest}`);
  }
  return supersede(clock, { pauses: [...clock.pauses, { from: at, to: null, reason }] }, ctx, at);
}

/** Lets the time run on with what was left. Throws RangeError if not paused, or `at` is earlier. */
export function resumeClock(clock: Clock, at: Instant, ctx: ClockContext): Clock {
  const open = clock.pauses.at(-1);
  if (open?.to !== null) throw new RangeError('clock is not paused');
  if (millisOf(at) < millisOf(open.from)) {
    throw new RangeError(`cannot resume at ${at}, before the pause at ${open.from}`);
  }
  return supersede(clock, { pauses: [...clock.pauses.slice(0, -1), { ...open, to: at }] }, ctx, at);
}

/**
 * Adds `byValue` units to the limit. Refused: 'clock-paused' (no due date to extend),
 * 'clock-expired' (an ended limit is not revived), 'extension-not-positive', 'extension-used-up' (as
 * often as policy allows), 'extension-too-long' (all extensions together). `ctx.bounds` is policy
 * (see `extensionOf`); its unit must be the limit's, else throws.
 */
export function extendClock(
  clock: Clock,
  byValue: number,
  at: Instant,
  ctx: ClockContext & { bounds: ExtensionBounds },
): Result<Clock> {
  const { maxValue, unit, times } = ctx.bounds;
  if (unit !== clock.limit.unit) {
    throw new Error(`'${clock.limit.key}' is in ${clock.limit.unit}, its extension in ${unit}`);
  }
  const stopped = refusalOfStopped(clock, at);
  if (stopped) return stopped;
  if (!Number.isInteger(byValue) || byValue < 1) {
    return refuse('extension-not-positive', `an extension of ${byValue}`);
  }
  if (clock.extensions >= times) {
    return refuse('extension-used-up', `may be extended ${times} time(s)`, { times });
  }
  const extendedBy = clock.extendedBy + byValue;
  if (extendedBy > maxValue) {
    return refuse('extension-too-long', `at most ${maxValue} ${unit} in all`, { maxValue, unit });
  }
  return ok(supersede(clock, { extendedBy, extensions: clock.extensions + 1 }, ctx, at));
}

function refusalOfStopped(clock: Clock, at: Instant) {
  if (clock.dueAt === null) return refuse('clock-paused', 'the clock is paused');
  if (isPast(clock.dueAt, at)) {
    return refuse('clock-expired', `the limit ended at ${clock.dueAt}`, { dueAt: clock.dueAt });
  }
  return null;
}

/**
 * Counts the clock afresh under a new calendar, limit or ladder; anchor, pauses and extensions
 * stay. `at` (the moment of change) lets a breach be kept. A limit in another unit needs
 * `extendedBy` said in that unit if there was an extension (else throws).
 */
export function rearmClock(
  clock: Clock,
  ctx: ClockContext & { limit?: Limit; ladder?: Ladder; extendedBy?: number; at?: Instant },
): Clock {
  const limit = ctx.limit ?? clock.limit;
  if (limit.unit !== clock.limit.unit && clock.extendedBy > 0 && ctx.extendedBy === undefined) {
    throw new Error(`'${limit.key}' changes to ${limit.unit}: say the extension in that unit`);
  }
  const change = {
    limit,
    ladder: ctx.ladder ?? clock.ladder,
    extendedBy: ctx.extendedBy ?? clock.extendedBy,
  };
  return supersede(clock, change, ctx, ctx.at ?? null);
}

function supersede(clock: Clock, change: Partial<ClockFacts>, ctx: ClockContext, at: Instant | null): Clock {
  const { version, limit, ladder, extendedBy, extensions, anchor, pauses, spreadMs, expires } = clock;
  const breached = at !== null && clock.dueAt !== null && isPast(clock.dueAt, at);
  const facts: ClockFacts = {
    version: version + 1,
    limit,
    ladder,
    extendedBy,
    extensions,
    anchor,
    pauses,
    spreadMs,
    expires,
    breachedAt: clock.breachedAt ?? (breached ? clock.dueAt : null),
  };
  return schedule({ ...facts, ...change }, ctx.calendar);
}

function isPast(dueAt: Instant, at: Instant): boolean {
  return millisOf(at) >= millisOf(dueAt);
}

// --- reading clocks -------------------------------------------------------------------------

export interface ClockReading {
  state: 'running' | 'paused' | 'due';
  /** A paused clock is never overdue. */
  overdue: boolean;
  /** It was or is past its due instant, whatever happened since. */
  breached: boolean;
  dueAt: Instant | null;
  dueOn: PlainDate | null;
  provisional: boolean;
  /**
   * Until the due instant, negative once it has passed; while paused, what is kept. `days` are
   * those still to come after today (0 on the last day), counted in `daysIn`.
   */
  remaining: { ms: number; days: number };
  /** Since the anchor, pauses left out. `days` includes today. */
  used: { ms: number; days: number };
  /** 'working-days' only for a working-day limit read with a calendar. */
  daysIn: 'working-days' | 'calendar-days';
  /** Whole percent of the limit that is used; above 100 once overdue. */
  usedPercent: number;
}

/**
 * How a clock stands at `now`. Give the calendar in `ctx` to have working-day limits told in
 * working days; without it they are told in natural days. Everything else needs no calendar.
 */
export function readClock(clock: Clock, now: Instant, ctx?: ClockContext): ClockReading {
  const nowMs = millisOf(now);
  const dueMs = clock.dueAt === null ? null : millisOf(clock.dueAt);
  const overdue = dueMs !== null && nowMs >= dueMs;
  const usedMs = runningMs(clock, nowMs);
  const measure =
    exactUnitMs(clock.limit.unit) === null
      ? readDays(clock, nowMs, dueMs, ctx)
      : readExact(clock, usedMs, dueMs === null ? null : dueMs - nowMs);
  return {
    state: dueMs === null ? 'paused' : overdue ? 'due' : 'running',
    overdue,
    breached: overdue || clock.breachedAt !== null,
    dueAt: clock.dueAt,
    dueOn: clock.dueOn,
    provisional: clock.provisional,
    remaining: measure.remaining,
    used: { ms: usedMs, days: measure.usedDays },
    daysIn: measure.daysIn,
    usedPercent: measure.usedPercent,
  };
}

type Measure = Pick<ClockReading, 'remaining' | 'daysIn' | 'usedPercent'> & { usedDays: number };

function readExact(clock: Clock, usedMs: number, untilDueMs: number | null): Measure {
  const wholeMs = totalOf(clock) * (exactUnitMs(clock.limit.unit) ?? 0);
  const ms = untilDueMs ?? Math.max(0, wholeMs - usedMs);
  return {
    remaining: { ms, days: Math.trunc(ms / DAY_MS) },
    usedDays: Math.trunc(usedMs / DAY_MS),
    daysIn: 'calendar-days',
    usedPercent: percentOf(usedMs, wholeMs),
  };
}

function readDays(clock: Clock, nowMs: number, dueMs: number | null, ctx: ClockContext | undefined): Measure {
  const inWorkingDays = clock.limit.unit === 'working-days' && ctx !== undefined;
  const skips = pausedDays(clock.pauses);
  const reader = inWorkingDays ? readWorkingDays(ctx.calendar) : null;
  const anchorDay = shanghaiDay(millisOf(clock.anchor));
  const today = shanghaiDay(nowMs);

  const usedDays = countDays(anchorDay, today, skips, reader);
  // Told in natural days, a working-day limit is as long as its due date is far.
  const wholeDays =
    clock.limit.unit === 'working-days' && !inWorkingDays && clock.dueOn !== null
      ? countDays(anchorDay, dayOf(clock.dueOn), skips, null)
      : lengthInDays(clock, anchorDay);
  const days =
    clock.dueOn === null
      ? Math.max(0, wholeDays - usedDays)
      : signedDays(today, dayOf(clock.dueOn), skips, reader);
  return {
    remaining: { ms: dueMs === null ? days * DAY_MS : dueMs - nowMs, days },
    usedDays,
    daysIn: inWorkingDays ? 'working-days' : 'calendar-days',
    usedPercent: percentOf(usedDays, wholeDays),
  };
}

function signedDays(today: number, due: number, skips: DayRange[], reader: WorkingDayReader | null) {
  return today <= due ? countDays(today, due, skips, reader) : -countDays(due, today, skips, reader);
}

function percentOf(used: number, whole: number): number {
  return whole === 0 ? 100 : Math.floor((used * 100) / whole);
}

/**
 * The dates that count towards the limit, from the first to the last: so that a reader can check a
 * deadline with a finger on the wall calendar. Empty for exact limits and while paused.
 */
export function countedDates(clock: Clock, calendar: WorkCalendar): PlainDate[] {
  if (clock.dueOn === null || exactUnitMs(clock.limit.unit) !== null) return [];
  const reader = clock.limit.unit === 'working-days' ? readWorkingDays(calendar) : null;
  const skips = pausedDays(clock.pauses);
  const dates: PlainDate[] = [];
  const last = dayOf(clock.dueOn);
  for (let day = shanghaiDay(millisOf(clock.anchor)) + 1; day <= last; day++) {
    if (counts(day, skips, reader)) dates.push(dateOf(day));
  }
  return dates;
}

// --- counting -------------------------------------------------------------------------------

function schedule(facts: ClockFacts, calendar: WorkCalendar): Clock {
  const stamp = { calendarId: calendar.id, calendarRevision: calendar.revision };
  if (facts.pauses.at(-1)?.to === null) {
    return { ...facts, dueAt: null, dueOn: null, provisional: false, rungs: [], ...stamp };
  }
  const reader = readWorkingDays(calendar);
  const line = exactUnitMs(facts.limit.unit) === null ? dayLine(facts, reader) : exactLine(facts);
  return {
    ...facts,
    dueAt: instantOf(line.dueMs),
    // Read before the rungs are placed: only the due date itself decides whether it may move.
    dueOn: dateOf(line.dueDay),
    provisional: reader.provisional(),
    rungs: placeRungs(facts, line, reader),
    ...stamp,
  };
}

/** Where things stand on the way to the due instant. */
interface Line {
  dueMs: number;
  dueDay: number;
  /** The instant at which a percentage below 100 is reached. */
  atPercent(percent: number): number;
}

function dayLine(facts: ClockFacts, reader: WorkingDayReader): Line {
  const anchorDay = shanghaiDay(millisOf(facts.anchor));
  const skips = pausedDays(facts.pauses);
  const ofLimit = facts.limit.unit === 'working-days' ? reader : null;
  const length = lengthInDays(facts, anchorDay);
  let dueDay = nthDay(anchorDay, length, skips, ofLimit);
  if (facts.limit.rollsForward && ofLimit === null) {
    // Paused dates are no landing place either: a pause between a holiday's first day and its end
    // must not eat the days that rolling had given.
    while (!reader.isWorking(dueDay) || isSkipped(dueDay, skips)) dueDay++;
  }
  return {
    dueMs: startOfDayMs(dueDay + 1),
    dueDay,
    atPercent: (percent) =>
      startOfDayMs(nthDay(anchorDay, Math.floor((length * percent) / 100), skips, ofLimit) + 1),
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

function placeRungs(facts: ClockFacts, line: Line, reader: WorkingDayReader): Rung[] {
  const spreadMs = exactUnitMs(facts.limit.unit) === null ? facts.spreadMs : 0;
  const placed: { rung: LadderRung; atMs: number }[] = [];
  for (const rung of facts.ladder.rungs) {
    if (facts.expires && rung.kind !== 'remind') continue;
    placed.push({ rung, atMs: rungMs(rung, facts, line, reader) });
  }
  if (facts.expires) {
    placed.push({
      rung: { id: 'expire', kind: 'expire', at: { percent: 100 }, to: 'assignee' },
      atMs: line.dueMs,
    });
  }
  placed.sort((a, b) => a.atMs - b.atMs); // stable, so equal instants keep the ladder's order
  return placed.map(({ rung: { id, kind, to }, atMs }) => ({
    id,
    kind,
    to,
    at: instantOf(atMs),
    fireAt: instantOf(atMs + spreadMs),
  }));
}

function rungMs(rung: LadderRung, facts: ClockFacts, line: Line, reader: WorkingDayReader): number {
  if ('percent' in rung.at) {
    return rung.at.percent >= 100 ? line.dueMs : line.atPercent(rung.at.percent);
  }
  const { value, unit } = rung.at.afterDue;
  const unitMs = exactUnitMs(unit);
  if (unitMs !== null) return runOn(line.dueMs, value * unitMs, facts.pauses);
  const skips = pausedDays(facts.pauses);
  const length = unit === 'months' ? monthsInDays(line.dueDay, value) : value;
  const ofUnit = unit === 'working-days' ? reader : null;
  return startOfDayMs(nthDay(line.dueDay, length, skips, ofUnit) + 1);
}

/** Milliseconds of an exact unit, null for days and months. */
function exactUnitMs(unit: LimitUnit): number | null {
  return unitMs[unit];
}
const unitMs = {
  'working-days': null,
  'calendar-days': null,
  months: null,
  hours: 3_600_000,
  seconds: 1_000,
} satisfies Record<LimitUnit, number | null>;

function totalOf(facts: ClockFacts): number {
  return facts.limit.value + facts.extendedBy;
}

/** How many days the limit counts; months are as long as they are from the anchor. */
function lengthInDays(facts: ClockFacts, anchorDay: number): number {
  return facts.limit.unit === 'months' ? monthsInDays(anchorDay, totalOf(facts)) : totalOf(facts);
}

function monthsInDays(fromDay: number, months: number): number {
  return dayOf(addMonths(dateOf(fromDay), months)) - fromDay;
}

/** Both ends included, in days since 1970-01-01; `to` is Infinity while the pause lasts. */
interface DayRange {
  from: number;
  to: number;
}

function pausedDays(pauses: Pause[]): DayRange[] {
  return pauses.map(({ from, to }) => ({
    from: shanghaiDay(millisOf(from)),
    to: to === null ? Infinity : shanghaiDay(millisOf(to)),
  }));
}

// Asking "is this date in any pause" (rather than adding up lengths) is what keeps two pauses on
// one day from taking that day out twice.
function isSkipped(day: number, skips: DayRange[]): boolean {
  for (const skip of skips) if (day >= skip.from && day <= skip.to) return true;
  return false;
}

/** `reader` null: every date counts that is not skipped. */
function counts(day: number, skips: DayRange[], reader: WorkingDayReader | null): boolean {
  return !isSkipped(day, skips) && (reader === null || reader.isWorking(day));
}

/** The `n`th counted day after `day`. For 0 it is `day` itself, or where a pause took that out, the next counted one. */
function nthDay(day: number, n: number, skips: DayRange[], reader: WorkingDayReader | null): number {
  if (reader === null && skips.length === 0) return day + n;
  if (n === 0 && isSkipped(day, skips)) return nthDay(day, 1, skips, reader);
  for (let left = n; left > 0;) if (counts(++day, skips, reader)) left--;
  return day;
}

/** Counted days after `from` up to and including `to`. */
function countDays(from: number, to: number, skips: DayRange[], reader: WorkingDayReader | null): number {
  if (reader === null && skips.length === 0) return Math.max(0, to - from);
  let count = 0;
  for (let day = from + 1; day <= to; day++) if (counts(day, skips, reader)) count++;
  return count;
}

/** Lets `lengthMs` of unpaused time pass from `fromMs`. Pauses are in order and do not overlap. */
function runOn(fromMs: number, lengthMs: number, pauses: Pause[]): number {
  let end = fromMs + lengthMs;
  for (const pause of pauses) {
    const start = Math.max(fromMs, millisOf(pause.from));
    const stop = pause.to === null ? Infinity : millisOf(pause.to);
    if (start < end && stop > start) end += stop - start;
  }
  return end;
}

/** Milliseconds from the anchor to `nowMs` without the pauses; 0 before the anchor. */
function runningMs(clock: Clock, nowMs: number): number {
  const anchorMs = millisOf(clock.anchor);
  let used = Math.max(0, nowMs - anchorMs);
  for (const pause of clock.pauses) {
    const start = millisOf(pause.from);
    const stop = Math.min(nowMs, pause.to === null ? Infinity : millisOf(pause.to));
    if (stop > start) used -= stop - start;
  }
  return used;
}
