import { setTimeout as pause } from 'node:timers/promises';

/** Something of the system that runs until it is stopped. */
export interface Part {
  /** Resolves with how it ended, for whatever reason. */
  readonly ended: Promise<string>;
  readonly wasStopped: () => boolean;
  stop(): Promise<void>;
}

/** How often, and how soon, a part that ends by itself is started again. */
export interface Patience {
  /** The most starts within the window; after that the whole system ends. */
  readonly atMost: number;
  readonly windowMs: number;
  /** Delay before the first restart; twice as long before each further one within the window. */
  readonly firstDelayMs: number;
}

export const usualPatience: Patience = { atMost: 5, windowMs: 600_000, firstDelayMs: 1_000 };

/**
 * A part that is started again, with a message, when it ends by itself. A part that keeps ending, or does not start any
 * more, is given up: another start would not mend it.
 */
export class KeptPart<P extends Part> {
  /** Resolves with the reason when the part is given up. */
  readonly lost: Promise<string>;
  readonly #stopping = new AbortController();
  #ends: number[] = [];
  #keeping: Promise<void>;

  private constructor(
    private readonly name: string,
    private readonly startPart: () => Promise<P>,
    private part: P,
    private readonly say: (line: string) => void,
    private readonly patience: Patience,
  ) {
    let giveUp: (why: string) => void = () => undefined;
    this.lost = new Promise((resolve) => (giveUp = resolve));
    this.#keeping = this.#keep(giveUp);
  }

  static async start<P extends Part>(
    name: string,
    startPart: () => Promise<P>,
    say: (line: string) => void,
    patience: Patience = usualPatience,
  ): Promise<KeptPart<P>> {
    return new KeptPart(name, startPart, await startPart(), say, patience);
  }

  /** The part as last started. */
  get current(): P {
    return this.part;
  }

  /** Stops the part for good, also where it is just being started again. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.part.stop();
    await this.#keeping;
    await this.part.stop();
  }

  async #keep(giveUp: (why: string) => void): Promise<void> {
    const { signal } = this.#stopping;
    let how = await this.part.ended;
    while (!signal.aborted && !this.part.wasStopped()) {
      const delayMs = this.#nextDelayMs();
      if (delayMs === null) {
        const { atMost, windowMs } = this.patience;
        giveUp(
          `${this.name} has ended more than ${atMost} times within ${windowMs / 60_000} minutes (${how})`,
        );
        return;
      }
      this.say(
        `${this.name} ended by itself (${how}). It is started again in ${delayMs / 1000} s ` +
          `(${this.#ends.length} of ${this.patience.atMost}).`,
      );
      await pauseUnless(signal, delayMs);
      if (signal.aborted) return;
      how = await this.#startAgain();
    }
  }

  /** @returns how it ended: later by itself, or at once where it did not start */
  async #startAgain(): Promise<string> {
    try {
      this.part = await this.startPart();
    } catch (error) {
      return error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
    }
    if (!this.#stopping.signal.aborted) this.say(`${this.name} runs again.`);
    return this.#stopping.signal.aborted ? '' : this.part.ended;
  }

  /** How long to wait before the next start; null where it has been started often enough. */
  #nextDelayMs(): number | null {
    const { atMost, windowMs, firstDelayMs } = this.patience;
    const now = Date.now();
    this.#ends = this.#ends.filter((at) => now - at < windowMs);
    if (this.#ends.length >= atMost) return null;
    this.#ends.push(now);
    return firstDelayMs * 2 ** (this.#ends.length - 1);
  }
}

async function pauseUnless(signal: AbortSignal, ms: number): Promise<void> {
  await pause(ms, undefined, { signal }).catch(() => undefined);
}
