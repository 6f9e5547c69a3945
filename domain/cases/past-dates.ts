import { shanghaiDate, type PlainDate } from '../time/calendar';
import { ok, refuse, type Result } from '../refusal';
import type { Derived, DeriveInput } from '../case/step';

/** What is entered as done was done by today. Refusal: `date-ahead`, with the field. */
export function doneBy(
  field: string,
): (input: DeriveInput) => Result<Derived<Record<never, never>>, 'date-ahead'> {
  return ({ facts, now }) => {
    const day = facts[field] as PlainDate | undefined;
    return day === undefined || day <= shanghaiDate(now)
      ? ok({ facts: {} })
      : refuse('date-ahead', `${day} is still to come`, { pointer: `/${field}` });
  };
}
