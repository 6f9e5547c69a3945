import type { FastifyRequest } from 'fastify';
import type { Idempotency } from '../../record/store/idempotency';
import { IntakeTurns } from '../../record/people/intake-turns';
import { ProblemError } from '../contract/problems';
import type { ApiDeps } from '../deps';
import { addressBucket, bucketOfToday, networkBucket } from './try-buckets';

/** In which interval the next tip-off is taken, once a bucket is full. */
const everyMs = { address: 20_000, network: 4_000, everybody: 500 } as const;
/** How much a network, and everybody together, may hand in at once, as a multiple of one address. */
const addresses = { network: 6, everybody: 30 } as const;
const sweepEveryMs = 3_600_000;

export type IntakeDoorDeps = Pick<ApiDeps, 'db' | 'clock' | 'hashKey' | 'settings'>;

/**
 * The door through which the public hands in. Too much at once, from one address, its network or everybody, is slowed
 * down and never lost: who comes too early is told when to come again, and is then taken. The first tip-off of an
 * address on a day is taken whatever others do, so that a flood keeps out nobody who is not part of it.
 */
export class IntakeDoor {
  readonly #turns: IntakeTurns;
  #sweptAt = 0;

  constructor(private readonly deps: IntakeDoorDeps) {
    this.#turns = new IntakeTurns(deps.db);
  }

  /** @throws ProblemError `too-many-tip-offs` */
  async pass(request: FastifyRequest, idempotency: Idempotency): Promise<void> {
    const { deps } = this;
    const { tipOffsAtOnce: atOnce } = deps.settings;
    const now = deps.clock();
    const pace = (bucket: string, of: keyof typeof everyMs, times = 1) => ({
      bucket,
      atOnce: atOnce * times,
      everyMs: everyMs[of],
    });
    const waitMs = await this.#turns.wait(
      idempotency,
      bucketOfToday(deps, 'intake-turn', idempotency.key),
      {
        own: pace(addressBucket(deps, request, 'intake'), 'address'),
        shared: [
          pace(networkBucket(deps, request, 'intake-network'), 'network', addresses.network),
          pace('intake', 'everybody', addresses.everybody),
        ],
      },
      now,
    );
    await this.#sweep(now);
    if (waitMs > 0) throw new ProblemError('too-many-tip-offs', { retryAfterS: Math.ceil(waitMs / 1000) });
  }

  async #sweep(now: Date): Promise<void> {
    if (now.getTime() - this.#sweptAt < sweepEveryMs) return;
    this.#sweptAt = now.getTime();
    await this.#turns.sweep(now);
  }
}
