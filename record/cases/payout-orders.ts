import type { Database } from '../store/database';

/** A payment as the bank list needs it. */
export interface ListedOrder {
  readonly number: string;
  readonly claimCode: string;
  readonly amountFen: number;
  /** The tip-off that earned it: whose payee it is. Never leaves the API. */
  readonly rewardCaseId: string;
}

/** The orders of these cases that stand on the list of this batch, in the order of their claim codes. */
export async function ordersOnList(
  db: Database,
  numbers: readonly string[],
  batch: string,
): Promise<ListedOrder[]> {
  return db.$queryRaw<ListedOrder[]>`
    SELECT f.number, o.claim_code AS "claimCode", (e.body->'input'->>'amountFen')::int AS "amountFen",
      f.root_id::text AS "rewardCaseId"
    FROM anjie.payout_order o JOIN anjie.case_file f ON f.id = o.case_id
    JOIN anjie.record_event e ON e.case_id = f.id AND e.seq = 1
    WHERE f.number = ANY(${[...numbers]}::text[]) AND o.batch = ${batch} AND o.state = 'listed'
    ORDER BY o.claim_code`;
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
