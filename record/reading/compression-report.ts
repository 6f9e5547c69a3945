import { explanation } from '../../domain/cases/approval-item/steps';
import { addMonths, startOfDay, type Instant } from '../../domain/time/calendar';
import { aimReached, compressionOf, type Compression, type Tally } from '../../domain/ledger/compression';
import type { LimitUnit } from '../../domain/time/limit';
import { matterTitle } from '../../domain/law/matter';
import { rowOf, type Policy } from '../../domain/law/policy';
import type { StaffActor, Title } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import { cursorOf, readCursor, type CursorValues } from '../store/cursor';
import type { Database } from '../store/database';
import { instant, invalid, pageOf, uuid, type Page, type PageRequest } from '../store/pages';
import { visibleTo } from './reading-rights';
import { unitTitles } from '../store/units';

/*
 * The compression of time over what is in the database: the figures of `domain/ledger/compression.ts`, and the cases
 * behind each of them. Both count exactly the cases that the reader may see, so that whoever follows a figure finds its
 * items.
 */

export const groupings = ['department', 'item', 'month'] as const;
export type Grouping = (typeof groupings)[number];

/** Months of Asia/Shanghai as `YYYY-MM`, both ends included. */
export interface Months {
  readonly from: string;
  readonly to: string;
}

export interface ReportLine extends Compression {
  /** A unit, a matter or a month by its code. */
  readonly key: string;
  readonly title: Title | null;
  readonly aimReached: ReturnType<typeof aimReached>;
}

export interface CompressionReport extends Months {
  readonly by: Grouping;
  /** The reduction that the zone's policy of today asks for, in basis points; null where it asks for none. */
  readonly aimBasisPoints: number | null;
  readonly whole: Omit<ReportLine, 'key' | 'title'>;
  readonly groups: readonly ReportLine[];
  /**
   * Broken promises of any month that are not explained in public yet; `overdue`: beyond the limit of the explanation.
   */
  readonly openExplanations: { readonly open: number; readonly overdue: number };
}

/** The report over decided items of these months. */
export async function compressionReport(
  db: Database,
  actor: StaffActor,
  { from, to, by }: Months & { readonly by: Grouping },
  { policy, now }: { readonly policy: Policy; readonly now: Date },
): Promise<CompressionReport> {
  const [rows, openExplanations, titles] = await Promise.all([
    talliesBy(db, actor, { from, to }, by),
    explanationsOpen(db, actor, now),
    titlesOf(db, by, policy),
  ]);
  const aimBasisPoints =
    policy.rows['promise.reduction'] === undefined
      ? null
      : rowOf(policy, 'promise.reduction').value.basisPoints;
  const measured = (tallies: readonly Tally[]) => {
    const compression = compressionOf(tallies);
    const reached = aimBasisPoints === null ? noAim : aimReached(compression, aimBasisPoints);
    return { ...compression, aimReached: reached };
  };
  const keys = [...new Set(rows.map(({ key }) => key))].sort();
  return {
    from,
    to,
    by,
    aimBasisPoints,
    whole: measured(rows),
    groups: keys.map((key) => ({
      key,
      title: titles(key),
      ...measured(rows.filter((row) => row.key === key)),
    })),
    openExplanations,
  };
}

const noAim = { meanOfRatios: null, bySums: null };

async function talliesBy(
  db: Database,
  actor: StaffActor,
  months: Months,
  by: Grouping,
): Promise<(Tally & { readonly key: string })[]> {
  return db.$queryRaw`
    SELECT ${keyOf[by]} AS key, o.limit_unit AS "limitUnit", o.limit_days AS "limitDays", count(*)::int AS items,
      sum(o.actual_days)::int AS "actualDays", count(o.promise_days)::int AS promised,
      coalesce(sum(o.promise_days), 0)::int AS "promiseDays", count(*) FILTER (WHERE o.promise_broken)::int AS broken,
      count(*) FILTER (WHERE o.promise_broken AND o.explained_at IS NULL)::int AS unexplained
    FROM anjie.approval_outcome o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE ${decidedIn(months)} AND ${visibleTo(actor)}
    GROUP BY 1, 2, 3`;
}

const keyOf = {
  department: Prisma.sql`o.department`,
  item: Prisma.sql`o.matter`,
  month: Prisma.sql`to_char(o.decided_at AT TIME ZONE 'Asia/Shanghai', 'YYYY-MM')`,
} as const satisfies Record<Grouping, Prisma.Sql>;

function decidedIn({ from, to }: Months): Prisma.Sql {
  const begin = startOfDay(`${from}-01`);
  const end = startOfDay(addMonths(`${to}-01`, 1));
  return Prisma.sql`(o.decided_at >= ${begin}::timestamptz AND o.decided_at < ${end}::timestamptz)`;
}

/** How many explanations are open. The steps themselves are in the worklists. */
async function explanationsOpen(
  db: Database,
  actor: StaffActor,
  now: Date,
): Promise<CompressionReport['openExplanations']> {
  const [counts] = await db.$queryRaw<{ open: number; overdue: number }[]>`
    SELECT count(*)::int AS open, count(*) FILTER (WHERE s.due_at <= ${now.toISOString()}::timestamptz)::int AS overdue
    FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE s.step = ${explanation.id} AND ${visibleTo(actor)}`;
  return counts ?? { open: 0, overdue: 0 };
}

async function titlesOf(db: Database, by: Grouping, policy: Policy): Promise<(key: string) => Title | null> {
  switch (by) {
    case 'department':
      return unitTitles(db);
    case 'item':
      return (key) => matterTitle(policy, key);
    case 'month':
      return () => null;
  }
}

// --- the cases behind a figure ------------------------------------------------------------------

export interface OutcomeFilter extends Months {
  readonly department?: string;
  readonly item?: string;
  readonly broken?: boolean;
  readonly explained?: boolean;
}

/** A decided item, its days in `limitUnit`. */
export interface OutcomeLine {
  readonly number: string;
  readonly matter: string;
  readonly title: Title | null;
  readonly department: string;
  readonly verdict: string;
  readonly limitUnit: LimitUnit;
  readonly limitDays: number;
  readonly promiseDays: number | null;
  readonly actualDays: number;
  readonly decidedAt: Instant;
  readonly promiseBroken: boolean;
  readonly explainedAt: Instant | null;
}

/**
 * The decided items that a figure of the report is about, newest first.
 * @throws CursorInvalid
 */
export async function compressionCases(
  db: Database,
  actor: StaffActor,
  filter: OutcomeFilter,
  { limit, cursor }: PageRequest,
  policy: Policy,
): Promise<Page<OutcomeLine>> {
  const after = cursor === null ? null : (readCursor(cursor, order, 2) ?? invalid());
  const rows = await db.$queryRaw<OutcomeRow[]>`
    SELECT f.number, o.matter, o.department, o.verdict, o.limit_unit AS "limitUnit", o.limit_days AS "limitDays",
      o.promise_days AS "promiseDays", o.actual_days AS "actualDays", o.decided_at AS "decidedAt",
      o.promise_broken AS "promiseBroken", o.explained_at AS "explainedAt", o.case_id::text AS "caseId"
    FROM anjie.approval_outcome o JOIN anjie.case_file f ON f.id = o.case_id
    WHERE ${Prisma.join([visibleTo(actor), decidedIn(filter), ...conditions(filter), behind(after)], ' AND ')}
    ORDER BY o.decided_at DESC, o.case_id DESC
    LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    ({ decidedAt, caseId }) => cursorOf(order, [decidedAt.toISOString(), caseId]),
    ({ caseId: _, decidedAt, explainedAt, ...row }) => ({
      ...row,
      title: matterTitle(policy, row.matter),
      decidedAt: decidedAt.toISOString(),
      explainedAt: explainedAt?.toISOString() ?? null,
    }),
  );
}

const order = 'compression';

type OutcomeRow = Omit<OutcomeLine, 'title' | 'decidedAt' | 'explainedAt'> & {
  readonly caseId: string;
  readonly decidedAt: Date;
  readonly explainedAt: Date | null;
};

function conditions({ department, item, broken, explained }: OutcomeFilter): Prisma.Sql[] {
  return [
    department === undefined ? null : Prisma.sql`o.department = ${department}`,
    item === undefined ? null : Prisma.sql`o.matter = ${item}`,
    broken === undefined ? null : Prisma.sql`o.promise_broken = ${broken}`,
    explained === undefined ? null : Prisma.sql`(o.explained_at IS NOT NULL) = ${explained}`,
  ].filter((condition) => condition !== null);
}

function behind(after: CursorValues | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [decidedAt, caseId] = after;
  return Prisma.sql`(o.decided_at, o.case_id) < (${instant(decidedAt)}::timestamptz, ${uuid(caseId)}::uuid)`;
}
