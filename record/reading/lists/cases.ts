import { actsAs } from '../../../domain/moves/authorize';
import { beginsUntold } from '../../../domain/moves/enterprise-visibility';
import { shanghaiDate } from '../../../domain/time/calendar';
import { stepTitle } from '../../../domain/cases/catalogue';
import { isGuest, type StaffActor, type Title } from '../../../domain/role';
import type { CaseType } from '../../../domain/case/case-type';
import { Prisma } from '../../../prisma/generated/client';
import { findCase } from '../case-reading';
import { cursorOf, readCursor, type CursorValues } from '../../store/cursor';
import { day, instant, invalid, pageOf, uuid, type Page, type PageRequest } from '../../store/pages';
import { visibleTo } from '../reading-rights';
import { openedOn, standingFor } from '../told-standing';
import { toTheDay } from '../to-the-day';
import { caseFoundBy } from './found-by';
import {
  labelAndMatter,
  titling,
  type CaseRead,
  type ListedCase,
  type ListParts,
  type PauseLine,
  type Titled,
} from './line';

/* The cases that somebody may see, read from PostgreSQL alone. */

export const scopes = ['mine', 'unit', 'all'] as const;
export const orders = ['due', 'opened'] as const;
export const promiseStates = ['running', 'broken'] as const;

export interface CaseFilter {
  /** `mine`: assigned to me or decided by me; `unit`: of my unit; `all`: whatever I may see. */
  readonly scope: (typeof scopes)[number];
  readonly order: (typeof orders)[number];
  readonly caseType?: CaseType;
  readonly stage?: string;
  readonly state?: 'open' | 'closed';
  readonly overdue?: boolean;
  /** An instant: due before it. */
  readonly dueBefore?: string;
  /** Number of the case whose children are asked for. */
  readonly parent?: string;
  /** `running`: a committed limit still runs; `broken`: one is or was missed. */
  readonly promise?: (typeof promiseStates)[number];
  /** A part of its number, of what it is called, or of its firm's name or code. */
  readonly q?: string;
}

export interface CaseLine extends ListedCase {
  readonly stage: string;
  readonly outcome: string | null;
  readonly openedAt: string;
  readonly movedAt: string;
  readonly closedAt: string | null;
  readonly dueAt: string | null;
  readonly promisedAt: string | null;
  readonly overdue: boolean;
  readonly waitsFor: readonly {
    readonly step: string;
    readonly title: Title;
    readonly assignee: string | null;
    readonly pause: PauseLine | null;
  }[];
  /** Its open child cases: what the case waits for where none of its own steps is open. */
  readonly waitsForCases: readonly { readonly number: string; readonly caseType: CaseType }[];
}

/**
 * The cases that somebody may see, by earliest due time (those without one last) or newest first. When they began and
 * moved is told to the day, and within a day the order says nothing, since readers could compare a list with what they
 * know of a day.
 * @throws CursorInvalid
 */
export async function cases(
  parts: ListParts,
  actor: StaffActor,
  filter: CaseFilter,
  { limit, cursor }: PageRequest,
  now: Date,
): Promise<Page<CaseLine>> {
  const { db } = parts;
  const told = standingFor(actor);
  const after = cursor === null ? null : (readCursor(cursor, filter.order, 2) ?? invalid());
  const parent = filter.parent === undefined ? undefined : await findCase(db, actor, filter.parent);
  // Whoever may not see a case cannot find its children by its number either.
  if (parent === null) return { items: [], nextCursor: null };
  const rows = await db.$queryRaw<CaseRow[]>`
    SELECT f.id::text AS "caseId", f.number, f.case_type AS "caseType", ${labelAndMatter}, ${told.seq} AS seq, f.unit,
      ${told.stage} AS stage, f.outcome, f.opened_at AS "openedAt", ${told.movedAt} AS "movedAt", f.closed_at AS "closedAt",
      ${told.dueAt} AS "dueAt",
      (SELECT min(s.promised_at) FROM anjie.open_step s WHERE s.case_id = f.id AND ${told.steps}) AS "promisedAt",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('step', s.step, 'assignee', s.assignee,
         'pause', CASE WHEN s.pause_ground IS NULL THEN NULL ELSE jsonb_build_object('ground', s.pause_ground,
           'until', to_char(s.pause_until AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')) END)
         ORDER BY s.opened_seq), '[]')
       FROM anjie.open_step s WHERE s.case_id = f.id AND ${told.steps}) AS "waitsFor",
      (SELECT coalesce(jsonb_agg(jsonb_build_object('number', c.number, 'caseType', c.case_type) ORDER BY c.number), '[]')
       FROM anjie.case_file c WHERE c.parent_id = f.id AND c.outcome IS NULL) AS "waitsForCases"
    FROM anjie.case_file f
    WHERE ${Prisma.join([visibleTo(actor), ...conditions(actor, filter, now), childOf(parent), behindCase(filter.order, told.dueAt, after)], ' AND ')}
    ORDER BY ${filter.order === 'due' ? Prisma.sql`${orNever(told.dueAt)}, f.id` : Prisma.sql`${openedOn} DESC, f.id DESC`}
    LIMIT ${limit + 1}`;
  const placeOf = ({ dueAt, openedAt }: CaseRow) =>
    filter.order === 'due' ? (dueAt?.toISOString() ?? null) : shanghaiDate(openedAt.toISOString());
  const titled = await titling(parts, rows);
  return pageOf(
    rows,
    limit,
    (row) => cursorOf(filter.order, [placeOf(row), row.caseId]),
    (row) => caseLine(titled(row), actor, now),
  );
}

interface CaseRow extends CaseRead {
  readonly seq: number;
  readonly caseId: string;
  readonly stage: string;
  readonly outcome: string | null;
  readonly openedAt: Date;
  readonly movedAt: Date | null;
  readonly closedAt: Date | null;
  readonly dueAt: Date | null;
  readonly promisedAt: Date | null;
  readonly waitsFor: { step: string; assignee: string | null; pause: PauseLine | null }[];
  readonly waitsForCases: { number: string; caseType: CaseType }[];
}

function caseLine(
  {
    caseId: _,
    openedAt,
    movedAt,
    closedAt,
    dueAt,
    promisedAt,
    waitsFor,
    waitsForCases,
    ...row
  }: Titled<CaseRow>,
  actor: StaffActor,
  now: Date,
): CaseLine {
  const outside = actor.enterpriseId !== null || isGuest(actor);
  const day = (at: Date) => toTheDay(at.toISOString());
  return {
    ...row,
    openedAt: day(openedAt),
    movedAt: day(movedAt ?? openedAt),
    closedAt: closedAt && day(closedAt),
    dueAt: dueAt?.toISOString() ?? null,
    promisedAt: promisedAt?.toISOString() ?? null,
    overdue: dueAt !== null && dueAt <= now,
    // Who at the bureau has it is never told to an enterprise or a guest.
    waitsFor: waitsFor.map(({ step, assignee, pause }) => ({
      step,
      title: stepTitle(step),
      assignee: outside ? null : assignee,
      pause,
    })),
    waitsForCases: waitsForCases.filter(({ caseType }) => !outside || !beginsUntold(caseType)),
  };
}

/** A due time by which cases without one come last; the same text as in the definition of the indexes. */
function orNever(dueAt: Prisma.Sql): Prisma.Sql {
  return Prisma.sql`coalesce(${dueAt}, 'infinity'::timestamptz)`;
}

function conditions(actor: StaffActor, filter: CaseFilter, now: Date): Prisma.Sql[] {
  const told = standingFor(actor);
  const due = orNever(told.dueAt);
  const { scope, caseType, stage, state, overdue, dueBefore, promise, q } = filter;
  const at = now.toISOString();
  const persons = [...actsAs(actor)];
  return [
    scope === 'unit' ? Prisma.sql`f.unit = ${actor.unit}` : null,
    scope === 'mine'
      ? Prisma.sql`(EXISTS (SELECT 1 FROM anjie.open_step s WHERE s.case_id = f.id AND s.assignee = ANY(${persons}::uuid[]))
          OR EXISTS (SELECT 1 FROM anjie.participation p WHERE p.case_id = f.id AND p.person_id = ${actor.personId}::uuid))`
      : null,
    q === undefined ? null : caseFoundBy(actor, q),
    caseType === undefined ? null : Prisma.sql`f.case_type = ${caseType}`,
    stage === undefined ? null : Prisma.sql`${told.stage} = ${stage}`,
    state === undefined
      ? null
      : state === 'open'
        ? Prisma.sql`f.outcome IS NULL`
        : Prisma.sql`f.outcome IS NOT NULL`,
    overdue === undefined
      ? null
      : overdue
        ? Prisma.sql`${due} <= ${at}::timestamptz`
        : Prisma.sql`${due} > ${at}::timestamptz`,
    dueBefore === undefined ? null : Prisma.sql`${due} < ${dueBefore}::timestamptz`,
    promise === undefined
      ? null
      : promise === 'running'
        ? Prisma.sql`EXISTS (SELECT 1 FROM anjie.open_step s WHERE s.case_id = f.id AND ${told.steps} AND s.promised_at > ${at}::timestamptz)`
        : Prisma.sql`(EXISTS (SELECT 1 FROM anjie.open_step s WHERE s.case_id = f.id AND ${told.steps} AND s.promised_at <= ${at}::timestamptz)
            OR EXISTS (SELECT 1 FROM anjie.approval_outcome o WHERE o.case_id = f.id AND o.promise_broken))`,
  ].filter((condition) => condition !== null);
}

function childOf(parent: { readonly file: { readonly id: string } } | undefined): Prisma.Sql {
  return parent === undefined ? Prisma.sql`true` : Prisma.sql`f.parent_id = ${parent.file.id}::uuid`;
}

function behindCase(
  order: (typeof orders)[number],
  dueAt: Prisma.Sql,
  after: CursorValues | null,
): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [place, caseId] = after;
  const id = uuid(caseId);
  if (order === 'opened') return Prisma.sql`(${openedOn}, f.id) < (${day(place)}::date, ${id}::uuid)`;
  const due = place === null ? 'infinity' : instant(place);
  return Prisma.sql`(${orNever(dueAt)}, f.id) > (${due}::timestamptz, ${id}::uuid)`;
}
