import type { JsonObject } from '../domain/json';
import type { Database } from './database';
import type { Idempotency } from './desk';
import type { Transaction } from './persist';

/** A refusal on the way out of a transaction: nothing of it is kept. */
class Undone<R> extends Error {
  constructor(readonly refusal: R) {
    super('undone');
  }
}

export type Done<T, R> =
  | { readonly ok: true; readonly answer: T; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: R | 'key-reused' };

/**
 * Does a piece of work in one transaction, once per idempotency key: the answer is kept in the transaction
 * that does the work, and a repeated request gets it again. The work refuses by calling `refuse`; then
 * nothing is kept. Without a key the work is simply done.
 */
export async function once<T extends JsonObject, R>(
  db: Database,
  idempotency: Idempotency | null,
  work: (tx: Transaction, refuse: (refusal: R) => never) => Promise<T>,
): Promise<Done<T, R>> {
  const refuse = (refusal: R): never => {
    throw new Undone(refusal);
  };
  try {
    return await db.$transaction(async (tx): Promise<Done<T, R>> => {
      if (idempotency === null) return { ok: true, answer: await work(tx, refuse), repeated: false };
      const { scope, key, bodyHash } = idempotency;
      // Copies of one request wait at the unique key until the first of them has committed or given up.
      const taken = await tx.$executeRaw`
        INSERT INTO anjie.idempotency_key (scope, key, body_hash, answer)
        VALUES (${scope}, ${key}, ${new Uint8Array(bodyHash)}, 'null') ON CONFLICT DO NOTHING`;
      if (taken === 0) {
        const known = await tx.idempotencyKey.findUniqueOrThrow({ where: { scope_key: { scope, key } } });
        if (Buffer.compare(known.bodyHash, bodyHash) !== 0) return { ok: false, refusal: 'key-reused' };
        return { ok: true, answer: known.answer as unknown as T, repeated: true };
      }
      const answer = await work(tx, refuse);
      await tx.$executeRaw`
        UPDATE anjie.idempotency_key SET answer = ${JSON.stringify(answer)}::jsonb WHERE scope = ${scope} AND key = ${key}`;
      return { ok: true, answer, repeated: false };
    });
  } catch (error) {
    if (error instanceof Undone) return { ok: false, refusal: error.refusal as R };
    throw error;
  }
}
