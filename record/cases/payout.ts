import { latestDecision, roundsOf } from '../../domain/case/case-queries';
import * as steps from '../../domain/cases/payout/steps';
import type { JsonObject } from '../../domain/json';
import type { CaseMove } from '../../domain/moves/case-move';
import type { Decision } from '../../domain/moves/decision';
import { refuse, ok, type Result } from '../../domain/refusal';
import type { Transaction } from '../store/statements';
import { bankEntries, enterBankLine } from './bank-entries';
import type { CaseHooks, HookPoint, OfferedDecision } from './case-hooks';
import { keepPayee, payeeAccepted, payeeNamedBy, payeeOffered } from './payees';
import { openOrder, orderStates } from './payout-orders';

/* A payout keeps an order of payment beside its record, and what the bank booked. Who the payee is stands in the vault alone. */

export const payoutHooks: CaseHooks = {
  async gather(at, decision) {
    const amount = await amountStands(at.tx, at.move);
    if (!amount.ok) return amount;
    const list = listAnswered(at.move, decision);
    if (!list.ok) return list;
    return corrects(decision) ? payeeOffered(at, decision) : payeeStands(at, decision);
  },
  decided: (at, decision) => (corrects(decision) ? keepPayee(at, decision) : enterBankLine(at, decision)),
  born: openOrder,
  derived: [orderStates, bankEntries],
};

function corrects({ step, body }: OfferedDecision): boolean {
  return step === steps.payeeCorrection.id && body.verdict === 'corrected';
}

/** Whether the order has the amount that the record of the payout says. Refusal: `record-not-as-written`. */
async function amountStands(tx: Transaction, { caseId, view }: CaseMove): Promise<Result<null>> {
  const [order] = await tx.$queryRaw<{ amountFen: number }[]>`
    SELECT amount_fen AS "amountFen" FROM anjie.payout_order WHERE case_id = ${caseId}::uuid`;
  return order?.amountFen === view.input['amountFen']
    ? ok(null)
    : refuse('record-not-as-written', 'the order is over another amount than the record');
}

/**
 * Whether a line of the bank's file answers the list on which the payment is now. A line that was written for an
 * earlier list looks the same and differs only by the bank's reference: taken for the answer to the new transfer, it
 * would have the money paid twice. So the line has to name its batch. Refusals: `bank-file-mismatch`, `batch-missing`.
 */
function listAnswered({ view }: CaseMove, { step, body, batch }: OfferedDecision): Result<null> {
  if (step !== steps.bankReturn.id || batch === undefined) return ok(null);
  if (batch !== null) {
    return batch === latestDecision(view, steps.listing)?.facts.batch
      ? ok(null)
      : refuse('bank-file-mismatch', 'the payment stands on another list');
  }
  return body['bankReference'] === undefined && roundsOf(view, steps.listing).length > 1
    ? refuse('batch-missing', 'the payment was on several lists, and the line names none')
    : ok(null);
}

/**
 * Whether release and listing pay the right payee: the one that was accepted last, and, after the release, the one that
 * was released. Refusals: `payee-missing`, `payee-changed`.
 */
async function payeeStands(at: HookPoint, { step }: Decision): Promise<Result<JsonObject>> {
  if (step !== steps.release.id && step !== steps.listing.id) return ok({});
  const payee = payeeAccepted(at);
  const isKept = await at.parts.vault.keepsPayee(at.rootId, payee);
  if (step === steps.release.id)
    return isKept ? ok({ payee }) : refuse('payee-missing', 'no account to pay to');
  const released = payeeNamedBy(latestDecision(at.move.view, steps.release));
  return isKept && payee === released
    ? ok({ payee })
    : refuse('payee-changed', 'the payee is not the one released');
}
