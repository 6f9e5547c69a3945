import type { Instant } from '../../domain/time/calendar';
import type { CaseEvent } from '../../domain/case/case-event';
import type { Part } from '../../domain/moves/family/family';
import type { JsonObject } from '../../domain/json';
import type { Idempotency, KeptAnswer } from './idempotency';
import type { Head } from './chain';
import type { Family } from './derived-table';
import { aboutNoFirm } from './recused';
import type { Statements } from './statements';

/** How a caller names a case: by its id or by its number. */
export type CaseRef = { readonly caseId: string } | { readonly number: string };

/** The record of a case as it lies in the database, with what is needed to judge a move on it. */
export interface StoredRecord {
  readonly family: Family;
  readonly headHash: Uint8Array;
  readonly events: CaseEvent[];
  /** Everybody's part in the whole family of the case. */
  readonly parts: Part[];
  /** Who is recused from the case by what its tip names. */
  readonly recused: string[];
  /** When the record last grew; no later line may be earlier. */
  readonly movedAt: Instant;
  /** The database's time. */
  readonly now: Instant;
  /** The earlier answer to the request that reads; null for a new one. */
  readonly known: KeptAnswer | null;
}

/**
 * Locks the family of a case (the tip-off with its child cases) until the end of the transaction.
 * Read only after this: what was read before may be old by the time the lock is held.
 * @returns the id of the case, or null where there is none
 */
export async function lockFamily(tx: Statements, where: CaseRef): Promise<string | null> {
  const [locked] =
    'caseId' in where
      ? await tx.$queryRaw<{ id: string }[]>`
          SELECT id, pg_advisory_xact_lock(hashtextextended(root_id::text, 0))::text
          FROM anjie.case_file WHERE id = ${where.caseId}::uuid`
      : await tx.$queryRaw<{ id: string }[]>`
          SELECT id, pg_advisory_xact_lock(hashtextextended(root_id::text, 0))::text
          FROM anjie.case_file WHERE number = ${where.number}`;
  return locked?.id ?? null;
}

interface Row {
  readonly root_id: string;
  readonly enterprise_id: string | null;
  readonly head_hash: Uint8Array;
  readonly moved_at: Date;
  readonly now: Date;
  readonly events: CaseEvent[];
  readonly parts: Part[];
  readonly recused: string[];
  readonly body_hash: Uint8Array | null;
  readonly answer: JsonObject;
}

/**
 * Reads a record in one statement, since every decision waits for it.
 * @param idempotency of the request that reads, to find an earlier answer
 */
export async function readRecord(
  db: Statements,
  caseId: string,
  idempotency: Idempotency | null = null,
): Promise<StoredRecord | null> {
  const [row] = await db.$queryRaw<Row[]>`
    SELECT f.root_id, f.enterprise_id, f.head_hash, f.moved_at, clock_timestamp() AS now,
      (SELECT json_agg(json_build_object('seq', e.seq, 'at', e.at, 'actor', e.actor, 'body', e.body) ORDER BY e.seq)
       FROM anjie.record_event e WHERE e.case_id = f.id) AS events,
      (SELECT coalesce(json_agg(json_build_object('step', p.step, 'personId', p.person_id, 'caseId', p.case_id)), '[]')
       FROM anjie.participation p WHERE p.root_id = f.root_id) AS parts,
      (SELECT coalesce(json_agg(DISTINCT b.person_id), '[]') FROM anjie.family_recusal b
       WHERE b.root_id = f.root_id AND NOT b.lifted AND f.case_type <> ALL(${aboutNoFirm}::text[])) AS recused,
      k.body_hash, k.answer
    FROM anjie.case_file f
    LEFT JOIN anjie.idempotency_key k ON k.scope = ${idempotency?.scope ?? null} AND k.key = ${idempotency?.key ?? null}
    WHERE f.id = ${caseId}::uuid`;
  if (row === undefined) return null;
  return {
    family: { rootId: row.root_id, enterpriseId: row.enterprise_id },
    headHash: row.head_hash,
    events: row.events.map((event) => ({ ...event, at: new Date(event.at).toISOString() })),
    parts: row.parts,
    recused: row.recused,
    movedAt: row.moved_at.toISOString(),
    now: row.now.toISOString(),
    known: row.body_hash === null ? null : { bodyHash: row.body_hash, answer: row.answer },
  };
}

type StoredLine = Omit<CaseEvent, 'at'> & { readonly caseId: string; readonly at: Date };

/** The records of several cases in one statement, each in order; a case without a record is not in it. */
export async function recordsOf(db: Statements, ids: readonly string[]): Promise<Map<string, CaseEvent[]>> {
  return byCase(
    await db.$queryRaw<StoredLine[]>`
      SELECT case_id AS "caseId", seq, at, actor, body FROM anjie.record_event
      WHERE case_id = ANY(${ids}::uuid[]) ORDER BY case_id, seq`,
  );
}

/** The lines of several records that the workflows of their cases have not read yet, each in order. */
export async function unreadLinesOf(
  db: Statements,
  ids: readonly string[],
): Promise<Map<string, CaseEvent[]>> {
  return byCase(
    await db.$queryRaw<StoredLine[]>`
      SELECT e.case_id AS "caseId", e.seq, e.at, e.actor, e.body
      FROM anjie.record_event e JOIN anjie.case_file f ON f.id = e.case_id
      WHERE f.id = ANY(${ids}::uuid[]) AND e.seq > f.seen_seq ORDER BY e.case_id, e.seq`,
  );
}

function byCase(lines: readonly StoredLine[]): Map<string, CaseEvent[]> {
  const records = new Map<string, CaseEvent[]>();
  for (const { caseId, at, ...line } of lines) {
    const event = { ...line, at: at.toISOString() };
    const record = records.get(caseId);
    if (record === undefined) records.set(caseId, [event]);
    else record.push(event);
  }
  return records;
}

/** Notes how far the workflow of a case has read its record; the mark never goes back. */
export async function markSeen(db: Statements, caseId: string, seq: number): Promise<void> {
  await db.$executeRaw`
    UPDATE anjie.case_file SET seen_seq = ${seq} WHERE id = ${caseId}::uuid AND seen_seq < ${seq}`;
}

/** The heads of all records of a family, by number. */
export function headsOf(tx: Statements, rootId: string): Promise<Head[]> {
  return tx.$queryRaw<Head[]>`
    SELECT id::text AS "caseId", number, seq, encode(head_hash, 'hex') AS hash
    FROM anjie.case_file WHERE root_id = ${rootId}::uuid ORDER BY number`;
}

/** The materials that lie in the files of a family, by its records. */
export async function materialsOf(tx: Statements, rootId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ material: string }[]>`
    SELECT DISTINCT e.body->>'material' AS material
    FROM anjie.record_event e JOIN anjie.case_file f ON f.id = e.case_id
    WHERE f.root_id = ${rootId}::uuid AND e.kind = 'paper-added' AND e.body->>'material' IS NOT NULL`;
  return rows.map(({ material }) => material);
}

/** PostgreSQL's time: a host's wrong clock must move no deadline. */
export async function databaseTime(tx: Statements): Promise<Instant> {
  const [row] = await tx.$queryRaw<{ now: Date }[]>`SELECT clock_timestamp() AS now`;
  if (row === undefined) throw new Error('PostgreSQL told no time');
  return row.now.toISOString();
}
