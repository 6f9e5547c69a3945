import { explanation } from '../../domain/cases/approval-item/steps';
import { addMonths, shanghaiDate, startOfDay, type PlainDate } from '../../domain/time/calendar';
import type { LimitUnit } from '../../domain/time/limit';
import { matterTitle } from '../../domain/law/matter';
import type { Policy } from '../../domain/law/policy';
import type { Title } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import { cursorOf, readCursor } from '../store/cursor';
import type { Database } from '../store/database';
import { invalid, pageOf, type Page, type PageRequest } from '../store/pages';
import { unitTitles } from '../store/units';

/** A broken promise as the public reads it: what and how long, never whose. Days in `limitUnit`. */
export interface BrokenPromise {
  readonly matter: string;
  readonly title: Title | null;
  readonly department: string;
  readonly departmentTitle: Title | null;
  readonly limitUnit: LimitUnit;
  readonly promiseDays: number;
  readonly limitDays: number;
  readonly actualDays: number;
  readonly decidedOn: PlainDate;
  readonly explanation: string;
  readonly explainedOn: PlainDate;
}

export interface BrokenPromises extends Page<BrokenPromise> {
  /** Promises broken in that month whose explanation is not published yet. */
  readonly unexplained: number;
}

/**
 * The promises that were broken in a month (`YYYY-MM`, Asia/Shanghai) with their explanations, the last
 * published first (优化营商环境条例 art. 36).
 * @throws CursorInvalid
 */
export async function brokenPromises(
  db: Database,
  { zone, month }: { readonly zone: string; readonly month: string },
  { limit, cursor }: PageRequest,
  policy: Policy,
): Promise<BrokenPromises> {
  // The cursor is the publication's own number: it must lead to no case.
  const [last] = cursor === null ? [null] : (readCursor(cursor, order, 1) ?? invalid());
  const broken = Prisma.sql`
    anjie.approval_outcome o JOIN anjie.case_file f ON f.id = o.case_id
    LEFT JOIN LATERAL (
      SELECT p.id, p.text, p.published_at FROM anjie.published_text p
      WHERE p.case_id = o.case_id AND p.step = ${explanation.id} AND p.published_at >= o.decided_at
      ORDER BY p.id DESC LIMIT 1) p ON true
    WHERE o.promise_broken AND f.zone = ${zone}
      AND o.decided_at >= ${startOfDay(`${month}-01`)}::timestamptz
      AND o.decided_at < ${startOfDay(addMonths(`${month}-01`, 1))}::timestamptz`;
  const [rows, [counted], units] = await Promise.all([
    db.$queryRaw<Row[]>`
      SELECT p.id, o.matter, o.department, o.limit_unit AS "limitUnit", o.promise_days AS "promiseDays",
        o.limit_days AS "limitDays", o.actual_days AS "actualDays", o.decided_at AS "decidedAt",
        p.text AS explanation, p.published_at AS "publishedAt"
      FROM ${broken} AND p.id < ${typeof last === 'string' ? place(last) : newest}
      ORDER BY p.id DESC LIMIT ${limit + 1}`,
    db.$queryRaw<
      { unexplained: number }[]
    >`SELECT count(*)::int AS unexplained FROM ${broken} AND p.id IS NULL`,
    unitTitles(db),
  ]);
  const page = pageOf(
    rows,
    limit,
    ({ id }) => cursorOf(order, [String(id)]),
    ({ id: _, decidedAt, publishedAt, ...row }) => ({
      ...row,
      title: matterTitle(policy, row.matter),
      departmentTitle: units(row.department),
      decidedOn: shanghaiDate(decidedAt.toISOString()),
      explainedOn: shanghaiDate(publishedAt.toISOString()),
    }),
  );
  return { ...page, unexplained: counted?.unexplained ?? 0 };
}

type Row = Omit<BrokenPromise, 'title' | 'departmentTitle' | 'decidedOn' | 'explainedOn'> & {
  readonly id: bigint;
  readonly decidedAt: Date;
  readonly publishedAt: Date;
};

const order = 'broken-promises';
/** A sequence number beyond every publication. */
const newest = 9_223_372_036_854_775_807n;

function place(value: string): bigint {
  return /^[0-9]{1,18}$/.test(value) ? BigInt(value) : invalid();
}
