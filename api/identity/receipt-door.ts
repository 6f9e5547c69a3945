import { randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { FastifyRequest } from 'fastify';
import { FailedTries } from '../../record/people/failed-tries';
import type { ApiDeps } from '../deps';
import { ProblemError } from '../contract/problems';
import { addressBucket } from './try-buckets';

/** Wrong codes that one address may try in ten minutes. */
const perAddress = 10;
/** Wrong codes a minute, of everybody together, above which every look-up is slowed. */
const calmPerMinute = 30;
const slowedByMs = 400;
/** Look-ups that may be held back at once; a flood behind them is turned away. */
const heldAtMost = 200;

export type DoorDeps = Pick<ApiDeps, 'db' | 'clock' | 'hashKey' | 'receipts' | 'pause'>;

/** The case behind a receipt code. */
export interface OwnCase {
  readonly caseId: string;
  readonly number: string;
}

/**
 * The reporter's door. A wrong code costs the same work whether it is mistyped, made up or well-formed,
 * and is answered in the same bytes. Failed tries are counted in PostgreSQL for all processes together:
 * one address is stopped after a few; when many fail at once, everybody is slowed and nobody locked out.
 */
export class ReceiptDoor {
  readonly #tries: FailedTries;
  #held = 0;

  constructor(private readonly deps: DoorDeps) {
    this.#tries = new FailedTries(deps.db);
  }

  /** @throws ProblemError `receipt-unknown`, `too-many-tries`, `overloaded` */
  async open(request: FastifyRequest, code: string): Promise<OwnCase> {
    const attempt = await this.#tries.begin(
      [
        { bucket: 'receipt', atMost: Number.MAX_SAFE_INTEGER, windowMs: 60_000 },
        { bucket: addressBucket(this.deps, request, 'receipt'), atMost: perAddress, windowMs: 600_000 },
      ],
      this.deps.clock(),
    );
    if (!attempt.allowed) throw new ProblemError('too-many-tries', { retryAfterS: attempt.retryAfterS });
    if ((attempt.counts.get('receipt') ?? 0) > calmPerMinute) await this.#hold();
    // A text that cannot be a code is looked up all the same, under a hash that nothing has.
    const hashes = this.deps.receipts.lookupHashes(code) ?? [randomBytes(32)];
    const [found] = await this.deps.db.$queryRaw<OwnCase[]>`
      SELECT f.id::text AS "caseId", f.number FROM anjie.receipt r JOIN anjie.case_file f ON f.id = r.case_id
      WHERE r.code_hash = ANY(${hashes.map((hash) => new Uint8Array(hash))}::bytea[])`;
    if (found === undefined) throw new ProblemError('receipt-unknown');
    await attempt.undo();
    return found;
  }

  async #hold(): Promise<void> {
    if (this.#held >= heldAtMost) throw new ProblemError('overloaded', { retryAfterS: 30 });
    this.#held += 1;
    try {
      await (this.deps.pause ?? delay)(slowedByMs);
    } finally {
      this.#held -= 1;
    }
  }
}
