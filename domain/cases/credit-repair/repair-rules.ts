/** How long a bad record of a firm is shown, and from when it may be repaired (信用修复管理办法, 国家发展改革委令第36号). */
import { addMonths, shanghaiDate, type PlainDate } from '../../time/calendar';
import type { JsonObject } from '../../json';
import type { CreditTier } from '../../law/notice-values';
import type { Standing } from '../../case/opening';
import { rowOf, type Policy } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';

/** What follows from the tier of a record and the day on which a document established it. */
export type CreditTerms = {
  /** Minor records are in principle not shown at all. */
  readonly shown: boolean;
  /** The first day on which repair may be applied for. */
  readonly repairableFrom: PlainDate;
  /** The last day; then it ends by itself. */
  readonly shownUntil: PlainDate;
};

/** The terms of a record of this tier that a document has established on a day. */
export function creditTerms(policy: Policy, tier: CreditTier, establishedOn: PlainDate): CreditTerms {
  const { shown, minMonths, maxMonths } = rowOf(policy, `credit.${tier}`).value;
  return {
    shown,
    repairableFrom: addMonths(establishedOn, minMonths),
    shownUntil: addMonths(establishedOn, maxMonths),
  };
}

/**
 * Whether a document opens a record, and the terms that it then has. Refusals: `form-invalid` (established so long ago
 * that its time is over), `record-known` (this document has opened one already).
 */
export function mayRecord(
  facts: JsonObject,
  { policy, now, earlier }: Standing,
): Result<JsonObject, 'form-invalid' | 'record-known'> {
  const { tier, establishedOn, documentNo } = facts as {
    tier: CreditTier;
    establishedOn: PlainDate;
    documentNo: string;
  };
  const today = shanghaiDate(now);
  const terms = creditTerms(policy, tier, establishedOn);
  if (terms.shownUntil < today)
    return refuse('form-invalid', `a record of ${establishedOn} is not open on ${today}`, {
      pointer: '/establishedOn',
    });
  const known = earlier.some(
    ({ outcome, input }) => outcome !== 'withdrawn' && input['documentNo'] === documentNo,
  );
  return known
    ? refuse('record-known', `${documentNo} has a record already`, { pointer: '/documentNo' })
    : ok(terms);
}
