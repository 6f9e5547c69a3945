import { shanghaiDate, type Instant, type PlainDate } from '../time/calendar';
import { nothingMore, type NothingMore } from '../case/step';
import { refuse, type Result } from '../refusal';

/** What is entered as done on a day was done by today. Refusal: `date-ahead`, with the field. */
export function doneBy(now: Instant, field: string, day: PlainDate): Result<NothingMore, 'date-ahead'> {
  return day <= shanghaiDate(now)
    ? nothingMore
    : refuse('date-ahead', `${day} is still to come`, { pointer: `/${field}` });
}
