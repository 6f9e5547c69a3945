import type { TSchema } from 'typebox';
import { ok, refuse, type Result } from '../refusal';
import { addMonths, shanghaiDate, type Instant, type PlainDate } from '../time/calendar';
import type { CaseView } from './case-view';
import { marked, marksIn, type DateMeaning } from './form';

/* Between which days each date of a form can lie, by what it means: a day outside would be a false record. */

interface Days {
  /** The first day of the case; for a form that opens one, today. */
  readonly began: PlainDate;
  readonly today: PlainDate;
}

interface Bounds {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** No document that counts here is older than the People's Republic. */
const firstDay = '1949-10-01';
/** A plan further ahead, or a letter that came longer ago, is a mistyped year. */
const monthsInReach = 12;

const boundsOf = {
  happened: ({ began, today }) => ({ from: began, to: today }),
  established: ({ today }) => ({ from: firstDay, to: today }),
  received: ({ today }) => ({ from: addMonths(today, -monthsInReach), to: today }),
  planned: ({ today }) => ({ from: today, to: addMonths(today, monthsInReach) }),
  term: ({ today }) => ({ from: addMonths(today, -1), to: addMonths(today, monthsInReach) }),
} satisfies Record<DateMeaning, (days: Days) => Bounds>;

/**
 * Whether each date of a form is possible by its meaning. Refusals, with the field: `date-ahead` where something is
 * entered as done on a future day, `form-invalid` for any other day out of bounds.
 */
export function datesFit(
  schema: TSchema,
  form: unknown,
  days: Days,
): Result<null, 'date-ahead' | 'form-invalid'> {
  for (const { value, mark, pointer } of marked(schema, form, 'x-date')) {
    const { from, to } = boundsOf[mark](days);
    if (value > to && to === days.today)
      return refuse('date-ahead', `${value} is still to come`, { pointer });
    if (value < from || value > to)
      return refuse('form-invalid', `must be a day from ${from} to ${to}`, { pointer });
  }
  return ok(null);
}

/** Whether a form has a date that must not lie ahead. */
export function looksBack(schema: TSchema): boolean {
  return marksIn(schema, 'x-date').some((mark) => mark !== 'planned' && mark !== 'term');
}

/** The day on which a case began: a letter may have been entered days after it came, and a matter has run elsewhere. */
export function firstDayOf({
  openedAt,
  input,
  before,
}: Pick<CaseView, 'openedAt' | 'input' | 'before'>): PlainDate {
  const began = (input['receivedAt'] as Instant | undefined) ?? before?.since;
  return shanghaiDate(began !== undefined && began < openedAt ? began : openedAt);
}
