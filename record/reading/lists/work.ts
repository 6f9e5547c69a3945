import { actsAs } from '../../../domain/moves/authorize';
import { steps, stepTitle } from '../../../domain/cases/catalogue';
import { isFirmRole, type StaffActor, type Title } from '../../../domain/role';
import { Prisma } from '../../../prisma/generated/client';
import { cursorOf, readCursor, type CursorValues } from '../../store/cursor';
import type { Database } from '../../store/database';
import { instant, invalid, pageOf, uuid, type Page, type PageRequest } from '../../store/pages';
import { notRecused } from '../reading-rights';
import { standingFor } from '../told-standing';
import { toTheDay } from '../to-the-day';
import { labelAndMatter, matter, officeHeld, type ListedCase, type PauseLine } from './line';

/* What waits for somebody, read from PostgreSQL alone. */

export interface WorkLine extends ListedCase {
  readonly stage: string;
  readonly step: string;
  readonly title: Title;
  readonly key: string;
  readonly assignee: string | null;
  readonly level: number;
  readonly openedAt: string;
  /** Null only where the end of a pause is open. */
  readonly dueAt: string | null;
  /** When the committed limit ends, where there is one. */
  readonly promisedAt: string | null;
  readonly overdue: boolean;
  /** Why its time stands still, and until when; null while it runs. */
  readonly pause: PauseLine | null;
}

const separations = JSON.stringify(
  [...steps.values()].flatMap(({ id, separateFrom }) => separateFrom.map((other) => ({ step: id, other }))),
);

/**
 * The open steps that somebody could decide now, or once their time goes on, by due time: of their role, unit and
 * level, assigned to them or to nobody, not about an enterprise from which they are recused, and not separated from
 * them by what they have decided in the same family. These are the rules of `authorize`, as one query.
 * @throws CursorInvalid
 */
export async function worklist(
  db: Database,
  actor: StaffActor,
  { limit, cursor }: PageRequest,
  now: Date,
): Promise<Page<WorkLine>> {
  const persons = [...actsAs(actor)];
  const { seq, stage } = standingFor(actor);
  const after = cursor === null ? null : (readCursor(cursor, 'work', 3) ?? invalid());
  const rows = await db.$queryRaw<WorkRow[]>`
    SELECT f.number, f.case_type AS "caseType", ${labelAndMatter}, ${seq} AS seq, f.unit, ${stage} AS stage, s.step, s.key,
      s.assignee::text, s.level, s.opened_at AS "openedAt", s.due_at AS "dueAt", s.promised_at AS "promisedAt",
      ${pauseColumns}, s.case_id::text AS "caseId"
    FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE ${reachOf(actor)}
      AND s.level <= ${actor.level}
      AND (s.assignee IS NULL OR s.assignee = ANY(${persons}::uuid[]))
      AND ${notRecused(actor)}
      AND NOT EXISTS (
        SELECT 1 FROM anjie.participation p
        JOIN jsonb_to_recordset(${separations}::jsonb) AS apart(step text, other text)
          ON replace(apart.other, '{matter}', coalesce(${matter}, '')) = p.step
        WHERE apart.step = s.step AND p.root_id = f.root_id AND p.person_id = ANY(${persons}::uuid[])
          AND (p.case_id = f.id OR split_part(p.step, '/', 1) <> f.case_type))
      AND ${behindWork(after)}
    ORDER BY ${stepDueOrNever}, s.case_id, s.key
    LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    (row) => cursorOf('work', [row.dueAt?.toISOString() ?? null, row.caseId, row.key]),
    (row) => workLine(row, now),
  );
}

/** The due time of `open_step s`; a step without one, whose pause has an open end, comes last. */
const stepDueOrNever = Prisma.sql`coalesce(s.due_at, 'infinity'::timestamptz)`;
const pauseColumns = Prisma.sql`s.pause_ground AS "pauseGround", s.pause_until AS "pauseUntil"`;

interface WorkRow extends ListedCase {
  readonly stage: string;
  readonly step: string;
  readonly key: string;
  readonly assignee: string | null;
  readonly level: number;
  readonly openedAt: Date;
  readonly dueAt: Date | null;
  readonly promisedAt: Date | null;
  readonly pauseGround: string | null;
  readonly pauseUntil: Date | null;
  readonly caseId: string;
}

function workLine(
  { caseId: _, openedAt, dueAt, promisedAt, pauseGround, pauseUntil, ...row }: WorkRow,
  now: Date,
): WorkLine {
  return {
    ...row,
    title: stepTitle(row.step),
    openedAt: toTheDay(openedAt.toISOString()),
    dueAt: dueAt?.toISOString() ?? null,
    promisedAt: promisedAt?.toISOString() ?? null,
    overdue: pauseGround === null && dueAt !== null && dueAt <= now,
    pause: pauseGround === null ? null : { ground: pauseGround, until: pauseUntil?.toISOString() ?? null },
  };
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

function behindWork(after: CursorValues | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [dueAt, caseId, key] = after;
  const due = dueAt === null ? 'infinity' : instant(dueAt);
  return Prisma.sql`(${stepDueOrNever}, s.case_id, s.key) > (${due}::timestamptz, ${uuid(caseId)}::uuid, ${stepKey(key)})`;
}

function stepKey(value: string | null | undefined): string {
  return value && /^[a-z0-9/#-]{1,200}$/i.test(value) ? value : invalid();
}
