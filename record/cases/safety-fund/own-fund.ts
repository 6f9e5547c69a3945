import type { ContributionKind, AwardGrade, Schedule } from '../../../domain/cases/safety-fund/awards';
import { schedulesOf } from '../../../domain/cases/safety-fund/steps';
import { viewOf } from '../../../domain/case/case-view';
import type { Fen } from '../../../domain/money';
import { shanghaiDate, type PlainDate } from '../../../domain/time/calendar';
import { cursorOf, readCursor } from '../../store/cursor';
import type { Database } from '../../store/database';
import { instant, invalid, pageOf, type Page, type PageRequest } from '../../store/pages';
import { recordsOf } from '../../store/stored-record';

/* What the people of a firm read of its fund: the money, the awards that it gives, and those that it has paid. */

export interface FundOfFirm {
  /** Null where the firm has no fund now. */
  readonly number: string | null;
  readonly contributedFen: Fen;
  readonly paidFen: Fen;
  readonly releasedFen: Fen;
  readonly balanceFen: Fen;
  /** What approved awards still ask for. */
  readonly needFen: Fen;
  /** The balance is below the need. */
  readonly short: boolean;
  readonly schedules: readonly Schedule[];
}

interface MoneyRow {
  readonly contributed: bigint;
  readonly paid: bigint;
  readonly released: bigint;
  readonly need: bigint;
}

/** The fund of one firm as it stands. */
export async function fundOfFirm(db: Database, enterpriseId: string): Promise<FundOfFirm> {
  const [fund, [money]] = await Promise.all([
    db.caseFile.findFirst({
      where: { enterpriseId, caseType: 'safety-fund', outcome: null },
      select: { id: true, number: true },
    }),
    db.$queryRaw<MoneyRow[]>`
      SELECT coalesce(sum(e.amount_fen) FILTER (WHERE e.kind = 'contribution'), 0)::bigint AS contributed,
        coalesce(-sum(e.amount_fen) FILTER (WHERE e.kind = 'award'), 0)::bigint AS paid,
        coalesce(-sum(e.amount_fen) FILTER (WHERE e.kind = 'release'), 0)::bigint AS released,
        (SELECT coalesce(sum(a.amount_fen), 0)::bigint FROM anjie.fund_award a JOIN anjie.case_file f ON f.id = a.case_id
         WHERE f.enterprise_id = ${enterpriseId}::uuid AND a.state = 'approved') AS need
      FROM anjie.fund_entry e JOIN anjie.case_file f ON f.id = e.case_id
      WHERE f.enterprise_id = ${enterpriseId}::uuid AND e.account = 'cash'`,
  ]);
  const events = fund === null ? undefined : (await recordsOf(db, [fund.id])).get(fund.id);
  const [contributedFen, paidFen, releasedFen, needFen] = [
    ...[money?.contributed, money?.paid, money?.released, money?.need].map(Number),
  ] as [Fen, Fen, Fen, Fen];
  const balanceFen = contributedFen - paidFen - releasedFen;
  return {
    number: fund?.number ?? null,
    ...{ contributedFen, paidFen, releasedFen, balanceFen, needFen, short: balanceFen < needFen },
    schedules: events === undefined ? [] : schedulesOf(viewOf(events)),
  };
}

/** An award as the firm publishes it: nothing of who got it, or of what was reported. */
export interface PublishedAward {
  readonly number: string;
  readonly kind: ContributionKind;
  readonly grade: AwardGrade;
  readonly amountFen: Fen;
  readonly paidOn: PlainDate;
}

const order = 'fund-awards';

/** The awards that a firm has paid, newest first. @throws CursorInvalid */
export async function publishedAwards(
  db: Database,
  enterpriseId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<PublishedAward>> {
  const [at, after] = cursor === null ? [null, null] : (readCursor(cursor, order, 2) ?? invalid());
  const before = at === null ? '9999-12-31T00:00:00.000Z' : instant(at);
  const rows = await db.$queryRaw<
    (Omit<PublishedAward, 'paidOn' | 'amountFen'> & { paidAt: Date; amount: bigint })[]
  >`
    SELECT f.number, a.kind, a.grade, a.amount_fen AS amount, a.paid_at AS "paidAt"
    FROM anjie.fund_award a JOIN anjie.case_file f ON f.id = a.case_id
    WHERE f.enterprise_id = ${enterpriseId}::uuid AND a.state = 'paid'
      AND (a.paid_at, f.number) < (${before}::timestamptz, ${after ?? ''})
    ORDER BY a.paid_at DESC, f.number DESC LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    ({ paidAt, number }) => cursorOf(order, [paidAt.toISOString(), number]),
    ({ paidAt, amount, ...award }) => ({
      ...award,
      amountFen: Number(amount),
      paidOn: shanghaiDate(paidAt.toISOString()),
    }),
  );
}
