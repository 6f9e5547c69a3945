import { latestDecision } from '../../domain/case/case-queries';
import { openSteps, type CaseView } from '../../domain/case/case-view';
import { bankReturn, listing } from '../../domain/cases/payout/steps';
import type { Database } from '../store/database';
import { payeeNamedBy } from './payees';

/** What the bank is to pay, as the record of a payout says it. */
export interface ListedPayment {
  readonly amountFen: number;
  /** Digest of whom it goes to. */
  readonly payee: string;
}

/** What a payout stands on the list of this batch with, while the bank has not answered; null where it does not. */
export function paymentOnList(view: CaseView, batch: string): ListedPayment | null {
  const listed = latestDecision(view, listing);
  const waits = openSteps(view).some(({ step }) => step === bankReturn.id);
  return waits && listed?.facts.batch === batch
    ? { amountFen: view.input['amountFen'] as number, payee: payeeNamedBy(listed) }
    : null;
}

/** The code by which the bank knows a payment. */
export async function claimCodeOf(db: Database, number: string): Promise<string> {
  const [order] = await db.$queryRaw<{ claimCode: string }[]>`
    SELECT o.claim_code AS "claimCode" FROM anjie.payout_order o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE f.number = ${number}`;
  if (order === undefined) throw new Error('a payout without an order');
  return order.claimCode;
}

/** The payment behind a claim code, and the batch on which it stands now; null for an unknown code. */
export async function orderOfClaim(
  db: Database,
  claimCode: string,
): Promise<{ readonly number: string; readonly batch: string | null } | null> {
  const [order] = await db.$queryRaw<{ number: string; batch: string | null }[]>`
    SELECT f.number, o.batch FROM anjie.payout_order o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE o.claim_code = ${claimCode}`;
  return order ?? null;
}
