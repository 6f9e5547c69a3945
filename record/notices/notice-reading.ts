import { receipt } from '../../domain/cases/notice/steps';
import { shanghaiDate, startOfDay } from '../../domain/time/calendar';
import type { Audience, PublicationKind, PublishedLine } from '../../domain/cases/notice/publication';
import type { StaffActor } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import { cursorOf, readCursor } from '../store/cursor';
import type { Database } from '../store/database';
import { instant, invalid, pageOf, uuid, type Page, type PageRequest } from '../store/pages';

/* What was published to firms and how far it has come, for the office; and what a firm was told, for the firm. */

/** The states of the notice to one firm; `waiting` is still to be opened. */
export const noticeStates = [
  'waiting',
  'open',
  'read',
  'served',
  'undeliverable',
  'lapsed',
  'withdrawn',
] as const;
export type NoticeState = (typeof noticeStates)[number];

/**
 * How many firms a publication is meant for, and how many of the notices are in each state; the states sum to
 * `targeted`.
 */
export type PublicationFigures = { readonly [State in NoticeState]: number } & {
  readonly targeted: number;
  /** Firms that were reminded at least once. */
  readonly reminded: number;
};

export interface PublicationLine extends PublicationFigures {
  readonly id: string;
  readonly kind: PublicationKind;
  readonly title: string;
  readonly publishedAt: string;
  readonly withdrawnAt: string | null;
}

const state = Prisma.sql`CASE WHEN f.id IS NOT NULL THEN coalesce(f.outcome, 'open')
  WHEN p.withdrawn_at IS NULL THEN 'waiting' ELSE 'withdrawn' END`;

const counted = Prisma.join(
  noticeStates.map(
    (each) => Prisma.sql`count(*) FILTER (WHERE (${state}) = ${each})::int AS ${Prisma.raw(`"${each}"`)}`,
  ),
);

const wasReminded = Prisma.sql`EXISTS (SELECT 1 FROM anjie.effect_order o
  WHERE o.case_id = f.id AND o.key LIKE ${`rung/${receipt.id}#%`} AND o.body->'to'->>'kind' = 'enterprise')`;

const figures = Prisma.sql`p.id::text, p.kind, p.title, p.published_at AS "publishedAt", p.withdrawn_at AS "withdrawnAt",
  count(*)::int AS targeted, count(*) FILTER (WHERE ${wasReminded})::int AS reminded, ${counted}`;

const withTargets = Prisma.sql`anjie.publication p JOIN anjie.publication_target t ON t.publication_id = p.id
  LEFT JOIN anjie.case_file f ON f.id = t.case_id`;

type Dated<Line> = Omit<Line, 'publishedAt' | 'withdrawnAt'> & {
  readonly publishedAt: Date;
  readonly withdrawnAt: Date | null;
};

/** What was published, newest first, and how far it has come. @throws CursorInvalid */
export async function publications(
  db: Database,
  { limit, cursor }: PageRequest,
): Promise<Page<PublicationLine>> {
  const order = 'publications';
  const rows = await db.$queryRaw<Dated<PublicationLine>[]>`
    SELECT ${figures} FROM ${withTargets}
    WHERE p.id IN (SELECT q.id FROM anjie.publication q WHERE ${olderThan(cursor, order)}
      ORDER BY q.published_at DESC, q.id DESC LIMIT ${limit + 1})
    GROUP BY p.id ORDER BY p.published_at DESC, p.id DESC`;
  return pageOf(
    rows,
    limit,
    ({ publishedAt, id }) => cursorOf(order, [publishedAt.toISOString(), id]),
    withInstants,
  );
}

function olderThan(cursor: string | null, order: string): Prisma.Sql {
  if (cursor === null) return Prisma.sql`true`;
  const [at, id] = readCursor(cursor, order, 2) ?? invalid();
  return Prisma.sql`(q.published_at, q.id) < (${instant(at)}::timestamptz, ${uuid(id)}::uuid)`;
}

function withInstants<Line>(row: Dated<Line>) {
  return {
    ...row,
    publishedAt: row.publishedAt.toISOString(),
    withdrawnAt: row.withdrawnAt?.toISOString() ?? null,
  } as Line;
}

export interface PublicationReading extends PublicationLine {
  readonly unit: string;
  readonly text: string;
  readonly lines: readonly PublishedLine[];
  readonly audience: Audience;
  /** Whether firms that come into the audience later are told too. */
  readonly standing: boolean;
  readonly publishedBy: string;
  readonly withdrawnReason: string | null;
}

/** One publication as it was published, with its figures; null: none. */
export async function publication(db: Database, id: string): Promise<PublicationReading | null> {
  const [row] = await db.$queryRaw<Dated<PublicationReading>[]>`
    SELECT ${figures}, p.unit, p.text, p.lines, p.audience, p.standing, p.withdrawn_reason AS "withdrawnReason",
      (SELECT name FROM anjie.person WHERE id = p.person_id) AS "publishedBy"
    FROM ${withTargets} WHERE p.id = ${id}::uuid GROUP BY p.id`;
  return row === undefined ? null : withInstants(row);
}

export interface Addressee {
  readonly enterpriseId: string;
  readonly name: string;
  /** The notice to this firm; null until it is opened. */
  readonly number: string | null;
  readonly state: NoticeState;
  /** Until when it has to be read or served; null where that is over. */
  readonly dueAt: string | null;
  readonly remindedAt: string | null;
  /** When it was read, or its service was recorded, and by whom. */
  readonly endedAt: string | null;
  readonly endedBy: string | null;
}

/**
 * The firms of a publication by name, but those that the reader is recused from; with `only` those in one state.
 * @throws CursorInvalid
 */
export async function addressees(
  db: Database,
  { id, only, recusedFrom }: { id: string; only: NoticeState | null } & Pick<StaffActor, 'recusedFrom'>,
  { limit, cursor }: PageRequest,
): Promise<Page<Addressee>> {
  const order = 'addressees';
  const [name, enterpriseId] = cursor === null ? [] : (readCursor(cursor, order, 2) ?? invalid());
  const rows = await db.$queryRaw<Addressee[]>`
    SELECT e.id::text AS "enterpriseId", e.name, f.number, ${state} AS state, f.due_at AS "dueAt",
      (SELECT max(r.at) FROM anjie.record_event r JOIN anjie.effect_order o ON o.case_id = r.case_id AND o.asked_seq = r.seq
        WHERE o.case_id = f.id AND o.key LIKE ${`rung/${receipt.id}#%`} AND o.body->'to'->>'kind' = 'enterprise') AS "remindedAt",
      f.closed_at AS "endedAt", who.name AS "endedBy"
    FROM ${withTargets} JOIN anjie.enterprise e ON e.id = t.enterprise_id
      LEFT JOIN LATERAL (
        SELECT n.name FROM anjie.record_event d JOIN anjie.person n ON n.id = (d.actor->>'personId')::uuid
        WHERE d.case_id = f.id AND f.outcome IS NOT NULL AND d.kind IN ('decided', 'closed')
        ORDER BY d.seq DESC LIMIT 1) who ON true
    WHERE p.id = ${id}::uuid AND NOT e.id = ANY(${[...recusedFrom]}::uuid[])
      AND (${only}::text IS NULL OR (${state}) = ${only})
      AND ${name === undefined ? Prisma.sql`true` : Prisma.sql`(e.name, e.id) > (${name ?? invalid()}, ${uuid(enterpriseId)}::uuid)`}
    ORDER BY e.name, e.id LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    (row) => cursorOf(order, [row.name, row.enterpriseId]),
    (row) => row,
  );
}

export interface ReceivedNotice {
  /** Of the publication. */
  readonly id: string;
  readonly number: string;
  /** How far the firm knows the case; its receipt gives this in `If-Match`. */
  readonly seq: number;
  readonly kind: PublicationKind;
  readonly title: string;
  readonly text: string;
  readonly lines: readonly PublishedLine[];
  readonly publishedAt: string;
  readonly withdrawnAt: string | null;
  readonly withdrawnReason: string | null;
  readonly state: NoticeState;
  /** Until when it is to be read; null where that is over. */
  readonly dueAt: string | null;
  readonly endedAt: string | null;
}

type ReceivedRow = Omit<Dated<ReceivedNotice>, 'dueAt' | 'endedAt'> & {
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
};

/** What was published to a firm, with its text: the unread first, then the newest. @throws CursorInvalid */
export async function receivedNotices(
  db: Database,
  enterpriseId: string,
  { limit, cursor }: PageRequest,
): Promise<Page<ReceivedNotice>> {
  const order = 'received-notices';
  const rows = await db.$queryRaw<(ReceivedRow & { readonly isOpen: boolean })[]>`
    SELECT p.id::text, f.number, f.issued_lines AS seq, p.kind, p.title, p.text, p.lines, p.published_at AS "publishedAt",
      p.withdrawn_at AS "withdrawnAt", p.withdrawn_reason AS "withdrawnReason", ${state} AS state,
      (SELECT s.due_at FROM anjie.open_step s WHERE s.case_id = f.id AND s.step = ${receipt.id}) AS "dueAt",
      f.closed_at AS "endedAt", f.outcome IS NULL AS "isOpen"
    FROM ${withTargets}
    WHERE t.enterprise_id = ${enterpriseId}::uuid AND f.issued AND ${behindRead(cursor, order)}
    ORDER BY f.outcome IS NULL DESC, p.published_at DESC, p.id DESC LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    ({ isOpen, publishedAt, id }) =>
      cursorOf(order, [isOpen ? 'open' : 'ended', publishedAt.toISOString(), id]),
    ({ isOpen: _, ...row }) => toldByDay(row),
  );
}

/** The notice in days, as a firm is told of it. */
function toldByDay({ publishedAt, withdrawnAt, endedAt, dueAt, ...row }: ReceivedRow): ReceivedNotice {
  const day = (at: Date) => startOfDay(shanghaiDate(at.toISOString()));
  return {
    ...row,
    publishedAt: day(publishedAt),
    withdrawnAt: withdrawnAt && day(withdrawnAt),
    endedAt: endedAt && day(endedAt),
    dueAt: dueAt?.toISOString() ?? null,
  };
}

function behindRead(cursor: string | null, order: string): Prisma.Sql {
  if (cursor === null) return Prisma.sql`true`;
  const [is, at, id] = readCursor(cursor, order, 3) ?? invalid();
  if (is !== 'open' && is !== 'ended') return invalid();
  return Prisma.sql`(f.outcome IS NULL, p.published_at, p.id)
    < (${is === 'open'}, ${instant(at)}::timestamptz, ${uuid(id)}::uuid)`;
}
