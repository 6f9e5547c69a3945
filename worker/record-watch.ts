import { HeadSigning } from '../record/trust/head-signing';
import { parts, type HeadStore } from '../record/trust/head-store';
import { verifyPart, type RecordFault } from '../record/trust/verify-record';
import type { Database } from '../record/store/database';
import type { Log } from '../record/store/log';
import type { Signer } from '../record/vault/signer';

/** Of the whole record so much is looked at in a round: all of it within half an hour. */
const partsPerRound = 9;

interface WatchParts {
  readonly db: Database;
  readonly signer: Signer;
  readonly heads: HeadStore;
  readonly log: Log;
}

/**
 * Watches that the record stays what was written: signs how far each record has grown, and holds one part of all
 * records after the other against their seals and against what was signed.
 */
export class RecordWatch {
  readonly #signing: HeadSigning;
  /** By the case's number, or the account: what was found since the program started. */
  readonly #faults = new Map<string, RecordFault>();
  #next = 0;

  constructor(private readonly watched: WatchParts) {
    this.#signing = new HeadSigning(watched);
  }

  /** How many cases, and accounts, were found to be other than they were written. */
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

  /** Once for each fault: an operator has to look, and the log is not to drown in it. */
  #tell(fault: RecordFault): void {
    const what = `${fault.number} ${fault.login ?? ''}`;
    if (this.#faults.get(what)?.fault === fault.fault) return;
    this.#faults.set(what, fault);
    const { number: caseNumber, seq, fault: code } = fault;
    this.watched.log.error({ event: 'record-not-as-written', caseNumber, seq, code });
  }
}
