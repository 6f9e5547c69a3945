import type { CaseMove } from '../../domain/moves/case-move';
import type { Actor } from '../../domain/role';
import type { WrittenLine } from '../../domain/moves/written-line';
import { Prisma } from '../../prisma/generated/client';
import type { Answered } from './idempotency';
import type { Transaction } from './statements';

/** The place of a case among others. */
export interface Family {
  readonly rootId: string;
  readonly enterpriseId: string | null;
  /** What a case that is opened is called in lists. */
  readonly label?: string | null;
}

/** A text of one event, sealed. */
export interface SealedLine {
  readonly seq: number;
  readonly field: string;
  readonly ciphertext: Uint8Array;
}

/** What a move has added to one case, with all that is kept beside the record. */
export interface KeptMove {
  readonly move: CaseMove;
  readonly family: Family;
  /** Hash of the last line before the move. */
  readonly headHash: Uint8Array;
  readonly texts: readonly SealedLine[];
  /** The line that a person wrote; null where time, a parent or a child moved the case. */
  readonly written: WrittenLine | null;
  readonly actor: Actor | null;
  readonly answered: Answered | null;
  /** Seals the hash of a line as the office's own. */
  readonly sealLine: (hash: Uint8Array) => Uint8Array;
}

/**
 * A table that follows from the record, written in the statement that appends to it. Columns with their types; the
 * rows that one move gives; what becomes of a row that is there already.
 */
export interface DerivedTable {
  readonly table: string;
  /** PostgreSQL's type of each column that is written. */
  readonly columns: { readonly [column: string]: string };
  readonly rows: (kept: KeptMove) => readonly Row[];
  /** A row with the same key is written anew: these columns, or this expression for one. Without it each row is new. */
  readonly upsert?: { readonly key: readonly string[]; readonly set: readonly string[] };
  /** A change of rows that other moves have written; null where this move changes none. */
  readonly changes?: (kept: KeptMove) => Prisma.Sql | null;
  /** How its rows are held against the record; missing where the record does not say what they hold. */
  readonly check?: RowCheck;
}

/** How the rows of a table are held against the record of their case. */
export interface RowCheck {
  /** By which columns a fault names a row of the case: none of them is about a person. */
  readonly key: readonly string[];
  /** The column of the case's id. Default: `case_id`. */
  readonly of?: string;
  /** PostgreSQL's type of each column that is compared. Default: all that are written. */
  readonly columns?: DerivedTable['columns'];
  /** What is read for a column, in SQL, where that is not the column itself. */
  readonly reads?: { readonly [column: string]: string };
  /** What a row that was missing is given, in SQL by column, where it is put back later than its moment. */
  readonly putBackWith?: { readonly [column: string]: string };
  /** The rows that a whole record leaves, told as one move. Default: the rows of that move. */
  readonly standing?: (whole: WholeRecord) => readonly Row[];
}

/** A whole record as one move that has written all of its lines. */
export interface WholeRecord extends Pick<KeptMove, 'move' | 'family'> {
  /** Which firm stays, where two rows turned out to be one. */
  readonly joined: (enterpriseId: string) => string;
}

/** What a row holds in a column where its record does not say it: anything fits. */
export const unsaid = Symbol('unsaid');

/** The same table without some columns, as {@link RowCheck} compares it. */
export function without(
  columns: DerivedTable['columns'],
  ...left: readonly string[]
): DerivedTable['columns'] {
  return Object.fromEntries(Object.entries(columns).filter(([column]) => !left.includes(column)));
}

/** Plain JSON; bytes as {@link bytea} writes them. */
export type Row = Readonly<Record<string, unknown>>;

/** Bytes as PostgreSQL reads them from a text. */
export function bytea(bytes: Uint8Array): string {
  return `\\x${Buffer.from(bytes).toString('hex')}`;
}

/** Writes what a move has added to one case to each of these tables, in one statement. */
export async function writeTables(
  tx: Transaction,
  tables: readonly DerivedTable[],
  kept: KeptMove,
): Promise<void> {
  const parts = tables.flatMap((table) => {
    const rows = table.rows(kept);
    const changes = table.changes?.(kept) ?? null;
    return [...(rows.length === 0 ? [] : [insertion(table, rows)]), ...(changes === null ? [] : [changes])];
  });
  const named = parts.map((part, index) => Prisma.sql`${Prisma.raw(`t${index}`)} AS (${part})`);
  await tx.$executeRaw(Prisma.sql`WITH ${Prisma.join(named)} SELECT`);
}

function insertion(table: DerivedTable, rows: readonly Row[]): Prisma.Sql {
  const { before, after } = textOf(table);
  return Prisma.sql`${before}${JSON.stringify(rows)}${after}`;
}

interface InsertionText {
  readonly before: Prisma.Sql;
  readonly after: Prisma.Sql;
}

const texts = new WeakMap<DerivedTable, InsertionText>();

/** The text of a statement around its rows never changes. */
function textOf(table: DerivedTable): InsertionText {
  const known = texts.get(table);
  if (known !== undefined) return known;
  const names = Object.keys(table.columns).join(', ');
  const types = Object.entries(table.columns)
    .map(([column, type]) => `${column} ${type}`)
    .join(', ');
  const made = {
    before: Prisma.raw(
      `INSERT INTO anjie.${table.table} (${names}) SELECT ${names} FROM jsonb_to_recordset(`,
    ),
    after: Prisma.raw(`::jsonb) AS r(${types})${onConflict(table)}`),
  };
  texts.set(table, made);
  return made;
}

function onConflict({ upsert }: DerivedTable): string {
  if (upsert === undefined) return '';
  const set = upsert.set.map((what) => (what.includes('=') ? what : `${what} = EXCLUDED.${what}`));
  return ` ON CONFLICT (${upsert.key.join(', ')}) DO UPDATE SET ${set.join(', ')}`;
}
