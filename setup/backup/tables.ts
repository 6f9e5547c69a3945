import type { Client } from 'pg';
import { SetupError } from '../progress';

/** One table with the columns that are copied; PostgreSQL reckons the others from them. */
export interface TableShape {
  /** With its schema, e.g. `anjie.case_file`. */
  readonly name: string;
  readonly columns: readonly string[];
}

export interface Migration {
  readonly name: string;
  readonly checksum: string;
}

export interface SequenceState {
  readonly name: string;
  readonly last: string;
}

/** What has to be known before the data are read. It is the first entry of their archive. */
export interface Contents {
  readonly migrations: readonly Migration[];
  readonly tables: readonly TableShape[];
  readonly sequences: readonly SequenceState[];
}

export const contentsName = 'contents.json';

/** What holds for a moment only: nobody is to be logged in, or slowed down, by what was true before. */
const leftOut = ['anjie.session', 'anjie.failed_try', 'anjie.intake_pace'];

/** The tables of record and vault, each after those that it refers to. */
export async function tablesOf(client: Client): Promise<TableShape[]> {
  const { rows } = await client.query<TableShape & { refersTo: string[] }>(`
    SELECT n.nspname || '.' || c.relname AS name,
      array(SELECT a.attname::text FROM pg_attribute a
        WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
        ORDER BY a.attnum) AS columns,
      array(SELECT rn.nspname || '.' || r.relname FROM pg_constraint k
        JOIN pg_class r ON r.oid = k.confrelid JOIN pg_namespace rn ON rn.oid = r.relnamespace
        WHERE k.conrelid = c.oid AND k.contype = 'f' AND k.confrelid <> c.oid) AS "refersTo"
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
    WHERE n.nspname IN ('anjie', 'vault') AND c.relkind = 'r' ORDER BY name`);
  const waiting = rows.filter(({ name }) => !leftOut.includes(name));
  const ordered: TableShape[] = [];
  while (waiting.length > 0) {
    const at = waiting.findIndex(({ refersTo }) => refersTo.every((name) => !isIn(waiting, name)));
    if (at < 0) throw new Error('tables refer to each other in a circle');
    ordered.push(...waiting.splice(at, 1).map(({ name, columns }) => ({ name, columns })));
  }
  return ordered;
}

const isIn = (tables: readonly TableShape[], name: string) => tables.some((table) => table.name === name);

/** The columns of a table as COPY takes them, in the order in which they were copied. */
export function copyTarget({ name, columns }: TableShape): string {
  return `${quotedName(name)} (${columns.map(quoted).join(', ')})`;
}

export function quotedName(name: string): string {
  return name.split('.').map(quoted).join('.');
}

const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/** The migrations that a database has gone through, oldest first; none where it is empty. */
export async function migrationsOf(client: Client): Promise<Migration[]> {
  const { rows } = await client.query<{ kept: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS kept`,
  );
  if (rows[0]?.kept !== true) return [];
  const applied = await client.query<Migration>(`
    SELECT migration_name AS name, checksum FROM public._prisma_migrations
    WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL ORDER BY migration_name`);
  return applied.rows;
}

/** How far the database has counted. Sequences stand outside transactions: they are at least where the copy needs them. */
export async function sequencesOf(client: Client): Promise<SequenceState[]> {
  const { rows } = await client.query<SequenceState>(`
    SELECT schemaname || '.' || sequencename AS name, last_value::text AS last FROM pg_sequences
    WHERE schemaname IN ('anjie', 'vault') AND last_value IS NOT NULL ORDER BY name`);
  return rows;
}

/** What of the business is in a database, as the manifest of a backup tells it. */
export interface Counts {
  readonly cases: number;
  readonly openCases: number;
  readonly lines: number;
  readonly officeLines: number;
  /** SHA-256 over the last line of every record, of cases and office. */
  readonly heads: string;
}

/** @throws {SetupError} where there is no record yet */
export async function countsOf(client: Client): Promise<Counts> {
  const { rows } = await client.query<Counts>(`
    SELECT (SELECT count(*)::int FROM anjie.case_file) AS cases,
      (SELECT count(*)::int FROM anjie.case_file WHERE outcome IS NULL) AS "openCases",
      (SELECT count(*)::int FROM anjie.record_event) AS lines,
      (SELECT count(*)::int FROM anjie.office_event) AS "officeLines",
      encode(sha256(convert_to(
        coalesce((SELECT string_agg(id::text || ' ' || seq || ' ' || encode(head_hash, 'hex'), E'\\n' ORDER BY id)
          FROM anjie.case_file), '') || E'\\n' ||
        coalesce((SELECT encode(hash, 'hex') FROM anjie.office_event ORDER BY seq DESC LIMIT 1), ''), 'UTF8')), 'hex')
        AS heads`);
  const [counts] = rows;
  if (counts === undefined) throw new SetupError('The database holds no record.');
  return counts;
}
