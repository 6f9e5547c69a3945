import { viewOf, type CaseView } from '../../domain/case/case-view';
import { caseTypeNames } from '../../domain/cases/catalogue';
import { canonicalJson } from '../../domain/json';
import { CaseMove, type MoveContext } from '../../domain/moves/case-move';
import { Prisma } from '../../prisma/generated/client';
import { hooksOf } from '../cases/hooks';
import { everyCaseHas } from '../desk/keep';
import { genesisHash } from '../store/chain';
import {
  unsaid,
  type DerivedTable,
  type KeptMove,
  type Row,
  type RowCheck,
  type WholeRecord,
} from '../store/derived-table';
import type { Rulebook, Rulebooks } from '../store/rulebook';
import type { StoredChain, TableCheck } from '../trust/verify-record';
import { rowsOfNoCase } from './rows-of-no-case';

/*
 * Derived tables follow from the records alone, and lists, money and the separation of persons go by them. So they are
 * held against the records: the rows that a record leaves are made anew in memory and compared with those that lie there.
 */

export type CheckedTable = DerivedTable & { readonly check: RowCheck };

const ofEveryCase = everyCaseHas.filter(isChecked);
const ofOneType = new Set(caseTypeNames.flatMap((name) => hooksOf(name).derived ?? []).filter(isChecked));
const all: readonly CheckedTable[] = [...ofEveryCase, ...ofOneType];

/** The column of a table that names its case. */
export function ofCase({ check }: CheckedTable): string {
  return check.of ?? 'case_id';
}

/** Tables whose rows name the case that they belong to. */
const ofCases = all.filter((table) => ofCase(table) === 'case_id').map(({ table }) => table);

function isChecked(table: DerivedTable): table is CheckedTable {
  return table.check !== undefined;
}

/** Rows of one key that are other than they ought to be, that are missing, or that nothing speaks for. */
export interface Difference {
  readonly table: CheckedTable;
  readonly key: readonly string[];
  readonly standing: readonly Row[];
  readonly lying: readonly Row[];
}

/** How a difference is named: the table with the key of its rows. */
export function placeOf({ table, key }: Difference): string {
  return [table.table, ...key].join('/');
}

/** What of the rows that were read of a case ({@link TableCheck.read}) is not what its record says. */
export function differencesIn(
  rulebooks: Rulebooks,
  chain: StoredChain,
  tables: unknown,
): Promise<Difference[]> {
  // Law may be published while records are read.
  return rulebooks.reckon((rulebook) =>
    Promise.resolve(differences(chain, tables as TablesRead, contextOf(chain, rulebook))),
  );
}

/** Holds the rows of derived tables against the records, under the law that these have pinned. */
export function rowCheck(rulebooks: Rulebooks): TableCheck {
  return {
    read: reading,
    faultsOf: async (chain, tables) =>
      (await differencesIn(rulebooks, chain, tables)).map((difference) => ({
        ...{ number: chain.number, seq: chain.seq, fault: 'row-differs' as const },
        place: placeOf(difference),
      })),
    orphans: (db, first, last) => rowsOfNoCase(db, ofCases, first, last),
  };
}

// --- what lies there ----------------------------------------------------------------------------

interface TablesRead {
  /** The case in which the parent's family began; null where there is no parent. */
  readonly parentRoot: string | null;
  /** The firm that the case is about, and those that turned out to be it. */
  readonly firm: string | null;
  readonly joined: readonly string[] | null;
  readonly rows: { readonly [table: string]: readonly Row[] | null };
}

/** The columns that are compared, with their types. */
export const columnsOf = ({ check, columns }: CheckedTable) => check.columns ?? columns;

function rowsOf(table: CheckedTable): string {
  const { reads = {} } = table.check;
  const columns = Object.keys(columnsOf(table)).map((name) => `${reads[name] ?? `t.${name}`} AS ${name}`);
  return `(SELECT json_agg(r) FROM (
    SELECT ${columns.join(', ')} FROM anjie.${table.table} t WHERE t.${ofCase(table)} = f.id) r)`;
}

/** All rows of a case `f`, by table. */
const reading = Prisma.raw(`json_build_object(
  'parentRoot', (SELECT p.root_id FROM anjie.case_file p WHERE p.id = f.parent_id),
  'firm', f.enterprise_id,
  'joined', (SELECT json_agg(m.id) FROM anjie.enterprise m WHERE m.merged_into = f.enterprise_id),
  'rows', json_build_object(${all.map((table) => `'${table.table}', ${rowsOf(table)}`).join(',\n  ')}))`);

// --- what the record leaves ---------------------------------------------------------------------

function differences(
  { caseId, lines }: StoredChain,
  { parentRoot, firm, joined, rows }: TablesRead,
  context: MoveContext,
): Difference[] {
  const events = lines.map(({ event }) => event);
  const view = viewOf(events);
  const move = new CaseMove(caseId, view, context);
  move.fresh.push(...events);
  const rootId = view.parent === null ? caseId : (parentRoot ?? '');
  const whole: WholeRecord = {
    ...{ move, family: { rootId, enterpriseId: null } },
    joined: (said) => (firm !== null && joined?.includes(said) === true ? firm : said),
  };
  return all.flatMap((table) => {
    const standing = concerns(table, view) ? rowsLeft(table, whole) : [];
    return differing(table, standing, rows[table.table] ?? []);
  });
}

function concerns(table: CheckedTable, { caseType }: CaseView): boolean {
  return !ofOneType.has(table) || (hooksOf(caseType).derived ?? []).includes(table);
}

function rowsLeft(table: CheckedTable, whole: WholeRecord): readonly Row[] {
  if (table.check.standing !== undefined) return table.check.standing(whole);
  const kept: KeptMove = {
    ...whole,
    ...{ headHash: genesisHash, texts: [], written: null, actor: null, answered: null },
    sealLine: () => genesisHash,
  };
  return table.rows(kept);
}

/** A reading counts nothing and opens nothing: only law and calendar are asked for. */
function contextOf({ movedAt }: StoredChain, rulebook: Rulebook): MoveContext {
  const never = () => {
    throw new Error('rows are read off a record, nothing is added to it');
  };
  const now = movedAt.toISOString();
  const { calendar } = rulebook;
  const policy: MoveContext['policy'] = (pin) => rulebook.policy(pin);
  const pinFor: MoveContext['pinFor'] = (zone) => rulebook.pinFor(zone, now);
  return { now, calendar, policy, pinFor, procedure: never, newCase: never, idle: never };
}

// --- the comparison -----------------------------------------------------------------------------

function differing(table: CheckedTable, standing: readonly Row[], lying: readonly Row[]): Difference[] {
  const keyOf = (row: Row) => JSON.stringify(table.check.key.map((column) => String(row[column])));
  const [said, there] = [groupedBy(keyOf, standing), groupedBy(keyOf, lying)];
  return [...new Set([...said.keys(), ...there.keys()])].flatMap((key) => {
    const rows = { standing: said.get(key) ?? [], lying: there.get(key) ?? [] };
    return agree(table, rows.standing, rows.lying)
      ? []
      : [{ table, key: JSON.parse(key) as string[], ...rows }];
  });
}

/** Whether rows of one key are just those that ought to be there. */
function agree(table: CheckedTable, standing: readonly Row[], lying: readonly Row[]): boolean {
  const left = [...lying];
  const found = standing.every((row) => {
    const at = left.findIndex((each) => differingColumns(table, row, each).length === 0);
    if (at >= 0) left.splice(at, 1);
    return at >= 0;
  });
  return found && left.length === 0;
}

/** The columns in which a row is other than it ought to be. */
export function differingColumns(table: CheckedTable, standing: Row, lying: Row): string[] {
  const types = Object.entries(columnsOf(table));
  return types.flatMap(([name, type]) => (fits(standing, lying, name, type) ? [] : [name]));
}

function groupedBy(keyOf: (row: Row) => string, rows: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

function fits(standing: Row, lying: Row, column: string, type: string): boolean {
  const [said, there] = [standing[column] ?? null, lying[column] ?? null];
  if (said === unsaid || said === there) return true;
  if (said === null || there === null) return false;
  return comparable(said, type) === comparable(there, type);
}

/** A value as it can be compared, by PostgreSQL's type of its column. */
function comparable(value: unknown, type: string): unknown {
  if (type === 'timestamptz') return Date.parse(value as string);
  if (type === 'uuid[]') return [...(value as string[])].sort().join();
  return type === 'jsonb' ? canonicalJson(value) : value;
}
