import type { CaseView } from '../../case/case-view';
import type { JsonObject } from '../../json';
import { addDays, addMonths, type PlainDate } from '../../time/calendar';
import type { RenewedTerm } from '../approval-item/renewed-term';

/**
 * The last day of a certificate with all its renewals, for the certificate that replaces it where its project is
 * reopened.
 */
export function carriesOver(view: CaseView): JsonObject {
  return { validUntil: lastDayOf(view) };
}

/** The last day of a certificate with all its renewals. */
export function lastDayOf(view: CaseView): PlainDate {
  return renewalsOf(view).reduce(
    (day, facts) => renewedUntil(day, view.input['validMonths'] as number, facts),
    view.input['validUntil'] as PlainDate,
  );
}

/**
 * The last day after a renewal with these facts.
 * @param lastDay the last day before it
 */
export function renewedUntil(lastDay: PlainDate, validMonths: number, facts: JsonObject): PlainDate {
  // A renewal from before terms were written into the facts goes on from the old end.
  return termIn(facts)?.until ?? addMonths(lastDay, validMonths);
}

/** Days between two terms, both included, on which a certificate was not valid. */
export interface Gap {
  readonly from: PlainDate;
  /** Null: its renewal was applied for too late, and is not decided yet. */
  readonly to: PlainDate | null;
}

/** The days on which a certificate was not valid, for want of a renewal in time (行政许可法 art. 50). */
export function gapsOf(view: CaseView, today: PlainDate): Gap[] {
  const between = renewalsOf(view).flatMap((facts): Gap[] => {
    const term = termIn(facts);
    return term === null || term.gapDays === 0
      ? []
      : [{ from: addDays(term.from, -term.gapDays), to: addDays(term.from, -1) }];
  });
  const lastDay = lastDayOf(view);
  const waits = view.closed === null && lastDay < today;
  return waits ? [...between, { from: addDays(lastDay, 1), to: null }] : between;
}

/** The closing facts of its granted renewals, oldest first. */
function renewalsOf({ children }: CaseView): JsonObject[] {
  return Object.values(children).flatMap(({ closed }) =>
    closed?.outcome === 'granted' ? [closed.facts] : [],
  );
}

function termIn(facts: JsonObject): RenewedTerm | null {
  return (facts['term'] as RenewedTerm | undefined) ?? null;
}
