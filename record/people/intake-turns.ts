import type { Database } from '../store/database';
import type { Idempotency } from '../store/idempotency';
import type { Transaction } from '../store/statements';

/** How many tip-offs a bucket takes at once, and after how long it takes the next one. */
export interface IntakePace {
  /** Whose tip-offs are counted, e.g. `address/<hash>`. Never an address in clear. */
  readonly bucket: string;
  readonly atOnce: number;
  readonly everyMs: number;
}

export interface IntakeLimits {
  /** Of the address that hands in. Its first tip-off of the day is taken whatever else happens. */
  readonly own: IntakePace;
  /** Of what it belongs to: its network, and everybody together. */
  readonly shared: readonly IntakePace[];
}

/** Nobody is given a turn that is further away. */
const longestWaitMs = 3_600_000;
/** What is kept of a pace is swept when it has been at rest for so long. */
const keptForMs = 24 * 3_600_000;

/**
 * Slows down who hands in too much at once, and loses nothing: a request that comes too early is given a turn, and
 * is taken when it comes again then. Kept in PostgreSQL, for all processes together.
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

/** Every turn within reach is given away. What was counted meanwhile is undone, so that the queue does not grow. */
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
  // Kept also where it is now: what is taken and then fails is not counted again when it comes again.
  const at = new Date(now.getTime() + waitMs).toISOString();
  await tx.$executeRaw`
    INSERT INTO anjie.intake_pace (bucket, at) VALUES (${turn}, ${at}::timestamptz) ON CONFLICT DO NOTHING`;
  return waitMs;
}

/** Counts one tip-off: the bucket is full up to an instant that each of them moves on, and drains as time goes by. */
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
