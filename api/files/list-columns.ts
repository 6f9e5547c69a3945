import type { TSchema } from 'typebox';
import { Value } from 'typebox/value';
import { mostRows, type RowFault } from '../../domain/office/kinds/office-list';
import type { Title } from '../../domain/role';
import { csvOf } from './csv';
import { NoTable, type Cell, type Table } from './import-table';
import { workbookOf } from './workbook';

/** What a list of another office holds: its columns, how a row is read, and an example. */
export interface ListDef<Row extends object> {
  readonly columns: { readonly [C in keyof Row & string]: Title };
  readonly needed: readonly (keyof Row & string)[];
  /** The shape that each column has to fit. */
  readonly shapes: { readonly [C in keyof Row & string]: TSchema };
  rowOf(text: (column: keyof Row & string) => string): Row;
  /** Columns whose cells may be numbers: short ones, which lose nothing by it. */
  readonly numbers?: readonly (keyof Row & string)[];
  readonly example: { readonly [C in keyof Row & string]: string };
}

/** Rows that can be read, each with its line in the file, and what cannot be read. */
export interface ReadList<Row> {
  readonly rows: readonly { readonly line: number; readonly row: Row }[];
  readonly faults: readonly RowFault[];
}

/** What a table says by its columns, which are found by their heading, in either language. @throws NoTable */
export function listIn<Row extends object>(def: ListDef<Row>, { header, rows }: Table): ReadList<Row> {
  const { columns, needed } = def;
  const names = namesOf(def);
  const places = new Map(names.map((name) => [name, placeOf(name, columns[name], header)]));
  const absent = needed.filter((name) => places.get(name) === -1);
  if (absent.length > 0)
    throw new NoTable(`needs the columns ${absent.map((name) => columns[name].zh).join(', ')}`);
  if (rows.length > mostRows) throw new NoTable(`at most ${mostRows} rows`);
  const read = rows.map(({ line, cells }) => {
    const cellAt = (name: string) => asText(def, name, cells[places.get(name as never) ?? -1] ?? '');
    const row = def.rowOf((name) => {
      const cell = cellAt(name);
      return typeof cell === 'string' ? cell : '';
    });
    return { line, row, faults: faultsOf(def, line, row, cellAt) };
  });
  return {
    rows: read.filter(({ faults }) => faults.length === 0),
    faults: read.flatMap(({ faults }) => faults),
  };
}

function namesOf<Row extends object>({ columns }: ListDef<Row>): (keyof Row & string)[] {
  return Object.keys(columns) as (keyof Row & string)[];
}

function asText<Row extends object>({ numbers = [] }: ListDef<Row>, name: string, cell: Cell): Cell {
  const short = typeof cell !== 'string' && (numbers as readonly string[]).includes(name);
  return short ? cell.notText : cell;
}

function placeOf(name: string, { zh, en }: Title, header: readonly string[]): number {
  const names = [zh, en.toLowerCase(), name.toLowerCase()];
  return header.findIndex((heading) =>
    names.includes(
      heading
        .replace(/[((*].*$/, '')
        .trim()
        .toLowerCase(),
    ),
  );
}

function faultsOf<Row extends object>(
  def: ListDef<Row>,
  line: number,
  row: Row,
  cellAt: (name: string) => Cell,
): RowFault[] {
  return namesOf(def).flatMap((column): RowFault[] => {
    const cell = cellAt(column);
    const fault = (code: RowFault['code']) => [{ row: line, column, code }];
    if (typeof cell !== 'string') return fault('cell-not-text');
    if (cell === '') return def.needed.includes(column) ? fault('cell-missing') : [];
    if (Value.Check(def.shapes[column], row[column])) return [];
    return fault(column === 'creditCode' ? 'credit-code-wrong' : 'cell-unfit');
  });
}

/** What stands in a cell one after the other. */
export function several(text: string): string[] {
  const parts = text.split(/[;;、]/).map((part) => part.trim());
  return [...new Set(parts.filter((part) => part !== ''))];
}

export function csvTemplate<Row extends object>(def: ListDef<Row>): string {
  return csvOf(
    namesOf(def).map((key) => ({ key, header: def.columns[key].zh })),
    [def.example],
  );
}

/** Every cell of it is text, so that a code keeps its digits. */
export function workbookTemplate<Row extends object>(def: ListDef<Row>): Promise<Buffer> {
  const cells = (of: (name: keyof Row & string) => string) => namesOf(def).map(of);
  return workbookOf([cells((name) => def.columns[name].zh), cells((name) => def.example[name])]);
}
