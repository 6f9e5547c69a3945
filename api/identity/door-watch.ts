import { Counter, type Registry } from 'prom-client';
import { enterAttacks } from '../../record/people/door-attacks';
import type { ApiDeps } from '../deps';

/** Where somebody shows that they are who they say. */
export const doors = ['log-in', 'receipt', 'second-factor'] as const;
export type Door = (typeof doors)[number];

/** Failed tries of so many minutes are one line for the auditor. */
const windowMs = 10 * 60_000;
/** Fewer are slips of the finger, and are not entered. */
const attackFrom = 10;
const enterEveryMs = 60_000;
/** Networks are told apart up to so many in a window. */
const networksAtMost = 10_000;

interface Seen {
  readonly door: Door;
  readonly against: string;
  readonly window: Date;
  readonly networks: Set<string>;
  tries: number;
  entered: number;
}

type WatchDeps = Pick<ApiDeps, 'db' | 'clock' | 'metrics' | 'logger'>;

/** Counts what fails at the doors: at once in the metrics, and each minute, where it is much, in a line for the auditor. */
export class DoorWatch {
  readonly #seen = new Map<string, Seen>();
  readonly #failed: Counter<'door'>;
  readonly #turnedAway: Counter<'door'>;
  readonly #runs: Counter;
  #enteredAt: number;

  constructor(private readonly deps: WatchDeps) {
    const registers: Registry[] = deps.metrics === undefined ? [] : [deps.metrics];
    const counter = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
      new Counter({ name, help, labelNames, registers });
    this.#failed = counter(
      'anjie_failed_tries_total',
      'Wrong passwords, codes of receipts and of second factors',
      ['door'],
    );
    this.#turnedAway = counter('anjie_tries_turned_away_total', 'Tries that found too many waiting', [
      'door',
    ]);
    this.#runs = counter('anjie_password_runs_total', 'Passwords that were worth an argon2 run', []);
    for (const door of doors) {
      this.#failed.inc({ door }, 0);
      this.#turnedAway.inc({ door }, 0);
    }
    this.#enteredAt = deps.clock().getTime();
  }

  /** @param against id of the account that was tried; empty where there is none */
  failed(door: Door, { against, network }: { readonly against: string; readonly network: string }): void {
    this.#failed.inc({ door });
    const now = this.deps.clock().getTime();
    const window = new Date(Math.floor(now / windowMs) * windowMs);
    const key = `${door}|${against}|${window.getTime()}`;
    const seen = this.#seen.get(key) ?? { door, against, window, networks: new Set(), tries: 0, entered: 0 };
    this.#seen.set(key, seen);
    seen.tries += 1;
    if (seen.networks.size < networksAtMost) seen.networks.add(network);
    if (now - this.#enteredAt >= enterEveryMs) void this.enter();
  }

  turnedAway(door: Door): void {
    this.#turnedAway.inc({ door });
  }

  ranPassword(): void {
    this.#runs.inc();
  }

  /** Enters what was not entered yet. A database that is away loses no line: it is tried again. */
  async enter(): Promise<void> {
    const now = this.deps.clock().getTime();
    this.#enteredAt = now;
    const fresh = [...this.#seen.values()].filter(
      ({ tries, entered }) => tries >= attackFrom && tries > entered,
    );
    const lines = fresh.map((seen) => ({ seen, upTo: seen.tries }));
    try {
      await enterAttacks(
        this.deps.db,
        fresh.map(({ door, against, window, tries, entered, networks }) => {
          return { door, against, window, tries: tries - entered, networks: networks.size };
        }),
      );
      for (const { seen, upTo } of lines) seen.entered = upTo;
      for (const [key, { window }] of this.#seen)
        if (now - window.getTime() >= 2 * windowMs) this.#seen.delete(key);
    } catch (error) {
      this.deps.logger?.error({ code: 'attack-not-entered', error }, 'request-failed');
    }
  }
}
