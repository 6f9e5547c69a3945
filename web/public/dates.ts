import type { Title } from '../../domain/role';
import { dayOf, type PlainDate } from '../../domain/time/calendar';

/** A last day, and how far off it is. */
export function shortDate(day: PlainDate, today: PlainDate): Title {
  const left = dayOf(day) - dayOf(today);
  if (left === 0) return { zh: `${day}(今天)`, en: `${day} (today)` };
  if (left < 0) return { zh: `${day}(已过${-left}天)`, en: `${day} (${-left} days ago)` };
  return { zh: `${day}(还有${left}天)`, en: `${day} (in ${left} ${left === 1 ? 'day' : 'days'})` };
}
