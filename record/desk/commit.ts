import { refuse, type Refusal } from '../../domain/refusal';
import type { Database } from '../store/database';
import { retryOnKeyRace, rollbackOnRefusal, type Done } from '../store/idempotency';
import type { Rulebooks } from '../store/rulebook';
import type { Transaction } from '../store/statements';
import { isNotAsSealed } from '../vault/vault';
import type { CommittedChange } from './committed-change';
import type { KeyReused, Outcome } from './desk';

/** The result of a transaction of the desk: an answer with the cases whose records have grown, or a refusal. */
export type Committed<T> =
  (Done<T, Refusal> & { readonly ok: false }) | (Done<T, Refusal> & { readonly ok: true } & Grown);

interface Grown {
  /** Done only to see what would come of it: the transaction is rolled back. */
  readonly undone?: true;
  /** None where a repeated request got its earlier answer. */
  readonly changes?: readonly CommittedChange[];
}

/** The work, refused where something that it opens is not what was sealed there. Refusal: `record-not-as-written`. */
function asSealed<T>(work: (tx: Transaction) => Promise<Committed<T>>): typeof work {
  return async (tx) => {
    try {
      return await work(tx);
    } catch (error) {
      if (!isNotAsSealed(error)) throw error;
      return refuse('record-not-as-written', 'something sealed is not what was sealed at its place');
    }
  };
}

/**
 * Carries out one piece of work of the desk in one transaction, by fresh rules. A refusal leaves no trace of it; after
 * a commit the changes are told.
 */
export async function commit<T>(
  db: Database,
  rulebooks: Rulebooks,
  tell: (changes: readonly CommittedChange[]) => void,
  work: (tx: Transaction) => Promise<Committed<T>>,
): Promise<Outcome<T>> {
  const done = await rulebooks.reckon(() =>
    retryOnKeyRace(() => rollbackOnRefusal(db.inTransaction, asSealed(work))),
  );
  if (done.ok) tell(done.changes ?? []);
  return toOutcome(done);
}

const keyReused: { ok: false; refusal: KeyReused } = {
  ok: false,
  refusal: { code: 'key-reused', detail: 'this Idempotency-Key came with another request before' },
};

/** The outcome of a piece of work without what only its transaction needed. */
function toOutcome<T>(outcome: Done<T, Refusal>): Outcome<T> {
  if (outcome.ok) return { ok: true, answer: outcome.answer, repeated: outcome.repeated };
  return outcome.refusal === 'key-reused' ? keyReused : { ok: false, refusal: outcome.refusal };
}
