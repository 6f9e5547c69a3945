import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { accountOfLogin, keepPasswordTag, type LoginAccount } from '../../record/people/people';
import { hashPassword, isPassword } from '../../record/vault/passwords';
import type { ApiDeps } from '../deps';
import { deviceOf } from './devices';
import type { DoorWatch } from './door-watch';
import { FairQueue, QueueFull, type Place } from './fair-queue';
import { RecentFailures } from './recent-failures';
import { callerOf, type Caller } from './subnets';

/** Wrong passwords that are answered without delay; each further one doubles it. */
const calm = 5;
const firstDelayMs = 100;
const longestDelayMs = 2_000;
/** A known device that fails so often is known no longer, for a while. */
const deviceFailures = 10;
/** Tries that are held back at once, of all networks; beyond it, none of a network that has its share. */
const heldAtMost = 4_000;
/** Wrong answers come no sooner, so that their time does not tell whether a password was worth an argon2 run. */
const wrongAfterMs = 300;
const argonAtOnce = 2;
const argonWaiting = 200;
/** Passwords that are known to be wrong although their tag fits: trying one again costs no further run. */
const knownWrongAtMost = 10_000;

export type PasswordDoorDeps = Pick<ApiDeps, 'db' | 'clock' | 'credentials' | 'settings' | 'pause'>;

/**
 * The door for passwords. No login and no address is ever locked: whoever attacks from wherever, the right password is
 * checked within seconds. That is possible since a wrong one costs next to nothing: all but one in a thousand are known
 * by their tag. The rest wait for one of two argon2 runs, in a queue in which no network takes more than its share; and
 * who fails at a login again and again from one network waits longer before each further try there.
 */
export class PasswordDoor {
  readonly #failures: RecentFailures;
  readonly #queue = new FairQueue({ atOnce: argonAtOnce, waiting: argonWaiting });
  readonly #held = new Map<string, number>();
  readonly #knownWrong = new Set<string>();
  readonly #memoryKey = randomBytes(32);
  readonly #nobody: Promise<string>;
  #heldInAll = 0;

  constructor(
    private readonly deps: PasswordDoorDeps,
    private readonly watch: DoorWatch,
  ) {
    this.#failures = new RecentFailures(deps.clock);
    this.#nobody = hashPassword('nobody has this password', deps.settings.passwordCost);
    // Awaited only at the first check of an unknown login; until then a failure must not end the process.
    this.#nobody.catch(() => undefined);
  }

  /**
   * The account that this password opens; null for a wrong one, and for a login that nobody has: neither what is done
   * nor the time that it takes tells them apart.
   * @throws QueueFull
   */
  async open(request: FastifyRequest, login: string, password: string): Promise<LoginAccount | null> {
    const began = performance.now();
    const from = callerOf(request);
    const { counted, place } = this.#placeOf(request, from, login);
    const waitMs = place.standing === 'known' ? 0 : delayMs(this.#failures.of(counted[0]));
    for (const key of counted) this.#failures.add(key);
    if (waitMs > 0) await this.#hold(from.network, waitMs);
    const account = await accountOfLogin(this.deps.db, login, this.deps.clock());
    if (await this.#fits(place, login, password, account)) {
      for (const key of counted) this.#failures.remove(key);
      return account;
    }
    this.watch.failed('log-in', { against: account?.id ?? '', network: from.network });
    await this.#pause(wrongAfterMs - (performance.now() - began));
    return null;
  }

  /** Where a try stands, and under what it is counted: by device, or by login and network. */
  #placeOf(request: FastifyRequest, { network, address }: Caller, login: string) {
    const place = (standing: Place['standing']): Place => ({
      standing,
      network,
      caller: `${address} ${login}`,
    });
    const device = deviceOf(this.deps, request, login);
    const deviceKey = device === null ? null : `device ${device.id}`;
    if (deviceKey !== null && this.#failures.of(deviceKey) < deviceFailures)
      return { counted: [deviceKey] as const, place: place('known') };
    const networkKey = `network ${network}`;
    const standing = this.#failures.of(networkKey) === 0 ? 'fresh' : 'seen';
    return { counted: [`login ${network} ${login}`, networkKey] as const, place: place(standing) };
  }

  async #fits(place: Place, login: string, password: string, account: LoginAccount | null): Promise<boolean> {
    const { credentials, db } = this.deps;
    const whose = account === null ? { login } : { account: account.id };
    const mayFit =
      account === null
        ? credentials.mayFitNobody(login, password)
        : credentials.mayFit(account.id, password, account);
    if (!mayFit) return false;
    const hash = account?.passwordHash ?? (await this.#nobody);
    const remembered = this.#nameOf([whose, hash, password]);
    if (this.#knownWrong.has(remembered)) return false;
    const fits = await this.#turn(place, () => isPassword(password, hash));
    if (!fits || account === null) {
      this.#remember(remembered);
      return false;
    }
    const tag = credentials.passwordTag(whose, password, hash);
    if (account.passwordTag === null || !tag.equals(account.passwordTag))
      await keepPasswordTag(db, account, tag);
    return true;
  }

  async #turn(place: Place, run: () => Promise<boolean>): Promise<boolean> {
    try {
      return await this.#queue.turn(place, () => {
        this.watch.ranPassword();
        return run();
      });
    } catch (error) {
      if (error instanceof QueueFull) this.watch.turnedAway('log-in');
      throw error;
    }
  }

  /** Lets a try wait before it is made: who goes away before, learns nothing. */
  async #hold(network: string, ms: number): Promise<void> {
    const own = this.#held.get(network) ?? 0;
    if (this.#heldInAll >= heldAtMost && own >= heldAtMost / this.#held.size) {
      this.watch.turnedAway('log-in');
      throw new QueueFull();
    }
    this.#held.set(network, own + 1);
    this.#heldInAll += 1;
    try {
      await this.#pause(ms);
    } finally {
      this.#heldInAll -= 1;
      const left = (this.#held.get(network) ?? 1) - 1;
      if (left > 0) this.#held.set(network, left);
      else this.#held.delete(network);
    }
  }

  async #pause(ms: number): Promise<void> {
    if (ms > 0) await (this.deps.pause ?? delay)(ms);
  }

  /** What a tried password is remembered by: a hash under a key that no other process has, and that ends with this one. */
  #nameOf(tried: unknown): string {
    return createHmac('sha256', this.#memoryKey).update(JSON.stringify(tried)).digest('base64');
  }

  #remember(name: string): void {
    this.#knownWrong.add(name);
    const [oldest] = this.#knownWrong;
    if (this.#knownWrong.size > knownWrongAtMost && oldest !== undefined) this.#knownWrong.delete(oldest);
  }
}

function delayMs(failures: number): number {
  return failures < calm ? 0 : Math.min(longestDelayMs, firstDelayMs * 2 ** Math.min(20, failures - calm));
}
