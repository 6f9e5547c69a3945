import * as steps from '../../domain/cases/payout/steps';
import type { CaseMove } from '../../domain/moves/case-move';
import type { Decision } from '../../domain/moves/decision';
import { refuse, ok, type Result } from '../../domain/refusal';
import type { Transaction } from '../store/statements';
import { caseHooks, type HookPoint } from './case-hooks';

/*
 * A payout keeps an order of payment beside its record: one per reward, with the digest of the payee that was
 * released. Who the payee is stands in the vault alone.
 */

/** Digest of the payee as the vault has it now; null where there is none. */
type PayeeDigest = Uint8Array | null;

export const payoutHooks = caseHooks<PayeeDigest>({
  async gather({ tx, move, rootId, parts }, decision) {
    const amount = await amountStands(tx, move);
    if (!amount.ok) return amount;
    const payee = await parts.vault.payeeDigest(rootId);
    const stands = await payeeStands(tx, move.caseId, decision, payee);
    return stands.ok ? ok(payee) : stands;
  },
  decided: ({ tx, move }, decision, payee) => bookPayout(tx, move.caseId, decision, payee),
  born: openPayout,
});

/** The order is over the amount that the record of the payout says. Refusal: `record-not-as-written`. */
async function amountStands(tx: Transaction, { caseId, view }: CaseMove): Promise<Result<null>> {
  const [order] = await tx.$queryRaw<{ amountFen: number }[]>`
    SELECT amount_fen AS "amountFen" FROM anjie.payout_order WHERE case_id = ${caseId}::uuid`;
  return order?.amountFen === view.input['amountFen']
    ? ok(null)
    : refuse('record-not-as-written', 'the order is over another amount than the record');
}

/**
 * Whether the payee allows this step of a payout: there is one, and behind the release it is still
 * the one that was released. Refusals: `payee-missing`, `payee-changed`.
 */
async function payeeStands(
  tx: Transaction,
  caseId: string,
  { step, body }: Decision,
  payee: PayeeDigest,
): Promise<Result<null>> {
  if (step === steps.release.id)
    return payee === null ? refuse('payee-missing', 'no account to pay to') : ok(null);
  if (step !== steps.listing.id) return ok(null);
  const [order] = await tx.$queryRaw<{ released: Uint8Array | null }[]>`
    SELECT payee_digest AS released FROM anjie.payout_order WHERE case_id = ${caseId}::uuid`;
  if (order === undefined) throw new Error('a payout without an order');
  const { released } = order;
  const same = payee !== null && released !== null && Buffer.compare(payee, released) === 0;
  return same ? ok(null) : refuse('payee-changed', `the payee is not the one released (${body.verdict})`);
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
async function bookPayout(
  tx: Transaction,
  caseId: string,
  decision: Decision,
  payee: PayeeDigest,
): Promise<Result<null>> {
  const data = bookingOf(decision, payee);
  if (data === null) return ok(null);
  if (data.bankReference !== undefined) {
    const [other] = await tx.$queryRaw<object[]>`
      SELECT FROM anjie.payout_order WHERE bank_reference = ${data.bankReference} AND case_id <> ${caseId}::uuid`;
    if (other !== undefined)
      return refuse('bank-file-mismatch', 'this bank reference belongs to another payment');
  }
  await tx.$executeRaw`
    UPDATE anjie.payout_order SET state = ${data.state},
      payee_digest = CASE WHEN ${'payeeDigest' in data} THEN ${data.payeeDigest ?? null}::bytea ELSE payee_digest END,
      batch = CASE WHEN ${'batch' in data} THEN ${data.batch ?? null} ELSE batch END,
      bank_reference = coalesce(${data.bankReference ?? null}, bank_reference)
    WHERE case_id = ${caseId}::uuid`;
  return ok(null);
}

interface Booking {
  readonly state: string;
  readonly payeeDigest?: PayeeDigest;
  readonly batch?: string | null;
  readonly bankReference?: string;
}

/** Null where the decision changes nothing of the order. */
function bookingOf({ step, body }: Decision, payeeDigest: PayeeDigest): Booking | null {
  switch (`${step}:${body.verdict}`) {
    case `${steps.release.id}:released`:
      return { state: 'released', payeeDigest };
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
      return { state: 'refused', batch: null, payeeDigest: null };
    default:
      return null;
  }
}
