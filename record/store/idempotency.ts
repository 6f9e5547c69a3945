import type { JsonObject } from '../../domain/json';
import type { Prisma } from '../../prisma/generated/client';
import type { Database } from './database';
import type { Statements } from './statements';

/** A request that may arrive twice. The answer is kept under the key, in the transaction that did the work. */
export interface Idempotency {
  /** Who sent it: an account id, or a fixed word for the public routes. */
  readonly scope: string;
  /** A keyed hash of the key that the client chose: what a client keeps must not be found again in the database. */
  readonly key: string;
  readonly bodyHash: Buffer;
  /** Whether the key is kept for ever, as where money may move; other keys are deleted after some days. */
  readonly lasting?: boolean;
}

/** The answer to a request, kept under its idempotency key for a repetition. */
export interface Answered {
  readonly idempotency: Idempotency;
  readonly answer: JsonObject;
}

/** The earlier answer under an idempotency key. */
export interface KeptAnswer {
  readonly bodyHash: Uint8Array;
  readonly answer: JsonObject;
}

export type Done<T, R> =
  | { readonly ok: true; readonly answer: T; readonly repeated: boolean }
  | { readonly ok: false; readonly refusal: R | 'key-reused' };

/** Runs work in a transaction; what the work throws rolls it back. */
type Begin<Tx> = <Result>(work: (tx: Tx) => Promise<Result>) => Promise<Result>;

/** A transaction with Prisma's models. */
export type ModelTransaction = Prisma.TransactionClient;

/** Transactions with Prisma's models. */
export function overModels(db: Database): Begin<ModelTransaction> {
  return (work) => db.$transaction(work);
}

/*
 * A key protects a request in one of two ways. Moves on a family of cases wait for its lock anyway: there the key is
 * read with the record and kept with the lines, without a statement of its own. Elsewhere copies of a request wait for
 * each other on the key itself, which is taken first.
 */

/**
 * Does a piece of work in one transaction, once per idempotency key: the answer is kept in the transaction
 * that does the work, and a repeated request gets it again. The work refuses by calling `refuse`; then
 * nothing is kept. Without a key the work is simply done.
 */
export function idempotent<Tx extends Statements, T extends JsonObject, R>(
  begin: Begin<Tx>,
  idempotency: Idempotency | null,
  work: (tx: Tx, refuse: (refusal: R) => never) => Promise<T>,
): Promise<Done<T, R>> {
  return rollbackOnRefusal(begin, async (tx): Promise<Done<T, R>> => {
    const before = await takeKey<T, R>(tx, idempotency);
    if (before !== null) return before;
    const answer = await work(tx, rollBack);
    await keepAnswer(tx, idempotency, answer);
    return done(answer);
  });
}

/** Takes the key of a request for the rest of the transaction; the earlier answer where it was taken before. */
export async function takeKey<T, R>(
  tx: Statements,
  idempotency: Idempotency | null,
): Promise<Done<T, R> | null> {
  if (idempotency === null) return null;
  const { scope, key, bodyHash, lasting = false } = idempotency;
  // Copies of one request wait at the unique key until the first of them has committed or given up.
  const taken = await tx.$executeRaw`
    INSERT INTO anjie.idempotency_key (scope, key, body_hash, answer, lasting)
    VALUES (${scope}, ${key}, ${new Uint8Array(bodyHash)}, 'null', ${lasting}) ON CONFLICT DO NOTHING`;
  if (taken > 0) return null;
  const [known] = await tx.$queryRaw<KeptAnswer[]>`
    SELECT body_hash AS "bodyHash", answer FROM anjie.idempotency_key WHERE scope = ${scope} AND key = ${key}`;
  if (known === undefined) throw new Error('a key was taken and is not there');
  return replayAnswer(known, idempotency);
}

/** Keeps the answer under a key that this transaction has taken. */
export async function keepAnswer(
  tx: Statements,
  idempotency: Idempotency | null,
  answer: JsonObject,
): Promise<void> {
  if (idempotency === null) return;
  const { scope, key } = idempotency;
  await tx.$executeRaw`
    UPDATE anjie.idempotency_key SET answer = ${JSON.stringify(answer)}::jsonb WHERE scope = ${scope} AND key = ${key}`;
}

/** What a piece of work came to, on its way out of a transaction that is rolled back. */
class RolledBack extends Error {
  constructor(readonly outcome: unknown) {
    super('rolled back');
  }
}

function rollBack(refusal: unknown): never {
  throw new RolledBack({ ok: false, refusal });
}

/**
 * Does a piece of work in one transaction, which is rolled back where the work comes to a refusal, or where it was done
 * only to see what would come of it (`undone`).
 */
export async function rollbackOnRefusal<Tx, T extends { readonly ok: true; readonly undone?: true }, R>(
  begin: Begin<Tx>,
  work: (tx: Tx) => Promise<T | { readonly ok: false; readonly refusal: R }>,
): Promise<T | { readonly ok: false; readonly refusal: R }> {
  try {
    return await begin(async (tx) => {
      const outcome = await work(tx);
      if (!outcome.ok || outcome.undone) throw new RolledBack(outcome);
      return outcome;
    });
  } catch (error) {
    if (error instanceof RolledBack) return error.outcome as T | { ok: false; refusal: R };
    throw error;
  }
}

/**
 * Does work that keeps its answer at its end. If the same key was taken meanwhile, by a request that did not wait for
 * the same case, the work is done once more and finds that answer.
 */
export async function retryOnKeyRace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as { constraint?: unknown }).constraint !== 'idempotency_key_pkey') throw error;
    return work();
  }
}

/** The answer that a request was given before; or a refusal, where its key came with another request. */
export function replayAnswer<T, R>({ bodyHash, answer }: KeptAnswer, idempotency: Idempotency): Done<T, R> {
  if (Buffer.compare(bodyHash, idempotency.bodyHash) !== 0) return { ok: false, refusal: 'key-reused' };
  return { ok: true, answer: answer as unknown as T, repeated: true };
}

/** The outcome of work that was done just now. */
export function done<T>(answer: T): { ok: true; answer: T; repeated: boolean } {
  return { ok: true, answer, repeated: false };
}

const sweptAtOnce = 5_000;

/** Forgets the keys of requests from more than so many days ago, but for those that last. */
export async function sweepKeys(db: Statements, keptDays: number): Promise<void> {
  let swept: number;
  do {
    swept = await db.$executeRaw`
      DELETE FROM anjie.idempotency_key WHERE ctid = ANY(ARRAY(
        SELECT ctid FROM anjie.idempotency_key
        WHERE day < (now() AT TIME ZONE 'Asia/Shanghai')::date - ${keptDays}::int AND NOT lasting LIMIT ${sweptAtOnce}))`;
  } while (swept === sweptAtOnce);
}
