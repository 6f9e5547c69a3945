import { refuse, ok, type Result } from '../domain/refusal';
import type { Transaction } from './persist';

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
  const order = await tx.payoutOrder.findUniqueOrThrow({ where: { caseId } });
  const same =
    payeeDigest !== null &&
    order.payeeDigest !== null &&
    Buffer.compare(payeeDigest, order.payeeDigest) === 0;
  return same ? ok(null) : refuse('payee-changed', `the payee is not the one released (${verdict})`);
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
    const other = await tx.payoutOrder.findUnique({ where: { bankReference: data.bankReference } });
    if (other !== null && other.caseId !== caseId) {
      return refuse('bank-file-mismatch', 'this bank reference belongs to another payment');
    }
  }
  await tx.payoutOrder.update({ where: { caseId }, data });
  return ok(null);
}

interface Booking {
  readonly state: string;
  readonly payeeDigest?: Uint8Array<ArrayBuffer> | null;
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
      return { state: 'released', payeeDigest: payeeDigest && new Uint8Array(payeeDigest) };
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
