import * as wall from './wall-calendar';
import type { Day } from './wall-calendar';

/* A limit and its ladder, laid on the wall calendar by hand: what ends when, and who is told on which day. */

interface Stretch {
  readonly value: number;
  readonly unit: string;
}

export interface LimitRow extends Stretch {
  readonly effect: string;
  readonly rollsForward: boolean;
}

export interface RungRow {
  readonly id: string;
  readonly kind: string;
  readonly at:
    { readonly percent: number } | { readonly beforeDue: Stretch } | { readonly afterDue: Stretch };
  readonly to: string;
}

export interface CountedRung {
  readonly id: string;
  readonly kind: string;
  readonly to: string;
  readonly at: Date;
}

export interface Counted {
  /** The first instant that is too late. */
  readonly end: Date;
  /** When the limit itself decides, if nobody has by then. */
  readonly decidesAt: Date | null;
  /** In order, until somebody decides or the limit itself does. */
  readonly rungs: readonly CountedRung[];
}

/** Whether a limit decides by itself: as it ends, with the last day of a document, or not at all. */
export type Silence = 'as-it-ends' | { readonly withDay: Day } | null;

export function counted(
  limit: LimitRow,
  ladder: readonly RungRow[],
  from: { readonly day: Day; readonly instant: string },
  silence: Silence,
): Counted {
  if (limit.unit === 'hours') return countedInHours(limit.value, ladder, from.instant, silence);
  const last = lastDay(limit, from.day);
  const end = wall.endOf(last);
  const placed = ladder.flatMap(({ id, kind, to, at: place }) => {
    // What decides as it ends is never late.
    if (silence === 'as-it-ends' && kind !== 'remind') return [];
    const at = placeOf(place, limit, from.day, last);
    // A limit that is shorter than its reminder begins without it.
    return 'beforeDue' in place && at < new Date(from.instant) ? [] : [{ id, kind, to, at }];
  });
  if (silence === null) return { end, decidesAt: null, rungs: placed.sort(byTime) };
  return decidedBySilence(end, silence === 'as-it-ends' ? end : wall.endOf(silence.withDay), placed);
}

function decidedBySilence(end: Date, decidesAt: Date, placed: readonly CountedRung[]): Counted {
  const rungs = [...placed, { id: 'expire', kind: 'expire', to: 'nobody', at: decidesAt }].sort(byTime);
  return { end, decidesAt, rungs: rungs.filter(({ at }) => at <= decidesAt) };
}

/** Hours are exact, and know no days: they end to the second. */
function countedInHours(hours: number, ladder: readonly RungRow[], from: string, silence: Silence): Counted {
  const after = (percent: number) => new Date(new Date(from).getTime() + hours * percent * 36_000);
  const end = after(100);
  const placed = ladder.map(({ id, kind, to, at }) => {
    if (!('percent' in at)) throw new Error(`nobody lays ${id} on a clock of hours by hand`);
    return { id, kind, to, at: after(at.percent) };
  });
  if (silence === null) return { end, decidesAt: null, rungs: placed.sort(byTime) };
  return decidedBySilence(
    end,
    end,
    placed.filter(({ kind }) => kind === 'remind'),
  );
}

function byTime(a: CountedRung, b: CountedRung): number {
  return a.at.getTime() - b.at.getTime();
}

function lastDay({ value, unit, rollsForward }: LimitRow, from: Day): Day {
  if (unit === 'working-days') return wall.workedLater(from, value);
  let last = after({ value, unit }, from);
  while (rollsForward && !wall.isWorked(last)) last = wall.later(last, 1);
  return last;
}

function after({ value, unit }: Stretch, from: Day): Day {
  switch (unit) {
    case 'working-days':
      return wall.workedLater(from, value);
    case 'calendar-days':
      return wall.later(from, value);
    case 'months':
      return wall.monthsLater(from, value);
    default:
      throw new Error(`nobody counts ${unit} on a wall calendar`);
  }
}

function before({ value, unit }: Stretch, last: Day): Day {
  if (unit === 'working-days') return wall.workedBefore(last, value);
  return unit === 'months' ? wall.monthsLater(last, -value) : wall.later(last, -value);
}

function placeOf(at: RungRow['at'], limit: LimitRow, from: Day, last: Day): Date {
  if ('afterDue' in at) return wall.endOf(after(at.afterDue, last));
  if ('beforeDue' in at) return wall.beginningOf(before(at.beforeDue, last));
  if (at.percent >= 100) return wall.endOf(last);
  const { value, unit } = limit;
  // Months are as long as they are; a roll to a working day gives no more of a share.
  const whole = unit === 'months' ? wall.daysTo(from, wall.monthsLater(from, value)) : value;
  const share = {
    value: Math.floor((whole * at.percent) / 100),
    unit: unit === 'months' ? 'calendar-days' : unit,
  };
  return wall.endOf(after(share, from));
}

/** What a limit and what was promised beside it tell together. */
export function together(limit: Counted, promise: Counted | null): CountedRung[] {
  return [...limit.rungs, ...(promise?.rungs ?? [])].sort(byTime);
}
