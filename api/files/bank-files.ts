import { parse } from 'csv-parse/sync';
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
 * that came back `amount` in yuan and `returnedOn`.
 * @throws ProblemError `bank-file-malformed`: then no line of it was taken.
 */
export function readBankReturns(text: string): BankReturnLine[] {
  const rows = parsed(text);
  const [first] = rows;
  if (first !== undefined && !returnColumns.every((column) => column in first)) {
    throw new ProblemError('bank-file-malformed', {
      detail: `needs the columns ${returnColumns.join(', ')}`,
    });
  }
  return rows.map((row, index) => {
    const [claimCode, batch] = [
      foldedAs('claim-code', row['claimCode'] ?? ''),
      foldedAs('batch', row['batch'] ?? ''),
    ];
    return {
      line: index + 2,
      claimCode,
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

function parsed(text: string): Record<string, string>[] {
  try {
    const rows: Record<string, string>[] = parse(text, {
      bom: true,
      columns: true,
      trim: true,
      skip_empty_lines: true,
      max_record_size: 2000,
    });
    if (rows.length > linesAtMost) throw new Error('too many lines');
    return rows;
  } catch {
    throw new ProblemError('bank-file-malformed', {
      detail: `CSV with a header line and at most ${linesAtMost} lines`,
    });
  }
}
