import { Prisma } from '../../prisma/generated/client';
import type { Database } from '../store/database';
import { unsaid, type Row } from '../store/derived-table';
import { Rulebooks } from '../store/rulebook';
import type { Transaction } from '../store/statements';
import { latestHeads } from '../trust/head-store';
import { caseWith, faultOf, type RecordFault, type Witness } from '../trust/verify-record';
import {
  columnsOf,
  differencesIn,
  differingColumns,
  ofCase,
  placeOf,
  rowCheck,
  type CheckedTable,
  type Difference,
} from './row-check';

/*
 * A release that changes what follows from a record leaves rows of the old kind behind. They are made anew from the
 * verified record. What a record does not say is left as it lies: where a row cannot be written without it, the row is
 * named, and so is one that the database itself refuses to change, as what the bank has booked.
 */

/** What was, or would be, done about one case. */
export interface RebuiltCase {
  readonly number: string;
  /** Why nothing is built on its record; null where that is as it was written. */
  readonly refused: RecordFault['fault'] | null;
  /** Tables with keys of rows: changed, and those that the record does not say enough about. */
  readonly changed: readonly string[];
  readonly left: readonly string[];
}

/**
 * Makes the rows of one case anew from its record, in one transaction. A case whose record is not as it was written is
 * refused.
 * @param enter enters in that transaction that the rows were changed; null: it is only said what would be
 */
export async function rebuildRows(
  db: Database,
  number: string,
  witness: Witness,
  enter: ((tx: Transaction) => Promise<void>) | null,
): Promise<RebuiltCase> {
  const rulebooks = new Rulebooks(db);
  return db.inTransaction(async (tx) => {
    await lockFamily(tx, number);
    const { chain, tables } = await caseWith(tx, number, rowCheck(rulebooks));
    const signed = await latestHeads(witness.heads, [chain.caseId]);
    const fault = faultOf(chain, signed.get(chain.caseId), witness);
    if (fault !== null) return { number, refused: fault.fault, changed: [], left: [] };
    const found = await differencesIn(rulebooks, chain, tables);
    const changes = found.map((difference) => ({ difference, change: changeOf(difference, chain.caseId) }));
    const places = (said: boolean) =>
      changes.flatMap(({ difference, change }) => ((change !== null) === said ? [placeOf(difference)] : []));
    const [changed, left] = [places(true), places(false)];
    if (enter !== null && changed.length > 0) {
      for (const { change } of changes) for (const statement of change ?? []) await tx.$executeRaw(statement);
      await enter(tx);
    }
    return { number, refused: null, changed, left };
  });
}

/** As every move of the family does, before anything is read. */
async function lockFamily(tx: Transaction, number: string): Promise<void> {
  await tx.$queryRaw`
    SELECT pg_advisory_xact_lock(hashtextextended(root_id::text, 0))::text FROM anjie.case_file WHERE number = ${number}`;
}

/** The statements that end a difference; null where the record does not say all that has to be written. */
function changeOf({ table, key, standing, lying }: Difference, caseId: string): Prisma.Sql[] | null {
  const [said, there] = [standing[0], lying[0]];
  const where = rowsWith(table, key, caseId);
  if (said !== undefined && there !== undefined && standing.length === 1 && lying.length === 1) {
    const columns = differingColumns(table, said, there);
    return columns.every((column) => isWritable(table, said, column))
      ? [update(table, columns, said, where)]
      : null;
  }
  const columns = Object.keys(columnsOf(table));
  if (!standing.every((row) => columns.every((column) => isWritable(table, row, column)))) return null;
  return [
    ...(lying.length === 0 ? [] : [Prisma.sql`DELETE FROM ${nameOf(table)} t WHERE ${where}`]),
    ...(standing.length === 0 ? [] : [insert(table, standing)]),
  ];
}

/** What is read by an expression, as whether something was done, is no column that could be written. */
function isWritable({ check }: CheckedTable, row: Row, column: string): boolean {
  return check.reads?.[column] === undefined && row[column] !== unsaid;
}

function nameOf({ table }: CheckedTable): Prisma.Sql {
  return Prisma.raw(`anjie.${table}`);
}

function rowsWith(table: CheckedTable, key: readonly string[], caseId: string): Prisma.Sql {
  const parts = table.check.key.map(
    (column, at) => Prisma.sql`${Prisma.raw(`t.${column}::text`)} = ${key[at]}`,
  );
  return Prisma.join([Prisma.sql`${Prisma.raw(`t.${ofCase(table)}`)} = ${caseId}::uuid`, ...parts], ' AND ');
}

function update(table: CheckedTable, columns: readonly string[], row: Row, where: Prisma.Sql): Prisma.Sql {
  const set = columns.map((column) => `${column} = r.${column}`).join(', ');
  return Prisma.sql`UPDATE ${nameOf(table)} t SET ${Prisma.raw(set)} FROM ${recordset(table, columns, [row])} WHERE ${where}`;
}

function insert(table: CheckedTable, rows: readonly Row[]): Prisma.Sql {
  const columns = Object.keys(columnsOf(table));
  const more = Object.entries(table.check.putBackWith ?? {});
  const into = [...columns, ...more.map(([column]) => column)].join(', ');
  const values = [...columns.map((column) => `r.${column}`), ...more.map(([, value]) => value)].join(', ');
  return Prisma.sql`INSERT INTO ${nameOf(table)} (${Prisma.raw(into)})
    SELECT ${Prisma.raw(values)} FROM ${recordset(table, columns, rows)}`;
}

function recordset(table: CheckedTable, columns: readonly string[], rows: readonly Row[]): Prisma.Sql {
  const types = columns.map((column) => `${column} ${columnsOf(table)[column]}`).join(', ');
  return Prisma.sql`jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS ${Prisma.raw(`r(${types})`)}`;
}

/** The numbers of cases whose rows are not what their records say, among the faults that were found. */
export function casesToRebuild(faults: readonly RecordFault[]): string[] {
  return [
    ...new Set(
      faults.flatMap(({ number, seq, fault }) => (fault === 'row-differs' && seq > 0 ? [number] : [])),
    ),
  ];
}
