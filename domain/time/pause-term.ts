import { instantOf, millisOf, type Instant, type WorkCalendar } from './calendar';
import { armClock } from './clock';
import type { Clock, PauseTerm, Rung } from './clock-state';
import { standsStillExactly } from './counting';
import type { Ladder, Limit } from './limit';

/**
 * The term of a pause of `days` that begins on a clock at an instant: when it ends, and its rungs (those of its ladder,
 * and the one by which the time goes on by itself). Ids of rungs hold the number of the pause, so that a second pause
 * has others. A limit in hours or seconds stands still for `days` times `dayMs`.
 */
export function pauseTerm(
  clock: Clock,
  at: Instant,
  { days, dayMs, ladder, calendar }: { days: number; dayMs: number; ladder: Ladder; calendar: WorkCalendar },
): PauseTerm {
  const exact = standsStillExactly(clock);
  const length: Pick<Limit, 'value' | 'unit'> = exact
    ? { value: Math.max(1, Math.round((days * dayMs) / 1000)), unit: 'seconds' }
    : { value: days - 1, unit: 'calendar-days' };
  const limit = { ...clock.limit, ...length, rollsForward: false };
  const { dueAt, rungs } = armClock({ limit, ladder, anchor: at, calendar, spreadMs: clock.spreadMs });
  if (dueAt === null) throw new Error('a term that has begun has its end');
  const resume: Rung = {
    id: 'resume',
    kind: 'resume',
    to: 'assignee',
    at: dueAt,
    fireAt: instantOf(millisOf(dueAt) + (exact ? 0 : clock.spreadMs)),
  };
  const placed = [
    ...rungs.filter((rung) => rung.at < dueAt),
    resume,
    ...rungs.filter((rung) => rung.at >= dueAt),
  ];
  const which = `pause-${clock.pauses.length + 1}`;
  return { days, until: dueAt, rungs: placed.map((rung) => ({ ...rung, id: `${which}-${rung.id}` })) };
}
