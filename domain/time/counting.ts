/**
 * How time is counted towards a limit: dates by the calendar, exact units by the millisecond, pauses
 * left out.
 */
import {
  addMonths,
  dateOf,
  DAY_MS,
  dayOf,
  millisOf,
  shanghaiDay,
  startOfDayMs,
  type WorkingDayReader,
} from './calendar';
import type { Clock, ClockFacts, Counting, Pause } from './clock-state';
import type { LimitUnit } from './limit';

/** Milliseconds of an exact unit, null for days and months. */
export function exactUnitMs(unit: LimitUnit): number | null {
  return unitMs[unit];
}
const unitMs = {
  'working-days': null,
  'calendar-days': null,
  months: null,
  hours: 3_600_000,
  seconds: 1_000,
} satisfies Record<LimitUnit, number | null>;

/** The length of a limit with its extensions, in its unit. */
export function totalOf(facts: ClockFacts): number {
  return facts.limit.value + facts.extendedBy;
}

/** How days are counted where no row says so (民法典 arts 201, 203). */
export const customary: Counting = { firstDayCounts: false, dayEndsAt: '24:00', pauses: 'days-touched' };

/** The day after which the days of a limit are counted. */
export function dayBeforeFirst({ anchor, counting = customary }: ClockFacts): number {
  return shanghaiDay(millisOf(anchor)) - (counting.firstDayCounts ? 1 : 0);
}

/** The end of a day, in milliseconds. */
export function endOfDayMs(day: number, { counting = customary }: ClockFacts): number {
  const [hours, minutes] = counting.dayEndsAt.split(':').map(Number) as [number, number];
  return startOfDayMs(day) + (hours * 60 + minutes) * 60_000;
}

/** How many days the limit counts; months are as long as they are from the anchor. */
export function lengthInDays(facts: ClockFacts): number {
  return facts.limit.unit === 'months'
    ? monthsInDays(shanghaiDay(millisOf(facts.anchor)), totalOf(facts))
    : totalOf(facts);
}

/** How many days so many months have, counted from a day (days since 1970-01-01). */
export function monthsInDays(fromDay: number, months: number): number {
  return dayOf(addMonths(dateOf(fromDay), months)) - fromDay;
}

/** The pause that lasts; null while the time runs. */
export function openPause({ pauses }: Pick<ClockFacts, 'pauses'>): Pause | null {
  const last = pauses.at(-1);
  return last?.to === null ? last : null;
}

/** When a pause ended or will end by itself; null where its end is open. */
function endOf({ to, until }: Pause): string | null {
  return to ?? until ?? null;
}

/** Both ends included, in days since 1970-01-01; `to` is Infinity while the pause lasts. */
export interface DayRange {
  from: number;
  to: number;
}

/** The days that pauses take out. `reader` null: every day of the limit counts. */
export function pausedDays(facts: ClockFacts, reader: WorkingDayReader | null): DayRange[] {
  const { pauses, counting = customary } = facts;
  if (counting.pauses === 'time-stood-still') return daysStoodStill(facts, reader);
  return pauses.map((pause) => ({ from: shanghaiDay(millisOf(pause.from)), to: lastDayOf(pause) }));
}

function lastDayOf(pause: Pause): number {
  const end = endOf(pause);
  if (end === null) return Infinity;
  // A pause that ends by itself ends with its last day, and does not touch the next.
  return shanghaiDay(end === pause.until ? millisOf(end) - 1 : millisOf(end));
}

/** Whether the time of a clock stands still to the millisecond, and not by the days that a pause touches. */
export function standsStillExactly({ limit, counting = customary }: ClockFacts): boolean {
  return exactUnitMs(limit.unit) !== null || counting.pauses === 'time-stood-still';
}

/** How many days the pauses on a ground have taken, or will have taken, each begun one whole. */
export function daysPaused(facts: ClockFacts, reason: string, dayMs: number): number {
  const exact = standsStillExactly(facts);
  return facts.pauses
    .filter((pause) => pause.reason === reason)
    .reduce((days, pause) => {
      const fromMs = millisOf(pause.from);
      return (
        days +
        (exact ? Math.ceil((stopMs(pause) - fromMs) / dayMs) : lastDayOf(pause) - shanghaiDay(fromMs) + 1)
      );
    }, 0);
}

/**
 * The days that pauses take out where each 24 hours of standing still take a day: those on which the sum, over all
 * pauses and over counted days alone, completes another 24 hours.
 */
function daysStoodStill(facts: ClockFacts, reader: WorkingDayReader | null): DayRange[] {
  const taken: DayRange[] = [];
  const firstDay = dayBeforeFirst(facts) + 1;
  let stoodMs = 0;
  for (const pause of facts.pauses) {
    const fromMs = Math.max(millisOf(pause.from), startOfDayMs(firstDay));
    const toMs = stopMs(pause);
    for (let day = shanghaiDay(fromMs); startOfDayMs(day) < toMs; day++) {
      if (reader?.isWorking(day) === false) continue;
      stoodMs += Math.min(toMs, startOfDayMs(day + 1)) - Math.max(fromMs, startOfDayMs(day));
      if (stoodMs >= DAY_MS) {
        stoodMs -= DAY_MS;
        taken.push({ from: day, to: day });
      }
      if (toMs === Infinity) {
        taken.push({ from: day + 1, to: Infinity });
        break;
      }
    }
  }
  return taken;
}

// Asking "is this date in any pause" (rather than adding up lengths) is what keeps two pauses on
// one day from taking that day out twice.
export function isSkipped(day: number, skips: DayRange[]): boolean {
  for (const skip of skips) if (day >= skip.from && day <= skip.to) return true;
  return false;
}

/** `reader` null: every date counts that is not skipped. */
export function counts(day: number, skips: DayRange[], reader: WorkingDayReader | null): boolean {
  return !isSkipped(day, skips) && (reader === null || reader.isWorking(day));
}

/** The `n`th counted day after `day`. For 0 it is `day` itself, or where a pause took that out, the next counted one. */
export function nthDay(day: number, n: number, skips: DayRange[], reader: WorkingDayReader | null): number {
  if (reader === null && skips.length === 0) return day + n;
  if (n === 0 && isSkipped(day, skips)) return nthDay(day, 1, skips, reader);
  for (let left = n; left > 0;) if (counts(++day, skips, reader)) left--;
  return day;
}

/** Counted days after `from` up to and including `to`. */
export function countDays(
  from: number,
  to: number,
  skips: DayRange[],
  reader: WorkingDayReader | null,
): number {
  if (reader === null && skips.length === 0) return Math.max(0, to - from);
  let count = 0;
  for (let day = from + 1; day <= to; day++) if (counts(day, skips, reader)) count++;
  return count;
}

/** Lets `lengthMs` of unpaused time pass from `fromMs`. Pauses are in order and do not overlap. */
export function runOn(fromMs: number, lengthMs: number, pauses: Pause[]): number {
  let end = fromMs + lengthMs;
  for (const pause of pauses) {
    const start = Math.max(fromMs, millisOf(pause.from));
    const stop = stopMs(pause);
    if (start < end && stop > start) end += stop - start;
  }
  return end;
}

/** Milliseconds from the anchor to `nowMs` without the pauses; 0 before the anchor. */
export function runningMs(clock: Clock, nowMs: number): number {
  const anchorMs = millisOf(clock.anchor);
  let used = Math.max(0, nowMs - anchorMs);
  for (const pause of clock.pauses) {
    const start = millisOf(pause.from);
    const stop = Math.min(nowMs, stopMs(pause));
    if (stop > start) used -= stop - start;
  }
  return used;
}

function stopMs(pause: Pause): number {
  const end = endOf(pause);
  return end === null ? Infinity : millisOf(end);
}
