import { createHash } from 'node:crypto';
import type { CaseEvent } from '../../domain/case/case-event';
import { canonicalJson } from '../../domain/json';

/** The hash before the first line of every record. */
export const genesisHash = Buffer.alloc(32);

/** The hash of one line: over the hash before it, the case and the whole event. */
export function lineHash(previous: Uint8Array, caseId: string, event: CaseEvent): Buffer {
  return createHash('sha256').update(previous).update(caseId).update(canonicalJson(event)).digest();
}

export interface ChainLine {
  readonly event: CaseEvent;
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
}

/** Seq of the first line that does not fit the chain, or null where the whole record verifies. */
export function firstBrokenLine(caseId: string, lines: readonly ChainLine[]): number | null {
  let previous: Uint8Array = genesisHash;
  for (const [index, { event, prevHash, hash }] of lines.entries()) {
    const fits =
      event.seq === index + 1 &&
      Buffer.compare(prevHash, previous) === 0 &&
      Buffer.compare(hash, lineHash(previous, caseId, event)) === 0;
    if (!fits) return index + 1;
    previous = hash;
  }
  return null;
}

/*
 * The seal of a family of cases (档案封存): the last hash of each of its records at one moment, signed by the office. It is
 * part of the decision that seals, and so of the chain itself: whoever edits an earlier line has to forge the office's
 * signature too.
 */

/** How far the record of a case went, and the hash of its last line. */
export type Head = {
  readonly caseId: string;
  readonly number: string;
  readonly seq: number;
  readonly hash: string;
};
