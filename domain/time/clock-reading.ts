/** How a clock stands at a moment: what was used, what is left, which dates counted. */
import {
  dateOf,
  DAY_MS,
  dayOf,
  instantOf,
  millisOf,
  readWorkingDays,
  shanghaiDay,
  type Instant,
  type PlainDate,
  type WorkCalendar,
  type WorkingDayReader,
} from './calendar';
import type { Title } from '../role';
import type { Clock, ClockContext, ClockFacts } from './clock-state';
import type { LimitUnit } from './limit';
import {
  countDays,
  counts,
  dayBeforeFirst,
  exactUnitMs,
  lengthInDays,
  monthsInDays,
  openPause,
  pausedDays,
  runningMs,
  totalOf,
  type DayRange,
} from './counting';

export const clockStateTitles = {
  running: { zh: '计时中', en: 'Running' },
  paused: { zh: '已中止', en: 'Paused' },
  due: { zh: '已到期', en: 'Due' },
  stopped: { zh: '已停止', en: 'Stopped' },
} as const satisfies Record<ClockReading['state'], Title>;

export interface ClockReading {
  /** `stopped`: what it ran for is done. */
  state: 'running' | 'paused' | 'due' | 'stopped';
  /** A paused clock is never overdue; its `dueAt` says when it will be due if the pause lasts to its end. */
  overdue: boolean;
  /** It was or is past its due instant, whatever happened since. A limit that decides as it ends is never missed. */
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
  const dueMs = clock.dueAt === null || isPausedAt(clock, now) ? null : millisOf(clock.dueAt);
  const overdue = dueMs !== null && nowMs >= dueMs;
  const usedMs = runningMs(clock, nowMs);
  const measure =
    exactUnitMs(clock.limit.unit) === null
      ? readDays(clock, nowMs, dueMs, ctx)
      : readExact(clock, usedMs, dueMs === null ? null : dueMs - nowMs);
  return {
    state: dueMs === null ? 'paused' : overdue ? 'due' : 'running',
    overdue,
    breached: (overdue && !decidesAsItEnds(clock)) || clock.breachedAt !== null,
    dueAt: clock.dueAt,
    dueOn: clock.dueOn,
    provisional: clock.provisional,
    remaining: measure.remaining,
    used: { ms: usedMs, days: measure.usedDays },
    daysIn: measure.daysIn,
    usedPercent: measure.usedPercent,
  };
}

/** Whether the end of the limit is itself the decision. Where silence decides on another day, the limit can be missed. */
function decidesAsItEnds({ expires, silenceAt }: Clock): boolean {
  return expires && silenceAt === undefined;
}

/** Whether the time stands still at `now`. A pause with an end has ended there, also where nobody has noticed yet. */
export function isPausedAt(clock: Pick<ClockFacts, 'pauses'>, now: Instant): boolean {
  const pause = openPause(clock);
  return pause !== null && (pause.until === undefined || millisOf(now) < millisOf(pause.until));
}

/** A clock whose step was decided, or whose case ended, at `at`: the time that it took, and nothing left to run. */
export function readStoppedClock(clock: Clock, at: Instant, ctx: ClockContext): ClockReading {
  return { ...readClock(clock, at, ctx), state: 'stopped', overdue: false, remaining: { ms: 0, days: 0 } };
}

/**
 * When a clock would have begun, had its time never stood still: between this and its due instant lies all the time that
 * it gives, so that lists can be ordered by the share that is gone. Whole days for a limit in days; null where the end
 * is open.
 */
export function runsFrom(clock: Clock): Instant | null {
  if (clock.dueAt === null || clock.dueOn === null) return null;
  const unitMs = exactUnitMs(clock.limit.unit);
  const givenMs =
    unitMs === null
      ? countDays(dayBeforeFirst(clock), dayOf(clock.dueOn), pausedDays(clock, null), null) * DAY_MS
      : totalOf(clock) * unitMs;
  return instantOf(millisOf(clock.dueAt) - givenMs);
}

/** A limit without its extensions, and how much of it was used by `now`, pauses left out: both whole, in `unit`. */
export interface LimitUse {
  unit: LimitUnit;
  limit: number;
  used: number;
}

/**
 * How much of its limit a clock has used, in the limit's own unit; months are told in the days that they have.
 * A limit that has ended by itself is used whole, with its extensions, however late that was noticed.
 */
export function useOfLimit(clock: Clock, now: Instant, ctx: ClockContext): LimitUse {
  const { value, unit } = clock.limit;
  const { used, overdue } = readClock(clock, now, ctx);
  const ended = decidesAsItEnds(clock) && overdue;
  const unitMs = exactUnitMs(unit);
  if (unitMs !== null)
    return { unit, limit: value, used: ended ? totalOf(clock) : Math.floor(used.ms / unitMs) };
  return {
    unit: unit === 'months' ? 'calendar-days' : unit,
    limit: unit === 'months' ? monthsInDays(shanghaiDay(millisOf(clock.anchor)), value) : value,
    used: ended ? lengthInDays(clock) : used.days,
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
  const reader = inWorkingDays ? readWorkingDays(ctx.calendar) : null;
  const skips = pausedDays(clock, reader);
  const from = dayBeforeFirst(clock);
  const today = shanghaiDay(nowMs);

  const usedDays = countDays(from, today, skips, reader);
  // Told in natural days, a working-day limit is as long as its due date is far.
  const wholeDays =
    clock.limit.unit === 'working-days' && !inWorkingDays && clock.dueOn !== null
      ? countDays(from, dayOf(clock.dueOn), skips, null)
      : lengthInDays(clock);
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
  const skips = pausedDays(clock, reader);
  const dates: PlainDate[] = [];
  const last = dayOf(clock.dueOn);
  for (let day = dayBeforeFirst(clock) + 1; day <= last; day++) {
    if (counts(day, skips, reader)) dates.push(dateOf(day));
  }
  return dates;
}
