import { CsvError, parse } from 'csv-parse/sync';
import { FEN_PER_YUAN } from '../../domain/money';
import { foldedAs } from '../../domain/text/formats';
import type { Payee } from '../../record/vault/payee';
import { csvOf } from './csv';
import { ProblemError } from '../contract/problems';

export interface BankListLine extends Payee {
  readonly claimCode: string;
  readonly amountFen: number;
}

const listColumns = [
  { key: 'claimCode', header: '领取码 Claim code' },
  { key: 'holder', header: '户名 Holder' },
  { key: 'bank', header: '开户银行 Bank' },
  { key: 'account', header: '账号 Account' },
  { key: 'amount', header: '金额(元) Amount in yuan' },
] as const;

/** The list for the bank; no cell that people have filled in can be taken for a formula. */
export function bankList(lines: readonly BankListLine[]): string {
  const rows = lines.map(({ claimCode, holder, bank, account, amountFen }) => ({
    claimCode,
    holder,
    bank,
    account,
    amount: `${Math.floor(amountFen / FEN_PER_YUAN)}.${String(amountFen % FEN_PER_YUAN).padStart(2, '0')}`,
  }));
  return csvOf(listColumns, rows);
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
  const [header, ...rows] = tableIn(text);
  const columns = header?.cells ?? [];
  const missing = returnColumns.filter((column) => !columns.includes(column));
  if (missing.length > 0) throw malformed(`line 1 has to name the columns ${missing.join(', ')}`);
  if (rows.length > linesAtMost)
    throw malformed(`holds ${rows.length} lines, at most ${linesAtMost} are taken`);
  return rows.map(({ line, cells }) => {
    const beyond = cells.findIndex((cell, at) => at >= columns.length && cell !== '');
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
