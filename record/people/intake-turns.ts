import type { Database } from '../store/database';
import type { Idempotency } from '../store/idempotency';
import type { Transaction } from '../store/statements';

/** How many tip-offs a bucket takes at once, and in which interval it takes further ones. */
export interface IntakePace {
  /** Whose tip-offs are counted, e.g. `address/<hash>`. Never an address in clear. */
  readonly bucket: string;
  readonly atOnce: number;
  readonly everyMs: number;
}

export interface IntakeLimits {
  /** The pace of the address. Its first tip-off of the day is taken whatever else happens. */
  readonly own: IntakePace;
  /** The paces of its network and of everybody together. */
  readonly shared: readonly IntakePace[];
}

/** Nobody is given a turn that is further away. */
const longestWaitMs = 3_600_000;
/** A bucket that was not used for so long is swept. */
const keptForMs = 24 * 3_600_000;

/**
 * Slows down whoever hands in too much at once, and loses nothing: a request that comes too early is given a turn, and
 * is taken when it is repeated at that time. Kept in PostgreSQL, for all processes together.
 */
export class IntakeTurns {
  constructor(private readonly db: Database) {}

  /**
   * @param turn the name under which the request is known when it comes again
   * @returns milliseconds until the request is taken; 0: now
   */
  async wait(request: Idempotency, turn: string, limits: IntakeLimits, now: Date): Promise<number> {
    try {
      return await this.db.inTransaction((tx) => waitOf(tx, request, turn, limits, now));
    } catch (error) {
      if (error instanceof NoTurn) return longestWaitMs;
      throw error;
    }
  }

  async sweep(now: Date): Promise<void> {
    await this.db.$executeRaw`
      DELETE FROM anjie.intake_pace WHERE at < ${new Date(now.getTime() - keptForMs).toISOString()}::timestamptz`;
  }
}

/** Every turn within the longest wait is given away. The count is rolled back, so that the queue does not grow. */
class NoTurn extends Error {}

async function waitOf(
  tx: Transaction,
  { scope, key }: Idempotency,
  turn: string,
  { own, shared }: IntakeLimits,
  now: Date,
): Promise<number> {
  const [before] = await tx.$queryRaw<{ answered: boolean; turnAt: Date | null }[]>`
    SELECT EXISTS (SELECT FROM anjie.idempotency_key WHERE scope = ${scope} AND key = ${key}) AS answered,
      (SELECT at FROM anjie.intake_pace WHERE bucket = ${turn}) AS "turnAt"`;
  if (before?.answered) return 0;
  if (before?.turnAt) return Math.max(0, before.turnAt.getTime() - now.getTime());
  const { isFirst, waitMs: ownWaitMs } = await count(tx, own, now);
  let waitMs = isFirst ? 0 : ownWaitMs;
  if (!isFirst) for (const each of shared) waitMs = Math.max(waitMs, (await count(tx, each, now)).waitMs);
  if (waitMs > longestWaitMs) throw new NoTurn();
  // Kept also for a turn that is now: if the request fails after this, its repetition is not counted again.
  const at = new Date(now.getTime() + waitMs).toISOString();
  await tx.$executeRaw`
    INSERT INTO anjie.intake_pace (bucket, at) VALUES (${turn}, ${at}::timestamptz) ON CONFLICT DO NOTHING`;
  return waitMs;
}

/** Counts one tip-off. A bucket is full until an instant that each tip-off moves on, so it drains as time goes by. */
async function count(tx: Transaction, { bucket, atOnce, everyMs }: IntakePace, now: Date) {
  const [row] = await tx.$queryRaw<{ fullUntil: Date; isFirst: boolean }[]>`
    INSERT INTO anjie.intake_pace AS p (bucket, at)
    VALUES (${bucket}, ${now.toISOString()}::timestamptz + ${everyMs}::int * interval '1 millisecond')
    ON CONFLICT (bucket) DO UPDATE
      SET at = greatest(p.at, ${now.toISOString()}::timestamptz) + ${everyMs}::int * interval '1 millisecond'
    RETURNING at AS "fullUntil", xmax = 0 AS "isFirst"`;
  if (row === undefined) throw new Error('a tip-off was counted and is not there');
  const waitMs = row.fullUntil.getTime() - now.getTime() - atOnce * everyMs;
  return { isFirst: row.isFirst, waitMs: Math.max(0, waitMs) };
}
