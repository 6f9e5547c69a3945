import { rowOf, type Policy } from '../../../domain/law/policy';
import type { Fen } from '../../../domain/money';
import type { StaffActor } from '../../../domain/role';
import type { Database } from '../../store/database';

/*
 * What the zone sees of the safety funds: figures. No report, no award and no person can be reached from here, and the
 * cases themselves are closed to everybody outside the firm.
 */

interface FundFigures {
  readonly contributedFen: Fen;
  readonly paidFen: Fen;
  readonly balanceFen: Fen;
  readonly needFen: Fen;
  /** Awards that were approved, those of them that are paid, and those that were not paid in time. */
  readonly awards: number;
  readonly paidAwards: number;
  readonly lateAwards: number;
}

interface Firm {
  readonly enterpriseId: string;
  readonly name: string;
  /** Null where nobody has entered the firm's profile. */
  readonly sector: string | null;
}

export interface FundOverview {
  readonly funds: number;
  readonly whole: FundFigures;
  readonly sectors: readonly ({ readonly sector: string | null; readonly funds: number } & FundFigures)[];
  /** Firms that have or had a fund. */
  readonly firms: readonly (Firm & { readonly running: boolean } & FundFigures)[];
  /** Firms of the sectors that are meant to have one, and have none. */
  readonly without: readonly Firm[];
}

interface FirmRow extends Firm {
  readonly aboveScale: boolean | null;
  readonly funds: number;
  readonly running: boolean;
  readonly contributed: bigint;
  readonly balance: bigint;
  readonly paid: bigint;
  readonly need: bigint;
  readonly awards: number;
  readonly paidAwards: number;
  readonly lateAwards: number;
}

/** The funds of a zone, without those of firms from which the reader is recused. */
export async function fundOverview(
  db: Database,
  { recusedFrom }: Pick<StaffActor, 'recusedFrom'>,
  zone: string,
  policy: Policy,
): Promise<FundOverview> {
  const rows = await rowsOf(db, recusedFrom, zone);
  const firms = rows.filter(({ funds }) => funds > 0);
  const sectors = [...new Set(firms.map(({ sector }) => sector))];
  const running = (of: readonly FirmRow[]) => of.filter((each) => each.running).length;
  return {
    funds: running(firms),
    whole: sumOf(firms),
    sectors: sectors.map((sector) => {
      const own = firms.filter((each) => each.sector === sector);
      return { sector, funds: running(own), ...sumOf(own) };
    }),
    firms: firms.map((row) => ({ ...firmIn(row), running: row.running, ...sumOf([row]) })),
    without: rows.filter((row) => !row.running && isMeant(row, policy)).map(firmIn),
  };
}

function firmIn({ enterpriseId, name, sector }: FirmRow): Firm {
  return { enterpriseId, name, sector };
}

function isMeant({ sector, aboveScale }: FirmRow, policy: Policy): boolean {
  const target = 'safety-fund.target' in policy.rows ? rowOf(policy, 'safety-fund.target').value : [];
  return target.some((each) => each.sector === sector && (aboveScale === true || !each.onlyAboveScale));
}

function sumOf(rows: readonly FirmRow[]): FundFigures {
  const sum = (figure: (row: FirmRow) => bigint | number) =>
    rows.reduce((total, row) => total + Number(figure(row)), 0);
  return {
    contributedFen: sum(({ contributed }) => contributed),
    paidFen: sum(({ paid }) => paid),
    balanceFen: sum(({ balance }) => balance),
    needFen: sum(({ need }) => need),
    awards: sum(({ awards }) => awards),
    paidAwards: sum(({ paidAwards }) => paidAwards),
    lateAwards: sum(({ lateAwards }) => lateAwards),
  };
}

function rowsOf(db: Database, recusedFrom: readonly string[], zone: string): Promise<FirmRow[]> {
  return db.$queryRaw<FirmRow[]>`
    WITH fund AS (
      SELECT f.enterprise_id, count(*)::int AS funds, bool_or(f.outcome IS NULL) AS running
      FROM anjie.case_file f WHERE f.case_type = 'safety-fund' AND f.zone = ${zone} GROUP BY 1),
    cash AS (
      SELECT coalesce(n.merged_into, n.id) AS enterprise_id, sum(e.amount_fen)::bigint AS balance,
        sum(e.amount_fen) FILTER (WHERE e.kind = 'contribution')::bigint AS contributed,
        -sum(e.amount_fen) FILTER (WHERE e.kind = 'award')::bigint AS paid
      FROM (SELECT firm, kind, sum(amount_fen) AS amount_fen FROM anjie.fund_entry
            WHERE account = 'cash' AND zone = ${zone} GROUP BY 1, 2) e JOIN anjie.enterprise n ON n.id = e.firm
      GROUP BY 1),
    award AS (
      SELECT coalesce(n.merged_into, n.id) AS enterprise_id, sum(a.awards)::int AS awards,
        sum(a.paid)::int AS paid_awards, sum(a.late)::int AS late_awards, sum(a.need)::bigint AS need
      FROM (SELECT firm, count(*) AS awards, count(*) FILTER (WHERE state = 'paid') AS paid,
              count(*) FILTER (WHERE late) AS late, sum(amount_fen) FILTER (WHERE state = 'approved') AS need
            FROM anjie.fund_award WHERE state <> 'withdrawn' AND zone = ${zone} GROUP BY 1) a
        JOIN anjie.enterprise n ON n.id = a.firm
      GROUP BY 1)
    SELECT n.id::text AS "enterpriseId", n.name, p.sector, p.above_scale AS "aboveScale",
      coalesce(fund.funds, 0) AS funds, coalesce(fund.running, false) AS running,
      coalesce(cash.contributed, 0)::bigint AS contributed, coalesce(cash.paid, 0)::bigint AS paid,
      coalesce(cash.balance, 0)::bigint AS balance, coalesce(award.need, 0)::bigint AS need,
      coalesce(award.awards, 0) AS awards, coalesce(award.paid_awards, 0) AS "paidAwards",
      coalesce(award.late_awards, 0) AS "lateAwards"
    FROM anjie.enterprise n LEFT JOIN anjie.enterprise_profile p ON p.enterprise_id = n.id
      LEFT JOIN fund ON fund.enterprise_id = n.id LEFT JOIN cash ON cash.enterprise_id = n.id
      LEFT JOIN award ON award.enterprise_id = n.id
    WHERE n.merged_into IS NULL AND (n.closed_at IS NULL OR fund.funds > 0)
      AND NOT n.id = ANY(${[...recusedFrom]}::uuid[]) AND (p.sector IS NOT NULL OR fund.funds > 0)
    ORDER BY n.name, n.id`;
}
