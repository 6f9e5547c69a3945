import type { Refusal } from '../../domain/refusal';
import type { Database } from '../store/database';
import { retryOnKeyRace, rollbackOnRefusal, type Done } from '../store/idempotency';
import type { Rulebooks } from '../store/rulebook';
import type { Transaction } from '../store/statements';
import type { CommittedChange } from './committed-change';
import type { Outcome } from './desk';
import { toOutcome } from './outcome';

/** What a transaction of the desk comes to: an answer with the cases whose records have grown, or a refusal. */
export type Committed<T> =
  (Done<T, Refusal> & { readonly ok: false }) | (Done<T, Refusal> & { readonly ok: true } & Grown);

interface Grown {
  /** None where a request is answered as before. */
  readonly changes?: readonly CommittedChange[];
}

/**
 * Carries out one piece of work of the desk: by fresh rules, in one transaction that leaves no trace where it comes
 * to a refusal, and tells what has changed once it is committed.
 */
export async function commit<T>(
  db: Database,
  rulebooks: Rulebooks,
  tell: (changes: readonly CommittedChange[]) => void,
  work: (tx: Transaction) => Promise<Committed<T>>,
): Promise<Outcome<T>> {
  const done = await rulebooks.reckon(() => retryOnKeyRace(() => rollbackOnRefusal(db.inTransaction, work)));
  if (done.ok) tell(done.changes ?? []);
  return toOutcome(done);
}
