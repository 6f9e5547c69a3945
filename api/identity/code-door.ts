import type { FastifyRequest } from 'fastify';
import { FailedTries, type TryLimit } from '../../record/people/failed-tries';
import { sessionIdOf, type SignedIn } from '../../record/people/people';
import { useRecoveryCode, useTimeCode } from '../../record/people/second-factor';
import { ProblemError } from '../contract/problems';
import type { ApiDeps } from '../deps';
import { deviceOf } from './devices';
import type { DoorWatch } from './door-watch';
import { callerOf } from './subnets';
import { tokenOf } from './tokens';

const dayMs = 24 * 3_600_000;
/** Wrong codes of one session, whose holder can log in anew. */
const perSession = 5;
/** Wrong codes a day of an account from all devices on which none was ever right; and of each on which one was. */
const perDay = 30;

export type CodeDoorDeps = Pick<ApiDeps, 'db' | 'clock' | 'credentials' | 'settings'>;

/**
 * The door for codes of the second factor. A million codes are few, so tries are bounded; but whoever uses up those of
 * strange devices keeps the holder out neither on a device of theirs nor with a recovery code, which nobody guesses.
 */
export class CodeDoor {
  readonly #tries: FailedTries;

  constructor(
    private readonly deps: CodeDoorDeps,
    private readonly watch: DoorWatch,
  ) {
    this.#tries = new FailedTries(deps.db);
  }

  /** Uses up a code. @throws ProblemError `second-factor-wrong`, `too-many-tries` */
  async use(request: FastifyRequest, signedIn: SignedIn, typed: string): Promise<void> {
    const { db, clock, credentials } = this.deps;
    const { accountId } = signedIn.actor;
    const hashes = credentials.recoveryHashes(accountId, typed);
    const ofDay = hashes === null ? [this.#ofDay(request, signedIn)] : [];
    await this.#attempt(request, signedIn, ofDay, async () => {
      const right =
        hashes === null
          ? await useTimeCode({ db, credentials }, accountId, typed, clock())
          : await useRecoveryCode(db, accountId, hashes, clock());
      return right || null;
    });
  }

  /**
   * Makes a try with a code, null where it was wrong, as one of those that are counted.
   * @throws ProblemError `second-factor-wrong`, `too-many-tries`
   */
  counted<T>(request: FastifyRequest, signedIn: SignedIn, attempt: () => Promise<T | null>): Promise<T> {
    return this.#attempt(request, signedIn, [this.#ofDay(request, signedIn)], attempt);
  }

  async #attempt<T>(
    request: FastifyRequest,
    signedIn: SignedIn,
    ofDay: readonly TryLimit[],
    attempt: () => Promise<T | null>,
  ): Promise<T> {
    const limits = [this.#ofSession(request), ...ofDay];
    const counted = await this.#tries.begin(limits, this.deps.clock());
    if (!counted.allowed) {
      this.watch.turnedAway('second-factor');
      throw new ProblemError('too-many-tries', { retryAfterS: counted.retryAfterS });
    }
    const done = await attempt();
    if (done !== null) {
      await counted.undo();
      return done;
    }
    const { network } = callerOf(request);
    this.watch.failed('second-factor', { against: signedIn.actor.accountId, network });
    throw new ProblemError('second-factor-wrong');
  }

  #ofSession(request: FastifyRequest): TryLimit {
    const presented = tokenOf(request, this.deps.settings);
    if (presented === null) throw new ProblemError('not-logged-in');
    return { bucket: `code-session/${sessionIdOf(presented.token)}`, atMost: perSession, windowMs: dayMs };
  }

  #ofDay(request: FastifyRequest, { login, actor }: SignedIn): TryLimit {
    const device = deviceOf(this.deps, request, login);
    const whose = device?.proved ? `device/${device.id}` : `account/${actor.accountId}`;
    return { bucket: `code-${whose}`, atMost: perDay, windowMs: dayMs };
  }
}
