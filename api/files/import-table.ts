import { createHash } from 'node:crypto';
import { parse } from 'csv-parse/sync';
import { readSheet } from 'read-excel-file/node';
import { fromBufferPromise, type ZipFile } from 'yauzl';

/*
 * A list of another office, as CSV or as a workbook of Excel. Every cell is read as the text that it holds: a code of
 * eighteen digits that a spreadsheet has made a number of has lost its last ones, and is never guessed.
 */

/** A cell: its text, or `number` and the like where it is no text. */
export type Cell = string | { readonly notText: string };

/** A list: its header, then its rows, none of them empty. */
export interface Table {
  readonly header: readonly string[];
  readonly rows: readonly { readonly line: number; readonly cells: readonly Cell[] }[];
  /** SHA-256 of the file. */
  readonly digest: string;
}

export const tableBytesAtMost = 4 * 1024 * 1024;
/** A workbook of Excel. */
export const workbookType = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const inflatedBytesAtMost = 64 * 1024 * 1024;
const entriesAtMost = 200;
const columnsAtMost = 60;
const rowsAtMost = 20_000;

/** A file that is no list. Its message is for whoever has sent it. */
export class NoTable extends Error {}

/** @throws NoTable */
export async function tableIn(file: Buffer): Promise<Table> {
  const isZip = file.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'));
  const lines = isZip ? await workbookIn(file) : csvIn(file);
  const [header, ...rows] = lines.map((cells, at) => ({ line: at + 1, cells })).filter(hasText);
  if (header === undefined) throw new NoTable('the list is empty');
  if (rows.length > rowsAtMost) throw new NoTable(`at most ${rowsAtMost} rows`);
  return {
    header: header.cells.map((cell) => (typeof cell === 'string' ? cell : '')),
    rows,
    digest: createHash('sha256').update(file).digest('hex'),
  };
}

function hasText({ cells }: { readonly cells: readonly Cell[] }): boolean {
  return cells.some((cell) => cell !== '');
}

function csvIn(file: Buffer): Cell[][] {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(file);
  } catch {
    throw new NoTable('no workbook (.xlsx), and no CSV in UTF-8: save it as "CSV UTF-8"');
  }
  try {
    const options = { bom: true, relax_column_count: true, trim: true, max_record_size: 20_000 };
    return parse(text, options);
  } catch (error) {
    throw new NoTable(`the CSV cannot be read: ${error instanceof Error ? error.message : 'unknown'}`);
  }
}

/** The cells of the first sheet of a workbook, line by line. @throws NoTable */
export async function workbookIn(file: Buffer): Promise<Cell[][]> {
  await assertPlainWorkbook(file);
  try {
    // Numbers are kept as the digits that the file holds, so that they are told from text.
    const sheet = await readSheet<NotText>(file, 1, { parseNumber: (digits) => ({ notText: digits }) });
    return sheet.map((row) => row.slice(0, columnsAtMost).map(cellOf));
  } catch {
    throw new NoTable('the workbook cannot be read: save it as .xlsx');
  }
}

interface NotText {
  readonly notText: string;
}

function cellOf(value: unknown): Cell {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value.trim();
  if (typeof value === 'object' && 'notText' in value) return { notText: String(value.notText) };
  return { notText: typeof value };
}

/**
 * Looks through a workbook before anything takes it apart: what inflates beyond measure, formulas and merged cells are
 * refused. A formula shows what somebody else has worked out, and of merged cells all but the first are empty.
 * @throws NoTable
 */
async function assertPlainWorkbook(file: Buffer): Promise<void> {
  const zip = await opened(file);
  if (zip.entryCount > entriesAtMost) throw new NoTable('the workbook has too many parts');
  let left = inflatedBytesAtMost;
  for await (const entry of zip.eachEntry()) {
    left -= entry.uncompressedSize;
    // The size that is announced is held: more than that ends the stream with an error.
    if (left < 0) throw new NoTable('the workbook is too large');
    if (entry.fileName.endsWith('/')) continue;
    const text = await textOf(zip, entry);
    if (text.includes('<!DOCTYPE') || text.includes('<!ENTITY'))
      throw new NoTable('the workbook is not as Excel writes it');
    if (!entry.fileName.startsWith('xl/worksheets/')) continue;
    if (/<f[\s>/]/.test(text)) throw new NoTable('a cell has a formula: paste the values');
    if (/<mergeCell[\s>/]/.test(text)) throw new NoTable('cells are merged: each row needs cells of its own');
  }
}

async function opened(file: Buffer): Promise<ZipFile> {
  try {
    return await fromBufferPromise(file);
  } catch {
    throw new NoTable('the workbook cannot be read: save it as .xlsx');
  }
}

async function textOf(zip: ZipFile, entry: Parameters<ZipFile['openReadStreamPromise']>[0]): Promise<string> {
  try {
    const parts: Buffer[] = [];
    for await (const part of await zip.openReadStreamPromise(entry)) parts.push(part as Buffer);
    return Buffer.concat(parts).toString('utf8');
  } catch {
    throw new NoTable('the workbook is damaged');
  }
}
