const windowMs = 15 * 60_000;
/** Beyond so many the oldest are forgotten: what is counted must not fill the memory. */
const keptAtMost = 100_000;

/**
 * Failed tries of the last quarter of an hour, in the memory of this process: a flood costs no write in the database,
 * and nothing of who came is kept.
 */
export class RecentFailures {
  readonly #counts = new Map<string, { count: number; readonly since: number }>();

  constructor(private readonly clock: () => Date) {}

  of(key: string): number {
    const known = this.#counts.get(key);
    return known === undefined || this.#isOver(known.since) ? 0 : known.count;
  }

  /** Counts a try before it is made, so that a burst does not slip through. */
  add(key: string): void {
    const known = this.#counts.get(key);
    if (known !== undefined && !this.#isOver(known.since)) return void (known.count += 1);
    this.#counts.delete(key);
    this.#counts.set(key, { count: 1, since: this.clock().getTime() });
    const [oldest] = this.#counts.keys();
    if (this.#counts.size > keptAtMost && oldest !== undefined) this.#counts.delete(oldest);
  }

  /** Takes a try out again that was right. */
  remove(key: string): void {
    const known = this.#counts.get(key);
    if (known !== undefined) known.count = Math.max(0, known.count - 1);
  }

  #isOver(since: number): boolean {
    return this.clock().getTime() - since >= windowMs;
  }
}
