import { createHash } from 'node:crypto';
import type { CaseEvent } from '../../domain/case/case-event';
import type { OfficeEvent } from '../../domain/office/office-event';
import { canonicalJson } from '../../domain/json';

/** The hash before the first line of every record. */
export const genesisHash = Buffer.alloc(32);

/** The hash of one line: over the hash before it, the id of the record (a case's, or {@link officeRecordId}) and the whole event. */
export function lineHash(previous: Uint8Array, recordId: string, event: RecordedEvent): Buffer {
  return createHash('sha256').update(previous).update(recordId).update(canonicalJson(event)).digest();
}

/** The office itself has a record, as each case has one. */
export const officeRecordId = 'office';

export type RecordedEvent = CaseEvent | OfficeEvent;

export interface ChainLine<Event extends RecordedEvent = CaseEvent> {
  readonly event: Event;
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
}

/** Seq of the first line that does not fit the chain, or null where the whole record verifies. */
export function firstBrokenLine(recordId: string, lines: readonly ChainLine<RecordedEvent>[]): number | null {
  let previous: Uint8Array = genesisHash;
  for (const [index, { event, prevHash, hash }] of lines.entries()) {
    const fits =
      event.seq === index + 1 &&
      Buffer.compare(prevHash, previous) === 0 &&
      Buffer.compare(hash, lineHash(previous, recordId, event)) === 0;
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

/** How far a record went, and the hash of its last line. Of the office's own, id and number are {@link officeRecordId}. */
export type Head = {
  readonly caseId: string;
  readonly number: string;
  readonly seq: number;
  readonly hash: string;
};
