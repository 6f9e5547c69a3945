import { instantOf, millisOf, type Instant, type WorkCalendar } from './calendar';
import { armClock } from './clock';
import type { Clock, PauseTerm, Rung } from './clock-state';
import { standsStillExactly } from './counting';
import type { Ladder, Limit } from './limit';

/**
 * How a pause of so many days ends, if it begins on a clock at an instant, and what happens on the way: the rungs of
 * its ladder, and the one with which the time runs on by itself. The ids of its rungs name the pause, so that those of
 * a second pause are others. Limits in hours or seconds stand still for as many times `dayMs`.
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
