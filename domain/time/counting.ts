/**
 * How time is counted towards a limit: dates by the calendar, exact units by the millisecond, pauses
 * left out.
 */
import { addMonths, dateOf, dayOf, millisOf, shanghaiDay, type WorkingDayReader } from './calendar';
import type { Clock, ClockFacts, Pause } from './clock-state';
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

export function totalOf(facts: ClockFacts): number {
  return facts.limit.value + facts.extendedBy;
}

/** How many days the limit counts; months are as long as they are from the anchor. */
export function lengthInDays(facts: ClockFacts, anchorDay: number): number {
  return facts.limit.unit === 'months' ? monthsInDays(anchorDay, totalOf(facts)) : totalOf(facts);
}

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

export function pausedDays(pauses: Pause[]): DayRange[] {
  return pauses.map((pause) => ({
    from: shanghaiDay(millisOf(pause.from)),
    to: lastDayOf(pause),
  }));
}

function lastDayOf(pause: Pause): number {
  const end = endOf(pause);
  if (end === null) return Infinity;
  // A pause that ends by itself ends with its last day, and does not touch the next.
  return shanghaiDay(end === pause.until ? millisOf(end) - 1 : millisOf(end));
}

/** How many days the pauses on a ground have taken, or will have taken, each begun one whole. */
export function daysPaused({ pauses, limit }: ClockFacts, reason: string, dayMs: number): number {
  const exact = exactUnitMs(limit.unit) !== null;
  return pauses
    .filter((pause) => pause.reason === reason)
    .reduce((days, pause) => {
      const end = endOf(pause);
      if (end === null) return Infinity;
      const length = exact
        ? Math.ceil((millisOf(end) - millisOf(pause.from)) / dayMs)
        : lastDayOf(pause) - shanghaiDay(millisOf(pause.from)) + 1;
      return days + length;
    }, 0);
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
