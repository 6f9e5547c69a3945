import { Value } from 'typebox/value';
import writeWorkbook from 'write-excel-file/node';
import { newEnterpriseForm, type NewEnterprise } from '../../domain/office/kinds/enterprise';
import { mostRows, type RowFault } from '../../domain/office/kinds/enterprise-import';
import type { Title } from '../../domain/role';
import { foldedAs } from '../../domain/text/formats';
import { csvOf } from './csv';
import { NoTable, type Cell, type Table } from './import-table';

/* The list by which firms are entered many at once: its columns, its template, and what its rows say. */

type Column = keyof NewEnterprise;

const columns: Record<Column, Title> = {
  creditCode: { zh: '统一社会信用代码', en: 'Credit code' },
  name: { zh: '企业名称', en: 'Name' },
  trade: { zh: '行业', en: 'Trade' },
  zone: { zh: '园区或片区', en: 'Zone' },
  address: { zh: '注册地址', en: 'Registered address' },
  aliases: { zh: '简称与曾用名', en: 'Other names' },
};
const columnNames = Object.keys(columns) as Column[];
const needed: readonly Column[] = ['creditCode', 'name'];

/** A row of the list, with its line in the file. */
interface ListedRow {
  readonly line: number;
  readonly row: NewEnterprise;
}

export interface EnterpriseList {
  /** Rows that can be read, in their order. */
  readonly rows: readonly ListedRow[];
  /** What cannot be read, by the line in the file. */
  readonly faults: readonly RowFault[];
}

/** What a table says of firms. Columns are found by their heading, in either language. @throws NoTable */
export function enterprisesIn({ header, rows }: Table): EnterpriseList {
  const places = new Map(columnNames.map((name) => [name, placeOf(name, header)]));
  const absent = needed.filter((name) => places.get(name) === -1);
  if (absent.length > 0)
    throw new NoTable(`needs the columns ${absent.map((name) => columns[name].zh).join(', ')}`);
  if (rows.length > mostRows) throw new NoTable(`at most ${mostRows} rows`);
  const read = rows.map(({ line, cells }) => {
    const cellAt = (name: Column): Cell => cells[places.get(name) ?? -1] ?? '';
    return { line, row: rowOf(cellAt), faults: faultsOf(line, cellAt) };
  });
  return {
    rows: read.filter(({ faults }) => faults.length === 0),
    faults: read.flatMap(({ faults }) => faults),
  };
}

function placeOf(name: Column, header: readonly string[]): number {
  const { zh, en } = columns[name];
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

function rowOf(cellAt: (name: Column) => Cell): NewEnterprise {
  const text = (name: Column) => {
    const cell = cellAt(name);
    return typeof cell === 'string' ? cell : '';
  };
  const orNull = (name: Column) => text(name) || null;
  const aliases = text('aliases')
    .split(/[;；、]/)
    .map((alias) => alias.trim());
  return {
    creditCode: foldedAs('credit-code', text('creditCode')),
    name: text('name'),
    ...{ trade: orNull('trade'), zone: orNull('zone'), address: orNull('address') },
    aliases: [...new Set(aliases.filter((alias) => alias !== ''))],
  };
}

function faultsOf(line: number, cellAt: (name: Column) => Cell): RowFault[] {
  return columnNames.flatMap((column): RowFault[] => {
    const cell = cellAt(column);
    const fault = (code: RowFault['code']) => [{ row: line, column, code }];
    if (typeof cell !== 'string') return fault('cell-not-text');
    if (cell === '') return needed.includes(column) ? fault('cell-missing') : [];
    const value = rowOf(cellAt)[column];
    if (Value.Check(newEnterpriseForm.properties[column], value)) return [];
    return fault(column === 'creditCode' ? 'credit-code-wrong' : 'cell-unfit');
  });
}

const example: Record<Column, string> = {
  creditCode: '91440300708461136T',
  name: '(示例,请删除此行)某某有限公司',
  trade: 'C33',
  zone: 'jxedz/tanghui',
  address: '',
  aliases: '某某;某某厂',
};

export function csvTemplate(): string {
  return csvOf(
    columnNames.map((key) => ({ key, header: columns[key].zh })),
    [example],
  );
}

/** Every cell of it is text, so that a code keeps its digits. */
export async function workbookTemplate(): Promise<Buffer> {
  const cells = (of: (name: Column) => string) =>
    columnNames.map((name) => ({ value: of(name), type: String, format: '@' }));
  return writeWorkbook([cells((name) => columns[name].zh), cells((name) => example[name])], {
    columns: columnNames.map(() => ({ width: 28 })),
  }).toBuffer();
}
