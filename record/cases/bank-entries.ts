import { bankReturn } from '../../domain/cases/payout/steps';
import type { Decision } from '../../domain/moves/decision';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { Database } from '../store/database';
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

/** Enters what a decision says that the bank has booked, if anything. Refusal: `bank-file-mismatch`. */
export async function enterBankLine(
  { tx, move }: HookPoint,
  { step, body }: Decision,
): Promise<Result<null>> {
  const { bankReference } = body;
  if (typeof bankReference !== 'string') return ok(null);
  const { caseId, view, context } = move;
  const kind = step === bankReturn.id && body.verdict === 'returned' ? 'returned' : 'paid';
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
