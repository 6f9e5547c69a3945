import { HeadSigning } from '../record/trust/head-signing';
import { parts, type HeadStore } from '../record/trust/head-store';
import { verifyPart, type RecordFault } from '../record/trust/verify-record';
import type { Database } from '../record/store/database';
import type { Log } from '../record/store/log';
import type { Signer } from '../record/vault/signer';

/** How many parts of the records are verified in a round: all of them within half an hour. */
const partsPerRound = 9;

interface WatchParts {
  readonly db: Database;
  readonly signer: Signer;
  readonly heads: HeadStore;
  readonly log: Log;
}

/**
 * Watches that records stay as they were written: signs how far each has grown, and verifies one part of all records
 * after the other against their seals and the signed heads.
 */
export class RecordWatch {
  readonly #signing: HeadSigning;
  /** The faults found since the program started, by the case's number or the account. */
  readonly #faults = new Map<string, RecordFault>();
  #next = 0;

  constructor(private readonly watched: WatchParts) {
    this.#signing = new HeadSigning(watched);
  }

  /** How many records, and accounts, were found to be other than they were written. */
  get faults(): number {
    return this.#faults.size;
  }

  async round(): Promise<void> {
    const { faults } = await this.#signing.round();
    for (const fault of faults) this.#tell(fault);
    for (let count = 0; count < partsPerRound; count += 1)
      await this.#look(parts[this.#next++ % parts.length]!);
  }

  async #look(part: string): Promise<void> {
    const { db, heads, signer } = this.watched;
    const found = await verifyPart(db, part, { heads, signer });
    for (const fault of found.faults) this.#tell(fault);
  }

  /** Logs each fault once: an operator has to look, and the log must not drown in it. */
  #tell(fault: RecordFault): void {
    const what = `${fault.number} ${fault.login ?? ''}`;
    if (this.#faults.get(what)?.fault === fault.fault) return;
    this.#faults.set(what, fault);
    const { number: caseNumber, seq, fault: code } = fault;
    this.watched.log.error({ event: 'record-not-as-written', caseNumber, seq, code });
  }
}
