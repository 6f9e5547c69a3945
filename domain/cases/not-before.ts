import type { PlainDate } from '../time/calendar';
import { nothingMore, type NothingMore } from '../case/step';
import { refuse, type Result } from '../refusal';

/** Checks that a day of a form is not before the day that must come first. Refusal: `form-invalid`, with the field. */
export function notBefore(
  from: PlainDate,
  field: string,
  day: PlainDate,
): Result<NothingMore, 'form-invalid'> {
  return from <= day
    ? nothingMore
    : refuse('form-invalid', `must be a day from ${from} on`, { pointer: `/${field}` });
}
