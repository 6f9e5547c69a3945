/*
 * What must be true of rewards and their money, in a few lines: which operation is taken where a reward stands, and
 * what becomes of it. It knows nothing of steps, records or tables.
 */

export interface Reward {
  readonly number: string;
  readonly amountFen: number;
  /** What it waits for; `paid` and `given-up` are ends from which it may yet begin again. */
  waits: 'claim' | 'release' | 'list' | 'bank' | 'reconciliation' | 'correction' | 'paid' | 'given-up';
  /** The payment of each claim, the last of them the one that counts. */
  readonly payments: Payment[];
}

export interface Payment {
  readonly number: string;
  readonly claimCode: string;
  state: 'opened' | 'released' | 'listed' | 'unknown' | 'refused' | 'paid' | 'returned' | 'withdrawn';
  /** The lists on which it has stood, oldest first. */
  readonly batches: string[];
  /** What the bank has booked, oldest first. */
  readonly booked: { readonly kind: 'paid' | 'returned'; readonly reference: string }[];
  /** Lines of the bank that were taken: each again is answered as before. */
  readonly taken: Set<string>;
}

/** A line of the bank about a payment. */
export interface BankLine {
  readonly result: 'paid' | 'refused' | 'unknown' | 'returned';
  /** Of the bank; the lines that have one. */
  readonly reference: string;
  readonly batch: string;
  readonly amountFen: number;
}

export type Operation =
  | { readonly do: 'claim' | 'waive' | 'correct' | 'release' | 'take-back' | 'reopen' | 'let-time-pass' }
  | { readonly do: 'list'; readonly batch: string }
  | { readonly do: 'bank'; readonly line: BankLine }
  | { readonly do: 'reconcile'; readonly reference: string | null };

/** References of the bank that are in use, over all rewards. */
export type References = Set<string>;

export const paymentOf = ({ payments }: Reward): Payment | undefined => payments.at(-1);

/** What went out and did not come back. */
export function paidFen({ payments, amountFen }: Reward): number {
  const booked = payments.flatMap((payment) => payment.booked);
  return booked.reduce((sum, { kind }) => sum + (kind === 'paid' ? amountFen : -amountFen), 0);
}

/** Whether its money came back and has not gone out again, though it still may. */
export function isSentBack(reward: Reward): boolean {
  const open = reward.waits !== 'claim' && reward.waits !== 'paid' && reward.waits !== 'given-up';
  return open && paymentOf(reward)?.booked.at(-1)?.kind === 'returned';
}

/** Whether an operation is taken. Where it is, the reward stands as it does afterwards; where not, nothing has changed. */
export function takes(reward: Reward, operation: Operation, references: References): boolean {
  const payment = paymentOf(reward);
  switch (operation.do) {
    case 'claim':
      return moves(reward, 'claim', 'release');
    case 'waive':
      return moves(reward, 'claim', 'given-up');
    case 'correct':
      return moves(reward, 'correction', 'release');
    case 'release':
      return moves(reward, 'release', 'list', 'released');
    case 'list':
      if (!moves(reward, 'list', 'bank', 'listed')) return false;
      payment?.batches.push(operation.batch);
      return true;
    case 'reopen':
      return moves(reward, 'given-up', 'claim');
    case 'let-time-pass':
      return moves(reward, 'claim', 'given-up');
    case 'take-back': {
      const { waits } = reward;
      const mayBe = waits === 'release' || waits === 'list' || waits === 'correction';
      return mayBe && moves(reward, waits, 'given-up', 'withdrawn');
    }
    case 'bank':
      return payment !== undefined && takesLine(reward, payment, operation.line, references);
    case 'reconcile': {
      const { reference } = operation;
      if (reference === null) return moves(reward, 'reconciliation', 'release', 'refused');
      if (payment === undefined || references.has(reference)) return false;
      return moves(reward, 'reconciliation', 'paid', 'paid') && books(payment, 'paid', reference, references);
    }
  }
}

function takesLine(reward: Reward, payment: Payment, line: BankLine, references: References): boolean {
  const { result, reference, batch, amountFen } = line;
  const { batches, taken } = payment;
  const booked = result === 'paid' || result === 'returned';
  const list = batch || (batches.length === 1 ? batches[0] : '');
  const words = booked
    ? [result, reference, result === 'returned' ? amountFen : ''].join()
    : [result, list].join();
  if (taken.has(words)) return true;
  if (batch !== '' && batch !== batches.at(-1)) return false;
  if (batch === '' && !booked && batches.length > 1) return false;
  if (booked && references.has(reference)) return false;
  const done =
    result === 'paid'
      ? moves(reward, 'bank', 'paid', 'paid') && books(payment, 'paid', reference, references)
      : result === 'returned'
        ? amountFen === reward.amountFen &&
          moves(reward, 'paid', 'correction', 'returned') &&
          books(payment, 'returned', reference, references)
        : result === 'refused'
          ? moves(reward, 'bank', 'correction', 'refused')
          : moves(reward, 'bank', 'reconciliation', 'unknown');
  if (done) taken.add(words);
  return done;
}

function books(payment: Payment, kind: 'paid' | 'returned', reference: string, references: References): true {
  payment.booked.push({ kind, reference });
  references.add(reference);
  return true;
}

function moves(
  reward: Reward,
  from: Reward['waits'],
  to: Reward['waits'],
  state?: Payment['state'],
): boolean {
  if (reward.waits !== from) return false;
  reward.waits = to;
  const payment = paymentOf(reward);
  if (state !== undefined && payment !== undefined) payment.state = state;
  return true;
}
