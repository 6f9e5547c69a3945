import { actsAs } from '../../../domain/moves/authorize';
import { steps, stepTitle } from '../../../domain/cases/catalogue';
import type { CaseType } from '../../../domain/case/case-type';
import { isFirmRole, type StaffActor, type Title } from '../../../domain/role';
import { addDays, shanghaiDate, startOfDay } from '../../../domain/time/calendar';
import { Prisma } from '../../../prisma/generated/client';
import { cursorOf, readCursor } from '../../store/cursor';
import { instant, invalid, pageOf, uuid, wholeNumber, type Page, type PageRequest } from '../../store/pages';
import { depthFor, notRecused } from '../reading-rights';
import { standingFor } from '../told-standing';
import { toTheDay } from '../to-the-day';
import {
  labelAndMatter,
  matter,
  officeHeld,
  titling,
  type CaseRead,
  type ListedCase,
  type ListParts,
  type PauseLine,
  type Titled,
} from './line';

/* What waits for somebody, read from PostgreSQL alone. */

export const workOrders = ['due', 'share'] as const;

export interface WorkFilter {
  /** `due`: by due time; `share`: the overdue first, then by the share of its time that is gone, what stands still last. */
  readonly order: (typeof workOrders)[number];
  readonly caseType?: CaseType;
  readonly step?: string;
  readonly overdue?: boolean;
  readonly paused?: boolean;
  /** Falls due later today. */
  readonly dueToday?: boolean;
}

export interface WorkLine extends ListedCase {
  /** The firm that it is about, for who reads the decisions of the case. */
  readonly firm: string | null;
  readonly stage: string;
  readonly step: string;
  readonly title: Title;
  readonly key: string;
  readonly assignee: string | null;
  readonly level: number;
  readonly openedAt: string;
  /** Null only where the end of a pause is open. */
  readonly dueAt: string | null;
  /** How much of its time is gone, pauses left out; above 100 once it is overdue, and null where `dueAt` is. */
  readonly usedPercent: number | null;
  /** When the committed limit ends, where there is one. */
  readonly promisedAt: string | null;
  readonly overdue: boolean;
  /** Why its time stands still, and until when; null while it runs. */
  readonly pause: PauseLine | null;
  /** Why it stands where it stands in the order by share. */
  readonly reason: 'overdue' | 'share' | 'pause';
}

const separations = JSON.stringify(
  [...steps.values()].flatMap(({ id, separateFrom }) => separateFrom.map((other) => ({ step: id, other }))),
);

/**
 * The open steps that somebody could decide now, or once their time goes on: of their role, unit and level, assigned to
 * them or to nobody, not about an enterprise from which they are recused, and not separated from them by what they have
 * decided in the same family. These are the rules of `authorize`, as one condition on `open_step s` of `case_file f`.
 */
export function mayDecide(actor: StaffActor): Prisma.Sql {
  const persons = [...actsAs(actor)];
  return Prisma.sql`${reachOf(actor)}
    AND s.level <= ${actor.level}
    AND (s.assignee IS NULL OR s.assignee = ANY(${persons}::uuid[]))
    AND ${notRecused(actor)}
    AND NOT EXISTS (
      SELECT 1 FROM anjie.participation p
      JOIN jsonb_to_recordset(${separations}::jsonb) AS apart(step text, other text)
        ON replace(apart.other, '{matter}', coalesce(${matter}, '')) = p.step
      WHERE apart.step = s.step AND p.root_id = f.root_id AND p.person_id = ANY(${persons}::uuid[])
        AND (p.case_id = f.id OR split_part(p.step, '/', 1) <> f.case_type))`;
}

/** How `open_step s` stands at a moment, each as a condition that is never null. */
export function standingAt(now: Date) {
  const at = now.toISOString();
  const tonight = startOfDay(addDays(shanghaiDate(at), 1));
  const runs = Prisma.sql`s.pause_ground IS NULL`;
  return {
    paused: Prisma.sql`NOT ${runs}`,
    overdue: Prisma.sql`(${runs} AND ${stepDueOrNever} <= ${at}::timestamptz)`,
    dueToday: Prisma.sql`(${runs} AND ${stepDueOrNever} > ${at}::timestamptz AND ${stepDueOrNever} <= ${tonight}::timestamptz)`,
  };
}

/**
 * What waits for somebody. The order by share changes with the time that goes by: all pages of it are those of the
 * moment at which the first was read.
 * @throws CursorInvalid
 */
export async function worklist(
  parts: ListParts,
  actor: StaffActor,
  filter: WorkFilter,
  { limit, cursor }: PageRequest,
  now: Date,
): Promise<Page<WorkLine>> {
  const { seq, stage } = standingFor(actor);
  const order = orderOf(filter.order, cursor, now);
  const rows = await parts.db.$queryRaw<WorkRow[]>`
    SELECT f.number, f.case_type AS "caseType", ${labelAndMatter}, ${seq} AS seq, f.unit, ${stage} AS stage, s.step, s.key,
      s.assignee::text, s.level, s.opened_at AS "openedAt", s.due_at AS "dueAt", s.promised_at AS "promisedAt",
      s.runs_from AS "runsFrom", ${pauseColumns}, s.case_id::text AS "caseId", ${firmColumns}, ${order.place} AS place
    FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    LEFT JOIN anjie.enterprise n ON n.id = f.enterprise_id
    WHERE ${mayDecide(actor)} AND ${Prisma.join([...conditions(filter, order.at), order.behind], ' AND ')}
    ORDER BY ${order.place}, s.case_id, s.key
    LIMIT ${limit + 1}`;
  const titled = await titling(parts, rows);
  return pageOf(rows, limit, order.cursorAt, (row) => workLine(titled(row), actor, order.at));
}

function conditions({ caseType, step, ...states }: WorkFilter, at: Date): Prisma.Sql[] {
  const standing = standingAt(at);
  const named = (['overdue', 'paused', 'dueToday'] as const).flatMap((name) => {
    const wanted = states[name];
    return wanted === undefined ? [] : [Prisma.sql`(${standing[name]}) = ${wanted}`];
  });
  return [
    ...named,
    ...(caseType === undefined ? [] : [Prisma.sql`f.case_type = ${caseType}`]),
    ...(step === undefined ? [] : [Prisma.sql`s.step = ${step}`]),
  ];
}

/** The due time of `open_step s`; a step without one, whose pause has an open end, comes last. */
const stepDueOrNever = Prisma.sql`coalesce(s.due_at, 'infinity'::timestamptz)`;
const pauseColumns = Prisma.sql`s.pause_ground AS "pauseGround", s.pause_until AS "pauseUntil"`;
const firmColumns = Prisma.sql`f.enterprise_id::text AS "enterpriseId", n.name AS firm, f.issued, f.named::text[] AS named`;

interface WorkRow extends CaseRead {
  readonly seq: number;
  readonly stage: string;
  readonly step: string;
  readonly key: string;
  readonly assignee: string | null;
  readonly level: number;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly promisedAt: Date | null;
  readonly runsFrom: Date | null;
  readonly pauseGround: string | null;
  readonly pauseUntil: Date | null;
  readonly caseId: string;
  readonly enterpriseId: string | null;
  readonly firm: string | null;
  readonly issued: boolean;
  readonly named: string[];
  readonly place: Date | bigint | null;
}

function workLine(row: Titled<WorkRow>, actor: StaffActor, now: Date): WorkLine {
  const { number, caseType, label, matter, subject, seq, unit, stage, step, key, assignee, level } = row;
  const { openedAt, dueAt, promisedAt, pauseGround, pauseUntil } = row;
  const overdue = pauseGround === null && dueAt !== null && dueAt <= now;
  return {
    ...{ number, caseType, label, matter, subject, firm: firmTold(row, actor), seq, unit, stage, step },
    ...{ title: stepTitle(step), key, assignee, level, overdue },
    openedAt: toTheDay(openedAt.toISOString()),
    dueAt: dueAt?.toISOString() ?? null,
    usedPercent: usedPercent(row, now),
    promisedAt: promisedAt?.toISOString() ?? null,
    pause: pauseGround === null ? null : { ground: pauseGround, until: pauseUntil?.toISOString() ?? null },
    reason: pauseGround !== null ? 'pause' : overdue ? 'overdue' : 'share',
  };
}

/** The name of the firm where the reader reads the decisions of the case, which name it. */
function firmTold(row: Titled<WorkRow>, actor: StaffActor): string | null {
  // Nobody is recused by the tip from what their worklist holds.
  const depth = depthFor(actor, { ...row, recused: [] });
  return depth === 'decisions' || depth === 'words' ? row.firm : null;
}

/** While the time stands still, what was gone when it stopped: as much as will be gone when it goes on. */
function usedPercent(
  { runsFrom, dueAt, pauseGround, pauseUntil }: Titled<WorkRow>,
  now: Date,
): number | null {
  if (runsFrom === null || dueAt === null) return null;
  const at = Math.max(now.getTime(), pauseGround === null ? 0 : (pauseUntil?.getTime() ?? 0));
  const [goneMs, wholeMs] = [at - runsFrom.getTime(), dueAt.getTime() - runsFrom.getTime()];
  return wholeMs <= 0 ? 100 : Math.max(0, Math.floor((goneMs * 100) / wholeMs));
}

/**
 * The steps within somebody's reach: those of the enterprise for who holds an office of it, of every unit for zone-wide roles, else
 * of the own unit.
 */
function reachOf(actor: StaffActor): Prisma.Sql {
  if (actor.enterpriseId !== null) {
    const own = actor.roles.filter(isFirmRole);
    return Prisma.sql`(s.role = ANY(${own}::text[]) AND f.enterprise_id = ${actor.enterpriseId}::uuid)`;
  }
  return officeHeld(actor, Prisma.sql`s.role`, Prisma.sql`s.unit`);
}

// --- the order ----------------------------------------------------------------------------------

/** An order of the list, from where a page goes on. */
interface WorkOrder {
  /** The moment of which all is told. */
  readonly at: Date;
  readonly place: Prisma.Sql;
  readonly behind: Prisma.Sql;
  readonly cursorAt: (row: WorkRow) => string;
}

function orderOf(order: WorkFilter['order'], cursor: string | null, now: Date): WorkOrder {
  switch (order) {
    case 'due':
      return byDueTime(cursor, now);
    case 'share':
      return byShare(cursor, now);
  }
}

function byDueTime(cursor: string | null, now: Date): WorkOrder {
  const after = cursor === null ? null : (readCursor(cursor, 'work', 3) ?? invalid());
  const [dueAt, caseId, key] = after ?? [];
  const due = () => (dueAt === null ? 'infinity' : instant(dueAt));
  return {
    at: now,
    place: stepDueOrNever,
    behind:
      after === null
        ? Prisma.sql`true`
        : Prisma.sql`(${stepDueOrNever}, s.case_id, s.key) > (${due()}::timestamptz, ${uuid(caseId)}::uuid, ${stepKey(key)})`,
    cursorAt: (row) => cursorOf('work', [row.dueAt?.toISOString() ?? null, row.caseId, row.key]),
  };
}

function byShare(cursor: string | null, now: Date): WorkOrder {
  const after = cursor === null ? null : (readCursor(cursor, 'work-share', 4) ?? invalid());
  const [readAt, last, caseId, key] = after ?? [];
  const at = after === null ? now : new Date(instant(readAt));
  const place = shareAt(at);
  return {
    at,
    place,
    behind:
      after === null
        ? Prisma.sql`true`
        : Prisma.sql`(${place}, s.case_id, s.key) > (${wholeNumber(last)}::bigint, ${uuid(caseId)}::uuid, ${stepKey(key)})`,
    cursorAt: (row) => cursorOf('work-share', [at.toISOString(), String(row.place), row.caseId, row.key]),
  };
}

/**
 * A number by which steps are ordered as at a moment: the overdue by how long they are, then those whose time runs by the
 * share of it that is left, in millionths, then those whose time stands still.
 */
function shareAt(at: Date): Prisma.Sql {
  const { paused, overdue } = standingAt(at);
  const ms = (time: Prisma.Sql) => Prisma.sql`floor(extract(epoch FROM ${time}) * 1000)`;
  const left = Prisma.sql`extract(epoch FROM s.due_at - ${at.toISOString()}::timestamptz)
    / nullif(extract(epoch FROM s.due_at - s.runs_from), 0)`;
  return Prisma.sql`(CASE
    WHEN ${paused} THEN 200000000000000 + coalesce(${ms(Prisma.sql`s.due_at`)}, 90000000000000)
    WHEN ${overdue} THEN ${ms(Prisma.sql`s.due_at`)}
    ELSE 100000000000000 + coalesce(least(floor(${left} * 1000000), 90000000000000), 0) END)::bigint`;
}

function stepKey(value: string | null | undefined): string {
  return value && /^[a-z0-9/#-]{1,200}$/i.test(value) ? value : invalid();
}
