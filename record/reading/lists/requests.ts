import { actsAs } from '../../../domain/moves/authorize';
import { stepTitle } from '../../../domain/cases/catalogue';
import type { StaffActor, Title } from '../../../domain/role';
import { Prisma } from '../../../prisma/generated/client';
import { cursorOf, readCursor, type CursorValues } from '../../store/cursor';
import type { Database } from '../../store/database';
import { instant, invalid, pageOf, uuid, type Page, type PageRequest } from '../../store/pages';
import { notRecused } from '../reading-rights';
import { standingFor } from '../told-standing';
import {
  labelAndMatter,
  officeHeld,
  titling,
  type CaseRead,
  type ListedCase,
  type ListParts,
  type Titled,
} from './line';

export interface RequestLine extends ListedCase {
  /** The act that answers it. */
  readonly answer: string;
  /** The step that it is about; null where it is about the case. */
  readonly step: string | null;
  readonly title: Title | null;
  /** The line of the record that asks. */
  readonly line: number;
  readonly askedAt: string;
  /** When the step that it is about falls due meanwhile. */
  readonly dueAt: string | null;
}

/**
 * What other persons have asked for and somebody may answer, the oldest first: by the rules of `answersForOthers`, as
 * one query.
 * @throws CursorInvalid
 */
export async function openRequestList(
  parts: ListParts,
  actor: StaffActor,
  { limit, cursor }: PageRequest,
): Promise<Page<RequestLine>> {
  const { db } = parts;
  const { seq } = standingFor(actor);
  const after = cursor === null ? null : (readCursor(cursor, 'requests', 3) ?? invalid());
  const rows = await db.$queryRaw<RequestRow[]>`
    SELECT f.number, f.case_type AS "caseType", ${labelAndMatter}, ${seq} AS seq, f.unit, q.answer, s.step,
      q.seq AS line, q.asked_at AS "askedAt", s.due_at AS "dueAt", q.case_id::text AS "caseId"
    FROM (SELECT DISTINCT ON (q.asked_at, q.case_id, q.seq) q.* FROM anjie.open_request q
          JOIN anjie.case_file f ON f.id = q.case_id
          WHERE ${mayAnswer(actor)} AND ${behindRequest(after)}
          ORDER BY q.asked_at, q.case_id, q.seq LIMIT ${limit + 1}) q
    JOIN anjie.case_file f ON f.id = q.case_id
    LEFT JOIN anjie.open_step s ON s.case_id = q.case_id AND s.key = q.key
    ORDER BY q.asked_at, q.case_id, q.seq`;
  const titled = await titling(parts, rows);
  return pageOf(
    rows,
    limit,
    (row) => cursorOf('requests', [row.askedAt.toISOString(), row.caseId, String(row.line)]),
    (row) => requestLine(titled(row)),
  );
}

/** How many requests the list of somebody has. */
export async function countRequests(db: Database, actor: StaffActor): Promise<number> {
  const [counted] = await db.$queryRaw<{ requests: number }[]>`
    SELECT count(DISTINCT (q.case_id, q.seq))::int AS requests
    FROM anjie.open_request q JOIN anjie.case_file f ON f.id = q.case_id WHERE ${mayAnswer(actor)}`;
  return counted?.requests ?? 0;
}

interface RequestRow extends CaseRead, Pick<RequestLine, 'seq' | 'answer' | 'step' | 'line'> {
  readonly askedAt: Date;
  readonly dueAt: Date | null;
  readonly caseId: string;
}

function requestLine({ caseId: _, askedAt, dueAt, ...row }: Titled<RequestRow>): RequestLine {
  return {
    ...row,
    title: row.step === null ? null : stepTitle(row.step),
    askedAt: askedAt.toISOString(),
    dueAt: dueAt?.toISOString() ?? null,
  };
}

/** Which of `open_request q`, about `case_file f`, somebody may answer. */
function mayAnswer(actor: StaffActor): Prisma.Sql {
  return Prisma.sql`${officesReach(actor)} AND q.level <= ${actor.level}
    AND NOT q.barred && ${[...actsAs(actor)]}::uuid[] AND ${notRecused(actor)}`;
}

/** The offices within somebody's reach; an enterprise answers no request. */
function officesReach(actor: StaffActor): Prisma.Sql {
  return actor.enterpriseId === null
    ? officeHeld(actor, Prisma.sql`q.role`, Prisma.sql`f.unit`)
    : Prisma.sql`false`;
}

function behindRequest(after: CursorValues | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [askedAt, caseId, line] = after;
  return Prisma.sql`(q.asked_at, q.case_id, q.seq) > (${instant(askedAt)}::timestamptz, ${uuid(caseId)}::uuid, ${lineNumber(line)})`;
}

function lineNumber(value: string | null | undefined): number {
  return value && /^[0-9]{1,9}$/.test(value) ? Number(value) : invalid();
}
