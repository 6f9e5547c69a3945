import type { JsonObject } from '../domain/json';
import type { Prisma } from '../prisma/generated/client';
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
      // Copies of one request wait here for the first of them; then the key is known, or free.
      await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`${scope}|${key}`}, 1))`;
      const known = await tx.idempotencyKey.findUnique({ where: { scope_key: { scope, key } } });
      if (known && Buffer.compare(known.bodyHash, bodyHash) !== 0)
        return { ok: false, refusal: 'key-reused' };
      if (known) return { ok: true, answer: known.answer as unknown as T, repeated: true };
      const answer = await work(tx, refuse);
      await tx.idempotencyKey.create({
        data: { scope, key, bodyHash: new Uint8Array(bodyHash), answer: answer as Prisma.InputJsonObject },
      });
      return { ok: true, answer, repeated: false };
    });
  } catch (error) {
    if (error instanceof Undone) return { ok: false, refusal: error.refusal as R };
    throw error;
  }
}
