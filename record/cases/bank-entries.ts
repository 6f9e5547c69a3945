import { bankReturn } from '../../domain/cases/payout/steps';
import { stepOfKey } from '../../domain/case/step';
import type { Decision } from '../../domain/moves/decision';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Database } from '../store/database';
import type { DerivedTable } from '../store/derived-table';
import type { HookPoint } from './case-hooks';

/*
 * What the bank has booked by the records of payouts: money that went out, and money that came back. There is one line
 * per reference of the bank, for ever and over all payouts; a return is a line of its own beside the payment.
 */

export interface BankEntry {
  readonly kind: 'paid' | 'returned';
  readonly bankReference: string;
  readonly amountFen: number;
  readonly enteredAt: string;
}

/** Each reference is entered where its decision is taken: somebody else's is refused there. */
export const bankEntries: DerivedTable = {
  table: 'bank_entry',
  columns: {},
  rows: () => [],
  check: {
    key: ['seq'],
    columns: {
      case_id: 'uuid',
      seq: 'int',
      kind: 'text',
      bank_reference: 'text',
      amount_fen: 'int',
      entered_at: 'timestamptz',
    },
    standing: ({ move: { caseId, view, fresh } }) =>
      fresh.flatMap(({ seq, at, body }) => {
        const reference = body.kind === 'decided' ? body.facts['bankReference'] : undefined;
        if (body.kind !== 'decided' || typeof reference !== 'string') return [];
        const kind = kindOf(stepOfKey(body.key), body.verdict);
        const entry = { case_id: caseId, seq, kind, bank_reference: reference };
        return [{ ...entry, amount_fen: view.input['amountFen'], entered_at: at }];
      }),
  },
};

function kindOf(step: string, verdict: string): BankEntry['kind'] {
  return step === bankReturn.id && verdict === 'returned' ? 'returned' : 'paid';
}

/** Enters what a decision says that the bank has booked, if anything. Refusal: `bank-file-mismatch`. */
export async function enterBankLine(
  { tx, move }: HookPoint,
  { step, body }: Decision,
): Promise<Result<null>> {
  const { bankReference } = body;
  if (typeof bankReference !== 'string') return ok(null);
  const { caseId, view, context } = move;
  const kind = kindOf(step, body.verdict);
  // Two who enter the same reference at once wait for each other here, until the first is kept or refused.
  const entered = await tx.$executeRaw`
    INSERT INTO anjie.bank_entry (bank_reference, case_id, seq, kind, amount_fen, entered_at)
    VALUES (${bankReference}, ${caseId}::uuid, ${view.seq}, ${kind}, ${view.input['amountFen']}, ${context.now}::timestamptz)
    ON CONFLICT DO NOTHING`;
  return entered === 1
    ? ok(null)
    : refuse('bank-file-mismatch', 'this bank reference belongs to another transfer', {
        pointer: '/bankReference',
      });
}

/** What the bank has booked of a payout, oldest first. */
export async function bankEntriesOf(db: Database, caseId: string): Promise<BankEntry[]> {
  const rows = await db.bankEntry.findMany({ where: { caseId }, orderBy: { seq: 'asc' } });
  return rows.map(({ kind, bankReference, amountFen, enteredAt }) => ({
    kind: kind === 'returned' ? 'returned' : 'paid',
    bankReference,
    amountFen,
    enteredAt: enteredAt.toISOString(),
  }));
}
