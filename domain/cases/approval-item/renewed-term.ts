import type { CaseView } from '../../case/case-view';
import { addDays, addMonths, dayOf, type PlainDate } from '../../time/calendar';

/** The term of a renewal, and for how many days before it there was no valid document. */
export type RenewedTerm = {
  readonly from: PlainDate;
  readonly until: PlainDate;
  readonly gapDays: number;
};

/**
 * The term that a decision gives to the document of a case: from the day after its last one, or, where that had passed
 * meanwhile, from the day of the decision. Null where nothing is renewed.
 */
export function renewedTerm({ input }: CaseView, verdict: string, today: PlainDate): RenewedTerm | null {
  const { validUntil, validMonths } = input as { validUntil?: PlainDate; validMonths?: number };
  if (validUntil === undefined || validMonths === undefined || verdict === 'refused') return null;
  const next = addDays(validUntil, 1);
  // Silence grants on the last day, however late that is written down.
  const late = verdict !== 'granted-by-silence' && today > next;
  return {
    from: late ? today : next,
    until: addMonths(late ? today : validUntil, validMonths),
    gapDays: late ? dayOf(today) - dayOf(next) : 0,
  };
}
