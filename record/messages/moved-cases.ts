import { Client } from 'pg';

/** A case whose record has grown. */
export interface MovedCase {
  readonly caseId: string;
  /** Whether anything was issued to its enterprise; to an enterprise nothing else has happened. */
  readonly issued: boolean;
}

export interface MoveListener {
  moved(each: MovedCase): void;
  /** The connection stands only from now on: moves before it may have been missed. */
  missed(): void;
}

const channel = 'anjie_moved';
const soonestMs = 1_000;
const latestMs = 15_000;

/**
 * Hears of every case that moves, from whichever process: over one connection, which is opened with the first listener
 * and opened again, later and later, where it breaks.
 */
export class MovedCases {
  readonly #listeners = new Set<MoveListener>();
  #client: Client | null = null;
  #again: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(private readonly connectionString: string) {}

  /** Tells a listener of moves from now on. Returns how to stop that. */
  listen(listener: MoveListener): () => void {
    this.#listeners.add(listener);
    if (this.#client === null && this.#again === null) void this.#connect(soonestMs);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.#closed = true;
    if (this.#again !== null) clearTimeout(this.#again);
    await this.#client?.end().catch(() => undefined);
  }

  async #connect(waitMs: number): Promise<void> {
    if (this.#closed) return;
    const client = new Client({
      connectionString: this.connectionString,
      application_name: 'anjie-listens',
      keepAlive: true,
      connectionTimeoutMillis: 5_000,
    });
    this.#client = client;
    let broken = false;
    const breaks = () => {
      if (broken || this.#closed) return;
      broken = true;
      this.#client = null;
      this.#again = setTimeout(() => {
        this.#again = null;
        void this.#connect(Math.min(2 * waitMs, latestMs));
      }, waitMs);
      this.#again.unref();
    };
    client.on('error', breaks);
    client.on('end', breaks);
    client.on('notification', ({ payload = '' }) => {
      const [caseId = '', issued] = payload.split(' ');
      for (const listener of this.#listeners) listener.moved({ caseId, issued: issued !== undefined });
    });
    try {
      await client.connect();
      await client.query(`LISTEN ${channel}`);
    } catch {
      breaks();
      return;
    }
    // Also after the first connection: somebody may have begun to read before it stood.
    for (const listener of this.#listeners) listener.missed();
  }
}
