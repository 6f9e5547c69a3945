import { randomBytes } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import type { ApiDeps } from '../deps';
import { ProblemError } from '../contract/problems';
import type { DoorWatch } from './door-watch';
import { FairQueue, QueueFull, type Place } from './fair-queue';
import { RecentFailures } from './recent-failures';
import { callerOf } from './subnets';

/** Look-ups at once: a flood of codes takes no more of the database than this. */
const atOnce = 4;
const waiting = 1_000;

export type ReceiptDoorDeps = Pick<ApiDeps, 'db' | 'clock' | 'receipts'>;

/** The case behind a receipt code. */
export interface OwnCase {
  readonly caseId: string;
  readonly number: string;
}

/**
 * The reporter's door. Nobody guesses a code of 80 bits, so nobody is ever locked out for wrong ones: what a flood of
 * them costs is bounded, a few look-ups at a time, in a queue in which no network takes more than its share. A wrong
 * code costs the same work whether it is mistyped, made up or well-formed, and is answered in the same bytes.
 */
export class ReceiptDoor {
  readonly #failures: RecentFailures;
  readonly #queue = new FairQueue({ atOnce, waiting });

  constructor(
    private readonly deps: ReceiptDoorDeps,
    private readonly watch: DoorWatch,
  ) {
    this.#failures = new RecentFailures(deps.clock);
  }

  /** @throws ProblemError `receipt-unknown`; QueueFull */
  async open(request: FastifyRequest, code: string): Promise<OwnCase> {
    const { address, network } = callerOf(request);
    const standing = this.#failures.of(network) === 0 ? 'fresh' : 'seen';
    const own = await this.#turn({ standing, network, caller: address }, () => this.#lookUp(request, code));
    if (own !== null) return own;
    this.#failures.add(network);
    this.watch.failed('receipt', { against: '', network });
    throw new ProblemError('receipt-unknown');
  }

  async #turn(place: Place, lookUp: () => Promise<OwnCase | null>): Promise<OwnCase | null> {
    try {
      return await this.#queue.turn(place, lookUp);
    } catch (error) {
      if (error instanceof QueueFull) this.watch.turnedAway('receipt');
      throw error;
    }
  }

  async #lookUp(request: FastifyRequest, code: string): Promise<OwnCase | null> {
    // A text that cannot be a code is looked up all the same, under a hash that nothing has.
    const hashes = this.deps.receipts.lookupHashes(code) ?? [randomBytes(32)];
    const [found] = await this.deps.db.$queryRaw<(OwnCase & { receipt: string | null })[]>`
      SELECT f.id::text AS "caseId", f.number, e.body->>'receipt' AS receipt
      FROM anjie.receipt r JOIN anjie.case_file f ON f.id = r.case_id
        LEFT JOIN anjie.record_event e ON e.case_id = f.id AND e.seq = 2
      WHERE r.code_hash = ANY(${hashes.map((hash) => new Uint8Array(hash))}::bytea[])`;
    if (found === undefined) return null;
    const { receipt, ...own } = found;
    if (opens(hashes, receipt)) return own;
    request.log.error({ event: 'record-not-as-written', caseNumber: own.number });
    return null;
  }
}

/**
 * Whether the record of the case names this code. Whoever holds the database's password could lead a code of their own
 * to somebody else's case, and the money with it; records from before 0.2 name none.
 */
function opens(hashes: readonly Buffer[], receipt: string | null): boolean {
  return receipt === null || hashes.some((hash) => hash.toString('hex') === receipt);
}
