import { CsvError, parse } from 'csv-parse/sync';
import { FEN_PER_YUAN } from '../../domain/money';
import { foldedAs } from '../../domain/text/formats';
import type { Payee } from '../../record/vault/payee';
import { csvOf } from './csv';
import { NoTable, workbookIn, type Cell } from './import-table';
import { workbookOf } from './workbook';
import { ProblemError } from '../contract/problems';

export interface BankListLine extends Payee {
  readonly claimCode: string;
  readonly amountFen: number;
}

const listColumns = [
  { key: 'claimCode', header: '领取码 Claim code' },
  { key: 'holder', header: '户名 Holder' },
  { key: 'bank', header: '开户银行 Bank' },
  // A spreadsheet makes a number of it, and a number has fifteen digits.
  { key: 'account', header: '账号(勿用表格软件打开) Account (not for spreadsheets)' },
  { key: 'amount', header: '金额(元) Amount in yuan' },
] as const;

/** The list for the program of a bank; no cell that people have filled in can be taken for a formula. */
export function bankList(lines: readonly BankListLine[]): string {
  return csvOf(listColumns, lines.map(listRow));
}

/** The same for people and for banks that take workbooks: every cell is text, so that an account keeps its digits. */
export function bankListWorkbook(lines: readonly BankListLine[]): Promise<Buffer> {
  const head = listColumns.map(({ key, header }) => (key === 'account' ? '账号 Account' : header));
  const rows = lines.map(listRow).map((row) => listColumns.map(({ key }) => row[key]));
  return workbookOf([head, ...rows]);
}

function listRow({ claimCode, holder, bank, account, amountFen }: BankListLine) {
  const amount = `${Math.floor(amountFen / FEN_PER_YUAN)}.${String(amountFen % FEN_PER_YUAN).padStart(2, '0')}`;
  return { claimCode, holder, bank, account, amount };
}

export interface BankReturnLine {
  readonly line: number;
  readonly claimCode: string;
  /** The batch that the line answers; a line that names another batch is never taken for this one. */
  readonly batch: string | null;
  readonly decision: { readonly verdict: string; readonly [field: string]: string | number };
}

const returnColumns = ['claimCode', 'result', 'bankReference', 'cause'];
const linesAtMost = 2000;

/**
 * Reads what the bank sends back: columns `claimCode,result,bankReference,cause`, `batch` if it has it, and for money
 * that came back `amount` in yuan and `returnedOn`. Spreadsheets may separate cells by semicolons or tabs and leave out
 * empty cells at the end of a line.
 * @throws ProblemError `bank-file-malformed`, with line and column: then no line of it was taken.
 */
export function readBankReturns(text: string): BankReturnLine[] {
  return returnsIn(tableIn(text));
}

/**
 * The same from a workbook, whose codes have to be text.
 * @throws ProblemError `bank-file-malformed`
 */
export async function readBankReturnsWorkbook(file: Buffer): Promise<BankReturnLine[]> {
  const sheet = await workbookIn(file).catch((error: unknown) => {
    throw error instanceof NoTable ? malformed(error.message) : error;
  });
  const filled = sheet
    .map((cells, at) => ({ line: at + 1, cells }))
    .filter(({ cells }) => cells.some((cell) => cell !== ''));
  const [heading, ...rows] = filled;
  if (heading === undefined) return returnsIn([]);
  const columns = heading.cells.map(textIn);
  const inText = rows.map(({ line, cells }) => ({
    line,
    cells: cells.map((cell, at) => cellText(cell, line, at, columns[at] ?? '')),
  }));
  return returnsIn([{ line: heading.line, cells: columns }, ...inText]);
}

function textIn(cell: Cell): string {
  return typeof cell === 'string' ? cell : '';
}

/** The text of a cell. A number that stands where a code belongs may have lost its last digits; an amount has not. */
function cellText(cell: Cell, line: number, at: number, column: string): string {
  if (typeof cell === 'string') return cell;
  if (column === 'amount' && /^\d{1,10}(\.\d{1,2})?$/.test(cell.notText)) return cell.notText;
  throw malformed(`line ${line}, column ${at + 1}: the cell is no text, so digits may be lost`);
}

function returnsIn([header, ...rows]: readonly TableRow[]): BankReturnLine[] {
  const columns = header?.cells ?? [];
  const missing = returnColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0) {
    throw malformed(`line ${header?.line ?? 1} has to name the columns ${missing.join(', ')}`);
  }
  if (rows.length > linesAtMost)
    throw malformed(`holds ${rows.length} lines, at most ${linesAtMost} are taken`);
  return rows.map(({ line, cells }) => {
    const beyond = cells.findIndex((cell, at) => (columns[at] ?? '') === '' && cell !== '');
    if (beyond >= 0) throw malformed(`line ${line}, column ${beyond + 1}: a cell without a heading`);
    const row = Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
    const batch = foldedAs('batch', row['batch'] ?? '');
    return {
      line,
      claimCode: foldedAs('claim-code', row['claimCode'] ?? ''),
      batch: batch === '' ? null : batch,
      decision: decisionOf(row),
    };
  });
}

function decisionOf({
  result = '',
  bankReference: typed = '',
  cause = '',
  amount = '',
  returnedOn = '',
}: Readonly<Record<string, string>>): BankReturnLine['decision'] {
  const bankReference = foldedAs('bank-reference', typed);
  switch (result) {
    case 'paid':
      return { verdict: 'paid', bankReference };
    case 'refused':
      return { verdict: 'refused', cause };
    case 'returned':
      return { verdict: 'returned', bankReference, amountFen: fenIn(amount), returnedOn, cause };
    default:
      return { verdict: result };
  }
}

/** An amount in yuan, as in the list for the bank, in fen. A text that is no amount gives one that was never paid. */
function fenIn(amount: string): number {
  const [, whole, fraction = ''] = /^(\d{1,10})(?:\.(\d{1,2}))?$/.exec(amount.replaceAll(',', '')) ?? [];
  return whole === undefined ? -1 : Number(whole) * FEN_PER_YUAN + Number(fraction.padEnd(2, '0'));
}

interface TableRow {
  /** The line of the file on which it ends. */
  readonly line: number;
  readonly cells: readonly string[];
}

function tableIn(text: string): TableRow[] {
  const [, named] = /^sep=([,;\t])\r?\n/.exec(text) ?? [];
  const rows: TableRow[] = [];
  try {
    parse(text, {
      bom: true,
      trim: true,
      delimiter: named ?? delimiterIn(text),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      max_record_size: 2000,
      on_record: (cells, { lines }) => void rows.push({ line: lines, cells }),
      ...(named === undefined ? {} : { from: 2 }),
    });
    return rows;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines } = error as CsvError & { readonly lines?: number };
    throw malformed(`line ${lines ?? 1}: ${csvFaults[code] ?? 'cannot be read as CSV'}`);
  }
}

/** What separates the cells of the heading; none of the headings holds it. */
function delimiterIn(text: string): string {
  const [heading = ''] = text.split('\n');
  return [';', '\t'].find((each) => heading.includes(each)) ?? ',';
}

/** The message of the parser may quote a cell, which may be somebody's name. */
const csvFaults: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quotation mark is not closed',
  INVALID_OPENING_QUOTE: 'a quotation mark within a cell that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'something follows the closing quotation mark of a cell',
  CSV_MAX_RECORD_SIZE: 'is too long',
};

function malformed(detail: string): ProblemError {
  return new ProblemError('bank-file-malformed', { detail });
}
