import type { Fen } from '../../domain/money';
import type { StaffActor } from '../../domain/role';
import type { Database } from '../store/database';
import { visibleTo } from './reading-rights';

/*
 * What became of the rewards that were approved, and what the bank has booked. Money that was paid and came back is in
 * both sums of the bank; it is not in what is paid until it is paid again.
 */

export interface RewardReport {
  readonly rewards: number;
  /** The sum of the five below it. */
  readonly approvedFen: Fen;
  readonly toClaimFen: Fen;
  readonly inPaymentFen: Fen;
  /** Paid once, sent back by the bank, and not paid again yet. */
  readonly sentBackFen: Fen;
  readonly paidFen: Fen;
  /** Waived, forfeited, lapsed or withdrawn. */
  readonly givenUpFen: Fen;
  /** Their difference is what is paid. */
  readonly bank: { readonly paidFen: Fen; readonly returnedFen: Fen };
}

/** The money of the tip-offs that the reader may see, as it stands now. */
export async function rewardReport(db: Database, actor: StaffActor): Promise<RewardReport> {
  const [stands, booked] = await Promise.all([standsOf(db, actor), bookedFor(db, actor)]);
  const sumOf = (state?: string) =>
    stands.reduce(
      (sum, row) => (state === undefined || row.state === state ? sum + Number(row.fen) : sum),
      0,
    );
  const bookedAs = (kind: string) => Number(booked.find((row) => row.kind === kind)?.fen ?? 0);
  return {
    rewards: stands.reduce((sum, { rewards }) => sum + Number(rewards), 0),
    approvedFen: sumOf(),
    toClaimFen: sumOf('to-claim'),
    inPaymentFen: sumOf('in-payment'),
    sentBackFen: sumOf('sent-back'),
    paidFen: sumOf('paid'),
    givenUpFen: sumOf('given-up'),
    bank: { paidFen: bookedAs('paid'), returnedFen: bookedAs('returned') },
  };
}

interface StandRow {
  readonly state: string;
  readonly rewards: bigint;
  readonly fen: bigint;
}

function standsOf(db: Database, actor: StaffActor): Promise<StandRow[]> {
  return db.$queryRaw<StandRow[]>`
    SELECT CASE WHEN r.state = 'in-payment' AND last.kind = 'returned' THEN 'sent-back' ELSE r.state END AS state,
      count(*) AS rewards, sum(r.amount_fen) AS fen
    FROM anjie.reward r JOIN anjie.case_file f ON f.id = r.case_id
    LEFT JOIN anjie.payout_order o ON o.reward_case_id = r.case_id AND o.state NOT IN ('lapsed', 'withdrawn')
    LEFT JOIN LATERAL (
      SELECT e.kind FROM anjie.bank_entry e WHERE e.case_id = o.case_id ORDER BY e.seq DESC LIMIT 1) last ON true
    WHERE ${visibleTo(actor)} GROUP BY 1`;
}

function bookedFor(db: Database, actor: StaffActor): Promise<{ kind: string; fen: bigint }[]> {
  return db.$queryRaw`
    SELECT e.kind, sum(e.amount_fen) AS fen
    FROM anjie.bank_entry e JOIN anjie.payout_order o ON o.case_id = e.case_id
    JOIN anjie.case_file f ON f.id = o.reward_case_id
    WHERE ${visibleTo(actor)} GROUP BY e.kind`;
}
