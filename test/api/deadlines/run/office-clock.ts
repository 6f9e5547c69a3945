import type { SkippingServer } from '../../../harness/parts/skipping-server';

/** Before an instant that counts the engine is left this long behind, so that the office comes to it first. */
const behindMs = 10 * 60_000;

/**
 * The office's time. It runs with that of the engine, which skips; held, it stands still on an instant, so that
 * something can be done in the last second of a limit, and then in the first that is too late.
 */
export class OfficeClock {
  #held: Date | null = null;

  constructor(private readonly server: SkippingServer) {}

  readonly now = (): Date => this.#held ?? this.server.now();

  /** Stands still here. The engine comes close and not further: nothing that falls due at this instant has happened. */
  async holdAt(instant: Date): Promise<void> {
    await this.#engineTo(new Date(instant.getTime() - behindMs));
    this.#held = instant;
  }

  /** Lets everything happen that falls due up to an instant, and stands still there. */
  async passTo(instant: Date): Promise<void> {
    await this.#engineTo(instant);
    this.#held = instant;
  }

  async #engineTo(instant: Date): Promise<void> {
    if (instant > this.server.now()) await this.server.sleepUntil(instant);
  }
}
