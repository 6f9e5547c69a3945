import type { PlainDate } from '../time/calendar';
import { nothingMore, type NothingMore } from '../case/step';
import { refuse, type Result } from '../refusal';

/** A day that lies no earlier than what had to come first. Refusal: `form-invalid`, with the field. */
export function notBefore(
  from: PlainDate,
  field: string,
  day: PlainDate,
): Result<NothingMore, 'form-invalid'> {
  return from <= day
    ? nothingMore
    : refuse('form-invalid', `must be a day from ${from} on`, { pointer: `/${field}` });
}
