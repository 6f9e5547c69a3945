import { latestDecision } from '../../domain/case/case-queries';
import * as steps from '../../domain/cases/payout/steps';
import type { JsonObject } from '../../domain/json';
import type { CaseMove } from '../../domain/moves/case-move';
import type { Decision } from '../../domain/moves/decision';
import { refuse, ok, type Result } from '../../domain/refusal';
import type { Transaction } from '../store/statements';
import type { CaseHooks, HookPoint, OfferedDecision } from './case-hooks';
import { keepPayee, payeeAccepted, payeeNamedBy, payeeOffered } from './payees';

/* A payout keeps an order of payment beside its record: one per reward. Who the payee is stands in the vault alone. */

export const payoutHooks: CaseHooks = {
  async gather(at, decision) {
    const amount = await amountStands(at.tx, at.move);
    if (!amount.ok) return amount;
    return corrects(decision) ? payeeOffered(at, decision) : payeeStands(at, decision);
  },
  decided: (at, decision) =>
    corrects(decision) ? keepPayee(at, decision) : bookPayout(at.tx, at.move.caseId, decision),
  born: openPayout,
};

function corrects({ step, body }: OfferedDecision): boolean {
  return step === steps.payeeCorrection.id && body.verdict === 'corrected';
}

/** The order is over the amount that the record of the payout says. Refusal: `record-not-as-written`. */
async function amountStands(tx: Transaction, { caseId, view }: CaseMove): Promise<Result<null>> {
  const [order] = await tx.$queryRaw<{ amountFen: number }[]>`
    SELECT amount_fen AS "amountFen" FROM anjie.payout_order WHERE case_id = ${caseId}::uuid`;
  return order?.amountFen === view.input['amountFen']
    ? ok(null)
    : refuse('record-not-as-written', 'the order is over another amount than the record');
}

/**
 * Release and listing name the payee whom they pay: the one that was accepted last, and behind the release the one
 * that was released. Refusals: `payee-missing`, `payee-changed`.
 */
async function payeeStands(at: HookPoint, { step }: Decision): Promise<Result<JsonObject>> {
  if (step !== steps.release.id && step !== steps.listing.id) return ok({});
  const payee = await payeeAccepted(at);
  const isKept = await at.parts.vault.keepsPayee(at.rootId, payee);
  if (step === steps.release.id)
    return isKept ? ok({ payee }) : refuse('payee-missing', 'no account to pay to');
  const released = payeeNamedBy(latestDecision(at.move.view, steps.release));
  return isKept && payee === released
    ? ok({ payee })
    : refuse('payee-changed', 'the payee is not the one released');
}

/** The order of a payment, as it is opened with its case; finance knows it by a claim code. */
async function openPayout({ tx, move, parts }: HookPoint): Promise<void> {
  const { caseId, view } = move;
  await tx.$executeRaw`
    INSERT INTO anjie.payout_order (case_id, reward_case_id, claim_code, amount_fen, state)
    VALUES (${caseId}::uuid, ${view.parent?.caseId ?? null}::uuid, ${parts.receipts.newClaimCode()},
      ${view.input['amountFen']}, 'opened')`;
}

/**
 * Books what a decision on a payout means for its order. The database holds one order per reward and
 * one reference per bank transfer, whatever runs twice above it. Refusal: `bank-file-mismatch`.
 */
async function bookPayout(tx: Transaction, caseId: string, decision: Decision): Promise<Result<null>> {
  const data = bookingOf(decision);
  if (data === null) return ok(null);
  if (data.bankReference !== undefined) {
    const [other] = await tx.$queryRaw<object[]>`
      SELECT FROM anjie.payout_order WHERE bank_reference = ${data.bankReference} AND case_id <> ${caseId}::uuid`;
    if (other !== undefined)
      return refuse('bank-file-mismatch', 'this bank reference belongs to another payment');
  }
  await tx.$executeRaw`
    UPDATE anjie.payout_order SET state = ${data.state},
      batch = CASE WHEN ${'batch' in data} THEN ${data.batch ?? null} ELSE batch END,
      bank_reference = coalesce(${data.bankReference ?? null}, bank_reference)
    WHERE case_id = ${caseId}::uuid`;
  return ok(null);
}

interface Booking {
  readonly state: string;
  readonly batch?: string | null;
  readonly bankReference?: string;
}

/** Null where the decision changes nothing of the order. */
function bookingOf({ step, body }: Decision): Booking | null {
  switch (`${step}:${body.verdict}`) {
    case `${steps.release.id}:released`:
      return { state: 'released' };
    case `${steps.listing.id}:listed`:
      return { state: 'listed', batch: body['batch'] as string };
    case `${steps.bankReturn.id}:paid`:
    case `${steps.reconciliation.id}:found-paid`:
      return { state: 'paid', bankReference: body['bankReference'] as string };
    case `${steps.bankReturn.id}:unknown`:
      return { state: 'unknown' };
    case `${steps.bankReturn.id}:refused`:
    case `${steps.reconciliation.id}:found-unpaid`:
      // Taken off the list: the next listing needs a fresh release.
      return { state: 'refused', batch: null };
    default:
      return null;
  }
}
