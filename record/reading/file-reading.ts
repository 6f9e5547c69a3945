import type { EventActor, EventBody } from '../../domain/case/case-event';
import { caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import { titleOfLine, type NamedLine } from '../../domain/moves/story/line-title';
import { standingOfPaper, type PaperStanding } from '../../domain/moves/paper';
import type { StaffActor, Title } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import { cursorOf, readCursor, type CursorValues } from '../store/cursor';
import type { Database } from '../store/database';
import { familyOf, type FamilyCase } from './family-reading';
import { day, invalid, pageOf, wholeNumber, type Page, type PageRequest } from '../store/pages';
import { namesOf } from '../people/people';
import { opensPaper } from './reading-rights';
import type { Rulebooks } from '../store/rulebook';
import { issuedLines } from './shown-lines';
import { toTheDay } from './to-the-day';

/*
 * 一项目一档案: everything in a case and in the cases below it, in one order of time. Read by keyset from the record itself;
 * the number of statements does not depend on the number of cases.
 */

/** Who wrote a line. */
export type Origin = 'enterprise' | 'staff' | 'reporter' | 'system';

export interface FileLine {
  readonly at: string;
  readonly number: string;
  readonly caseType: CaseType;
  readonly seq: number;
  readonly kind: EventBody['kind'];
  readonly title: Title;
  readonly origin: Origin;
  /** Who signed for it, by person id; null where the system wrote it or the reader is not to know. */
  readonly by: string | null;
  readonly standingInFor: string | null;
  /** Hash of the line in its case's chain; null where the reader may not have it. */
  readonly hash: string | null;
  readonly paper: {
    readonly id: string;
    /** Keyed hash of its content, as the record holds it. */
    readonly digest: string;
    readonly mediaType: string;
    readonly bytes: number;
    readonly material: string | null;
    readonly standing: PaperStanding;
    /** It could not be cleaned; where it stands open, it is opened as it was sent. */
    readonly held: boolean;
  } | null;
}

/** One case of the file as it is now. */
export interface FileCase {
  readonly number: string;
  readonly caseType: CaseType;
  readonly title: Title;
  readonly name: Title | null;
  readonly parent: string | null;
  readonly outcome: string | null;
  readonly seq: number;
  readonly head: string | null;
}

/**
 * A line as the file shows it. Where it has a day in place of an instant, it has no `seq`, whose gaps and order would
 * tell more, and no hash, by which the instant could be guessed.
 */
export type ShownFileLine = Omit<FileLine, 'seq'> & { readonly seq: number | null };

export interface FilePage extends Page<ShownFileLine> {
  readonly cases: readonly FileCase[];
  /** Names of those who signed, by person id. */
  readonly people: { readonly [personId: string]: string };
}

/**
 * The file of a case, oldest line first. Null where the case does not exist for the reader.
 * @throws CursorInvalid
 */
export async function readFile(
  parts: { readonly db: Database; readonly rulebooks: Rulebooks },
  actor: StaffActor,
  number: string,
  request: PageRequest,
): Promise<FilePage | null> {
  const family = await familyOf(parts, actor, number);
  if (family === null) return null;
  const page = await linesOf(parts.db, family, request);
  const persons = page.items.flatMap(({ by, standingInFor }) => [by, standingInFor]);
  const byDay = new Set(family.flatMap(({ number: each, times }) => (times === 'day' ? [each] : [])));
  return {
    ...page,
    items: page.items.map((line) =>
      byDay.has(line.number) ? { ...line, at: toTheDay(line.at), seq: null, hash: null } : line,
    ),
    cases: family.map(fileCase),
    people: await namesOf(
      parts.db,
      persons.filter((id) => id !== null),
    ),
  };
}

function fileCase({ number, caseType, name, parent, outcome, ...file }: FamilyCase): FileCase {
  const { title } = caseTypes[caseType];
  // The last hash of a record changes with each line, also with one that the enterprise is not shown.
  const { seq, head } =
    file.depth === 'issued'
      ? { seq: file.issuedLines, head: null }
      : { seq: file.seq, head: file.hashes ? hex(file.headHash) : null };
  return { number, caseType, title, name, parent, outcome, seq, head };
}

type PaperRow = Omit<NonNullable<FileLine['paper']>, 'standing'> & {
  readonly origin: string;
  readonly released: boolean;
  readonly scan: string;
};

interface Row {
  readonly caseId: string;
  readonly seq: number;
  readonly at: Date;
  readonly position: number;
  readonly day: string;
  readonly later: number;
  readonly actor: EventActor;
  readonly hash: Uint8Array;
  readonly line: NamedLine & { readonly standingInFor?: string };
  readonly byEnterprise: boolean;
  readonly paper: PaperRow | null;
}

/** A page of the lines of a family, in the order in which they were written. */
export async function linesOf(
  db: Database,
  family: readonly FamilyCase[],
  { limit, cursor }: PageRequest,
): Promise<Page<FileLine>> {
  const byId = new Map(family.map((file) => [file.id, file]));
  const bounds = family.map(({ id, seq, depth }) => ({ id, seq, issued: depth === 'issued' }));
  // Within a day the reporter's own lines come first: their place among the others would tell the hour.
  const byDay = family.some(({ times, depth }) => times === 'day' && depth !== 'issued');
  const place = byDay ? placeByDay(family.map(({ id }) => id)) : inOrder;
  const after = cursor === null ? null : (readCursor(cursor, 'file', 3) ?? invalid());
  const rows = await db.$queryRaw<Row[]>`
    SELECT e.case_id::text AS "caseId", e.seq, e.at, e.position::float8 AS position, to_char(${place.day}, 'YYYY-MM-DD') AS day,
      ${place.later} AS later, e.actor, e.hash,
      a.enterprise_id IS NOT NULL AS "byEnterprise",
      jsonb_strip_nulls(jsonb_build_object('kind', e.kind, 'key', e.key, 'caseType', e.body->'caseType',
        'verdict', e.body->'verdict', 'outcome', e.body->'outcome', 'rung', e.body->'rung', 'cause', e.body->'cause',
        'result', e.body->'result', 'standingInFor', e.body->'standingInFor')) AS line,
      CASE WHEN p.id IS NOT NULL THEN jsonb_build_object('id', p.id, 'digest', p.digest, 'mediaType', p.media_type,
        'bytes', p.bytes, 'material', p.material, 'origin', p.origin, 'held', p.held, 'released', p.released, 'scan', p.scan) END AS paper
    FROM jsonb_to_recordset(${JSON.stringify(bounds)}::jsonb) AS c(id uuid, seq int, issued boolean)
    JOIN anjie.record_event e ON e.case_id = c.id AND e.seq <= c.seq
    LEFT JOIN anjie.paper p ON e.kind = 'paper-added' AND p.case_id = e.case_id AND p.seq = e.seq
    LEFT JOIN anjie.account a ON a.id = (e.actor->>'accountId')::uuid
    WHERE ${behind(place, after)} AND (NOT c.issued OR p.origin = 'enterprise' OR ${issuedLines()})
    ORDER BY ${place.day}, ${place.later}, e.position
    LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    ({ day: on, later, position }) => cursorOf('file', [on, String(later), String(position)]),
    (row) => fileLine(row, byId.get(row.caseId) as FamilyCase),
  );
}

/** The order in which lines were written, as parts of SQL on `record_event e`. */
const inOrder = { day: Prisma.sql`date '2000-01-01'`, later: Prisma.sql`1::int` };

/** The order of days. Within a day, what was written with an act of a reporter comes first. */
function placeByDay(caseIds: readonly string[]): typeof inOrder {
  return {
    day: Prisma.sql`(e.at AT TIME ZONE 'Asia/Shanghai')::date`,
    later: Prisma.sql`CASE WHEN e.at IN (SELECT r.at FROM anjie.record_event r
      WHERE r.case_id = ANY(${[...caseIds]}::uuid[]) AND r.actor->>'kind' = 'reporter') THEN 0 ELSE 1 END`,
  };
}

function behind({ day: on, later }: typeof inOrder, after: CursorValues | null): Prisma.Sql {
  if (after === null) return Prisma.sql`true`;
  const [date, first, position] = after;
  return Prisma.sql`(${on}, ${later}, e.position)
    > (${day(date)}::date, ${wholeNumber(first)}::int, ${wholeNumber(position)}::bigint)`;
}

function fileLine({ at, seq, actor, hash, line, byEnterprise, paper }: Row, file: FamilyCase): FileLine {
  const named = actor.kind === 'staff' && file.depth !== 'issued';
  return {
    at: at.toISOString(),
    number: file.number,
    caseType: file.caseType,
    seq,
    kind: line.kind,
    title: titleOfLine(line),
    origin: actor.kind === 'staff' && byEnterprise ? 'enterprise' : actor.kind,
    by: named ? actor.personId : null,
    standingInFor: (named && line.standingInFor) || null,
    hash: file.hashes ? hex(hash) : null,
    paper: paper === null ? null : paperLine(paper, file),
  };
}

/** The hash of a paper tells no content, so a reader without texts has it too; a reporter's paper is their own. */
function paperLine({ origin, released, scan, ...kept }: PaperRow, { depth }: FamilyCase): FileLine['paper'] {
  const paper = { ...kept, standing: standingOfPaper({ ...kept, released, scan }) };
  return depth === 'bare' ? (origin === 'reporter' ? null : paper) : opensPaper(depth, origin) ? paper : null;
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
