import { latestDecision } from '../../domain/case/case-queries';
import type { CaseEvent } from '../../domain/case/case-event';
import { openSteps, type CaseView } from '../../domain/case/case-view';
import { bankReturn, listing } from '../../domain/cases/payout/steps';
import type { PaymentState } from '../../domain/cases/payout/payment-states';
import type { CaseMove } from '../../domain/moves/case-move';
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import type { DerivedTable } from '../store/derived-table';
import type { HookPoint } from './case-hooks';
import { payeeNamedBy } from './payees';

/** What the bank is to pay, as the record of a payout says it. */
export interface ListedPayment {
  readonly amountFen: number;
  /** Digest of the payee. */
  readonly payee: string;
}

/** The payment of a payout on the list of this batch, while the bank has not answered; null where it is not on it. */
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

/** The payment behind a claim code, and the batches of the lists on which it has stood, oldest first; null for an unknown code. */
export async function orderOfClaim(
  db: Database,
  claimCode: string,
): Promise<{ readonly number: string; readonly batches: readonly string[] } | null> {
  const [order] = await db.$queryRaw<{ number: string; batches: string[] }[]>`
    SELECT f.number, array(
      SELECT e.body #>> '{facts,batch}' FROM anjie.record_event e
      WHERE e.case_id = f.id AND e.kind = 'decided' AND split_part(e.key, '#', 1) = ${listing.id}
      ORDER BY e.seq) AS batches
    FROM anjie.payout_order o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE o.claim_code = ${claimCode}`;
  return order ?? null;
}

/** Opens the order of a payment together with its case. Finance knows the order by a claim code. */
export async function openOrder({ tx, move, parts }: HookPoint): Promise<void> {
  const { caseId, view } = move;
  await tx.$executeRaw`
    INSERT INTO anjie.payout_order (case_id, reward_case_id, claim_code, amount_fen, state)
    VALUES (${caseId}::uuid, ${view.parent?.caseId ?? null}::uuid, ${parts.receipts.newClaimCode()},
      ${view.input['amountFen']}, 'opened')`;
}

/**
 * The state of each order, whatever has moved its case. A unique index holds one order per reward that has not come to
 * nothing. Rows are opened with the case.
 */
export const orderStates: DerivedTable = {
  table: 'payout_order',
  columns: {},
  rows: () => [],
  check: {
    key: [],
    columns: {
      case_id: 'uuid',
      reward_case_id: 'uuid',
      amount_fen: 'int',
      state: 'text',
      batch: 'text',
    },
    standing: ({ move: { caseId, view, fresh } }) => {
      const state = stateThrough(fresh);
      const amount = view.input['amountFen'];
      const reward = view.parent?.caseId ?? null;
      const order = { case_id: caseId, reward_case_id: reward, amount_fen: amount };
      return [{ ...order, state, batch: batchIn(view, state) }];
    },
  },
  changes({ move }) {
    const state = stateAfter(move);
    if (state === null) return null;
    const batch = batchIn(move.view, state);
    return Prisma.sql`UPDATE anjie.payout_order SET state = ${state}, batch = ${batch}
      WHERE case_id = ${move.caseId}::uuid`;
  },
};

/** The state of an order after each verdict on its case; other verdicts change nothing. */
const stateByVerdict: Readonly<Record<string, PaymentState>> = {
  released: 'released',
  listed: 'listed',
  unknown: 'unknown',
  // The payment is taken off the list; the next listing needs a fresh release.
  refused: 'refused',
  'found-unpaid': 'refused',
  returned: 'returned',
};

/** The list on which an order stands in a state. */
function batchIn(view: CaseView, state: string): string | null {
  const onList = state === 'listed' || state === 'unknown' || state === 'paid';
  return onList ? (latestDecision(view, listing)?.facts.batch ?? null) : null;
}

/** The state of an order after a whole record. */
function stateThrough(events: readonly CaseEvent[]): string {
  return events.reduce((state, { body }) => {
    if (body.kind === 'closed') return body.outcome;
    return (body.kind === 'decided' && stateByVerdict[body.verdict]) || state;
  }, 'opened');
}

/** Null where a move changes nothing of the order. */
function stateAfter({ view, fresh }: CaseMove): string | null {
  if (view.closed) return view.closed.outcome;
  const decided = fresh.flatMap(({ body }) =>
    body.kind === 'decided' ? (stateByVerdict[body.verdict] ?? []) : [],
  );
  return decided.at(-1) ?? null;
}
