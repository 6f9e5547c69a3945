import { HeadSigning } from '../record/trust/head-signing';
import { parts, type HeadStore } from '../record/trust/head-store';
import { caseChecks } from '../record/operation/case-checks';
import type { Papers } from '../record/papers/papers';
import { verifyPart, type RecordFault, type TableCheck } from '../record/trust/verify-record';
import type { Database } from '../record/store/database';
import type { Log } from '../record/store/log';
import type { Signer } from '../record/vault/signer';
import type { Vault } from '../record/vault/vault';

/** For so long a round verifies parts of the records: a small office's all of them, a great one's some after the other. */
const roundMs = 3_000;
/** After so many faults a process only counts further ones: its log must not drown in them. */
const mostTold = 200;
/** So many a round in any case. */
const leastParts = 5;

interface WatchParts {
  readonly db: Database;
  readonly signer: Signer;
  readonly heads: HeadStore;
  readonly vault: Pick<Vault, 'keyOf'>;
  readonly papers: Pick<Papers, 'holds'>;
  readonly log: Log;
}

/**
 * Watches that records stay as they were written: signs how far each has grown, and verifies one part of all records
 * after the other against their seals and the signed heads, with the derived tables that follow from them, their texts and the files of their papers.
 */
export class RecordWatch {
  readonly #signing: HeadSigning;
  readonly #checks: TableCheck;
  /** The faults found since the program started: what was found where. */
  readonly #faults = new Set<string>();
  /** Anywhere: a worker that is often started again looks at all parts equally often. */
  #next = Math.floor(Math.random() * parts.length);

  constructor(private readonly watched: WatchParts) {
    this.#signing = new HeadSigning(watched);
    this.#checks = caseChecks(watched);
  }

  /** How many records, and accounts, were found to be other than they were written. */
  get faults(): number {
    return this.#faults.size;
  }

  async round(): Promise<void> {
    const { faults } = await this.#signing.round();
    for (const fault of faults) this.#tell(fault);
    const began = performance.now();
    const hasTime = () => performance.now() - began < roundMs;
    for (let count = 0; count < parts.length && (count < leastParts || hasTime()); count += 1)
      await this.#look(parts[this.#next++ % parts.length]!);
  }

  async #look(part: string): Promise<void> {
    const { db, heads, signer } = this.watched;
    const found = await verifyPart(db, part, { heads, signer }, this.#checks);
    for (const fault of found.faults) this.#tell(fault);
  }

  /** Logs each fault once: an operator has to look, and the log must not drown in it. */
  #tell(fault: RecordFault): void {
    const { number: caseNumber, seq, fault: code, place, login = '' } = fault;
    const what = [caseNumber, code, place, login].join(' ');
    if (this.#faults.has(what)) return;
    this.#faults.add(what);
    if (this.#faults.size > mostTold) return;
    this.watched.log.error({
      event: 'record-not-as-written',
      caseNumber,
      seq,
      code,
      place: place?.replaceAll('#', '@'),
    });
  }
}
