import type { Database } from '../store/database';

/** How many failed tries a bucket allows within a window of fixed length. */
export interface TryLimit {
  /** What is counted, e.g. `receipt` or `login/<hash>`. Never an address or a code in clear. */
  readonly bucket: string;
  readonly atMost: number;
  readonly windowMs: number;
}

export interface Try {
  /** Whether every bucket allows this try. */
  readonly allowed: boolean;
  /** Seconds until the fullest bucket is empty again. */
  readonly retryAfterS: number;
  /** Counts by bucket, this try included. */
  readonly counts: ReadonlyMap<string, number>;
  /** Takes the try out of the count again: it succeeded. */
  undo(): Promise<void>;
}

/** Windows older than this are swept. */
const keptForMs = 24 * 3_600_000;

/**
 * Counts failed tries in PostgreSQL, for all processes together and across restarts. A try is counted
 * before it is made and taken back when it succeeds, so that a burst of parallel guesses cannot slip through.
 */
export class FailedTries {
  constructor(private readonly db: Database) {}

  async begin(limits: readonly TryLimit[], now: Date): Promise<Try> {
    const windows = limits.map((limit) => {
      const start = Math.floor(now.getTime() / limit.windowMs) * limit.windowMs;
      return { ...limit, start: new Date(start).toISOString(), endMs: start + limit.windowMs };
    });
    const lines = JSON.stringify(windows.map(({ bucket, start }) => ({ bucket, start })));
    // In the order of the buckets, or two requests could wait for each other.
    const counted = await this.db.$queryRaw<{ bucket: string; count: number }[]>`
      INSERT INTO anjie.failed_try AS t (bucket, "window", count)
      SELECT l.bucket, l.start, 1 FROM jsonb_to_recordset(${lines}::jsonb) AS l(bucket text, start timestamptz) ORDER BY l.bucket
      ON CONFLICT (bucket, "window") DO UPDATE SET count = t.count + 1
      RETURNING bucket, count`;
    const counts = new Map(counted.map(({ bucket, count }) => [bucket, count]));
    const full = windows.filter(({ bucket, atMost }) => (counts.get(bucket) ?? 0) > atMost);
    if ([...counts.values()].includes(1)) await this.#sweep(now);
    return {
      allowed: full.length === 0,
      retryAfterS: Math.max(1, ...full.map(({ endMs }) => Math.ceil((endMs - now.getTime()) / 1000))),
      counts,
      undo: async () => {
        await this.db.$executeRaw`
          UPDATE anjie.failed_try t SET count = t.count - 1
          FROM jsonb_to_recordset(${lines}::jsonb) AS l(bucket text, start timestamptz)
          WHERE t.bucket = l.bucket AND t."window" = l.start`;
      },
    };
  }

  async #sweep(now: Date): Promise<void> {
    await this.db.failedTry.deleteMany({ where: { window: { lt: new Date(now.getTime() - keptForMs) } } });
  }
}
