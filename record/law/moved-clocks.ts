import { zoneWide } from '../../domain/moves/authorize';
import type { CaseType } from '../../domain/case/case-type';
import { firmRoles } from '../../domain/role';
import type { PlainDate } from '../../domain/time/calendar';
import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import { changeNamed, type RuleChange } from '../store/rule-change';
import type { Transaction } from '../store/statements';

/*
 * Everybody whose time was moved by a change of law or calendar is told: who decides the step, the chief of its unit,
 * and the enterprise for its own steps. Each person gets one digest for a change. A reporter reads it on the receipt
 * page.
 */

/** A limit of an open step whose end has moved. A null: the clock is paused, and has no end yet. */
export interface MovedLimit {
  readonly number: string;
  readonly caseType: CaseType;
  readonly step: string;
  readonly clock: 'limit' | 'promise';
  readonly dueBefore: PlainDate | null;
  readonly dueAfter: PlainDate | null;
}

/** What one person has to be told of one change. */
export interface Digest {
  readonly change: RuleChange;
  readonly personId: string;
  readonly addresses: readonly string[];
  /** Whether they are of an enterprise. */
  readonly outside: boolean;
  readonly limits: readonly [MovedLimit, ...MovedLimit[]];
}

/** Sends a digest. If it throws, the person counts as not told. */
export type Tell = (digest: Digest) => Promise<void>;

/**
 * Tells everybody whose limits have moved and who was not told yet, each person in a transaction of their own. So it is
 * known who was told, however often this runs and wherever it breaks off; of two that run at once, the second waits and
 * finds nothing. Call it after a sweep, so that all of a change is told together.
 * @returns how many persons were told
 * @throws AggregateError of what went wrong, after all have been tried
 */
export async function tellOfMovedLimits(db: Database, tell: Tell): Promise<number> {
  const untold = await db.$queryRaw<{ name: string }[]>`
    SELECT DISTINCT m.change AS name FROM anjie.clock_move m WHERE m.told_at IS NULL ORDER BY 1`;
  const failures: unknown[] = [];
  let told = 0;
  for (const { name } of untold) {
    const before = failures.length;
    const { rows, readers } = await concernedBy(db, name);
    for (const reader of readers) {
      const one = db.inTransaction((tx) => tellOne(tx, { name, reader, rows }, tell));
      await one.then((did) => (told += did ? 1 : 0)).catch((error: unknown) => failures.push(error));
    }
    if (failures.length === before) await markTold(db, rows);
  }
  if (failures.length > 0) throw new AggregateError(failures, `${failures.length} persons were not told`);
  return told;
}

interface MoveRef {
  readonly case_id: string;
  readonly seq: number;
  readonly clock: 'limit' | 'promise';
}

/** Who is told, and in which capacity: what a person is told as staff goes to no mailbox of an enterprise. */
type Reader = Pick<Digest, 'personId' | 'outside' | 'addresses'>;

interface Telling {
  readonly name: string;
  readonly reader: Reader;
  /** What is told of the change now; later moves are told of afterwards. */
  readonly rows: readonly MoveRef[];
}

async function concernedBy(db: Database, name: string) {
  const rows = await db.$queryRaw<MoveRef[]>`
    SELECT m.case_id::text, m.seq, m.clock FROM anjie.clock_move m WHERE m.told_at IS NULL AND m.change = ${name}`;
  const readers = await db.$queryRaw<Reader[]>`
    SELECT a.person_id::text AS "personId", a.enterprise_id IS NOT NULL AS outside,
      array_agg(DISTINCT a.email ORDER BY a.email) AS addresses
    FROM ${movesWithReaders(rows)} GROUP BY 1, 2 ORDER BY 1, 2`;
  return { rows, readers };
}

async function tellOne(tx: Transaction, { name, reader, rows }: Telling, tell: Tell): Promise<boolean> {
  const fresh = await tx.$queryRaw<MoveRef[]>`
    INSERT INTO anjie.clock_move_told (case_id, seq, clock, person_id)
    SELECT DISTINCT m.case_id, m.seq, m.clock, a.person_id FROM ${movesWithReaders(rows)}
    WHERE a.person_id = ${reader.personId}::uuid AND (a.enterprise_id IS NOT NULL) = ${reader.outside}
    ON CONFLICT DO NOTHING RETURNING case_id::text, seq, clock`;
  const [first, ...others] = await limitsOf(tx, fresh);
  if (first === undefined) return false;
  await tell({ change: changeNamed(name), ...reader, limits: [first, ...others] });
  return true;
}

async function limitsOf(tx: Transaction, moves: readonly MoveRef[]): Promise<MovedLimit[]> {
  const rows = await tx.$queryRaw<
    (Omit<MovedLimit, 'dueBefore' | 'dueAfter'> & { dueBefore: Date | null; dueAfter: Date | null })[]
  >`
    SELECT f.number, f.case_type AS "caseType", m.step, m.clock, m.due_before AS "dueBefore", m.due_after AS "dueAfter"
    FROM ${chosen(moves)} JOIN anjie.case_file f ON f.id = m.case_id
    ORDER BY m.due_after, f.number, m.key, m.clock`;
  return rows.map(({ dueBefore, dueAfter, ...row }) => ({
    ...row,
    dueBefore: dayIn(dueBefore),
    dueAfter: dayIn(dueAfter),
  }));
}

function dayIn(date: Date | null): PlainDate | null {
  return date === null ? null : date.toISOString().slice(0, 10);
}

async function markTold(db: Database, moves: readonly MoveRef[]): Promise<void> {
  await db.$executeRaw`
    UPDATE anjie.clock_move m SET told_at = clock_timestamp()
    FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS c(case_id uuid, seq int, clock text)
    WHERE m.case_id = c.case_id AND m.seq = c.seq AND m.clock = c.clock`;
}

function chosen(moves: readonly MoveRef[]): Prisma.Sql {
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS c(case_id uuid, seq int, clock text)
    JOIN anjie.clock_move m ON m.case_id = c.case_id AND m.seq = c.seq AND m.clock = c.clock`;
}

/**
 * Moves `m` with the accounts `a` whose holders are told of them: those who may decide the step, which still waits, and
 * the chief of its unit. Not those with an interest in the enterprise; a reporter has no account.
 */
function movesWithReaders(moves: readonly MoveRef[]): Prisma.Sql {
  return Prisma.sql`${chosen(moves)}
    JOIN anjie.case_file f ON f.id = m.case_id
    JOIN anjie.open_step s ON s.case_id = m.case_id AND s.key = m.key
    JOIN anjie.account a ON a.active AND a.email IS NOT NULL AND (
      CASE WHEN a.enterprise_id IS NOT NULL
        THEN s.role = ANY(${[...firmRoles]}::text[]) AND s.role = ANY(a.roles) AND f.issued AND a.enterprise_id = f.enterprise_id
        ELSE ('section-chief' = ANY(a.roles) AND a.unit = f.unit) OR (s.role = ANY(a.roles) AND
          CASE WHEN s.assignee IS NOT NULL THEN a.person_id = s.assignee
            ELSE a.level >= s.level AND (a.unit = s.unit OR s.role = ANY(${[...zoneWide]}::text[])) END)
      END)
      AND NOT EXISTS (
        SELECT 1 FROM anjie.recusal r WHERE r.person_id = a.person_id AND r.enterprise_id = f.enterprise_id)`;
}
