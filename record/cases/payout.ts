import { refuse, ok, type Result } from '../../domain/refusal';
import type { Transaction } from '../store/statements';

/**
 * Whether the payee allows this step of a payout: there is one, and behind the release it is still
 * the one that was released. Refusals: `payee-missing`, `payee-changed`.
 */
export async function payeeStands(
  tx: Transaction,
  caseId: string,
  step: string,
  verdict: string,
  payeeDigest: Uint8Array | null,
): Promise<Result<null>> {
  if (step === 'payout/release')
    return payeeDigest === null ? refuse('payee-missing', 'no account to pay to') : ok(null);
  if (step !== 'payout/listing') return ok(null);
  const [order] = await tx.$queryRaw<{ released: Uint8Array | null }[]>`
    SELECT payee_digest AS released FROM anjie.payout_order WHERE case_id = ${caseId}::uuid`;
  if (order === undefined) throw new Error('a payout without an order');
  const { released } = order;
  const same = payeeDigest !== null && released !== null && Buffer.compare(payeeDigest, released) === 0;
  return same ? ok(null) : refuse('payee-changed', `the payee is not the one released (${verdict})`);
}

/** The order of a payment, as it is opened with its case. */
export async function openPayout(
  tx: Transaction,
  order: {
    readonly caseId: string;
    readonly rewardCaseId: string;
    /** What finance knows the payment by. */
    readonly claimCode: string;
    readonly amountFen: number;
  },
): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO anjie.payout_order (case_id, reward_case_id, claim_code, amount_fen, state)
    VALUES (${order.caseId}::uuid, ${order.rewardCaseId}::uuid, ${order.claimCode}, ${order.amountFen}, 'opened')`;
}

/**
 * Books what a decision on a payout means for its order. The database holds one order per reward and
 * one reference per bank transfer, whatever runs twice above it. Refusal: `bank-file-mismatch`.
 */
export async function bookPayout(
  tx: Transaction,
  caseId: string,
  step: string,
  body: { readonly verdict: string; readonly [field: string]: unknown },
  payeeDigest: Uint8Array | null,
): Promise<Result<null>> {
  const data = bookingOf(step, body, payeeDigest);
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
  readonly payeeDigest?: Uint8Array | null;
  readonly batch?: string | null;
  readonly bankReference?: string;
}

function bookingOf(
  step: string,
  body: { readonly verdict: string; readonly [field: string]: unknown },
  payeeDigest: Uint8Array | null,
): Booking | null {
  switch (`${step}:${body.verdict}`) {
    case 'payout/release:released':
      return { state: 'released', payeeDigest };
    case 'payout/listing:listed':
      return { state: 'listed', batch: body['batch'] as string };
    case 'payout/bank-return:paid':
    case 'payout/reconciliation:found-paid':
      return { state: 'paid', bankReference: body['bankReference'] as string };
    case 'payout/bank-return:unknown':
      return { state: 'unknown' };
    case 'payout/bank-return:refused':
    case 'payout/reconciliation:found-unpaid':
      // Taken off the list: the next listing needs a fresh release.
      return { state: 'refused', batch: null, payeeDigest: null };
    default:
      return null;
  }
}
