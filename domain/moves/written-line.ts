import type { EventActor } from '../case/case-event';
import type { Actor } from '../role';

/** Texts of a move by JSON pointer, to be sealed under the seq of the event that they belong to. */
export type Texts = Readonly<Record<string, string>>;

/** Digests the texts of one event; keyed by the case, so that nobody can guess a text from its digest. */
export type Digest = (texts: Texts) => string;

/** The line that a person has added to a record, and the texts that belong to it. */
export interface WrittenLine {
  /** Seq of the event that holds the texts' digest. */
  readonly seq: number;
  readonly texts: Texts;
  /** Those of the texts that are made public with it. */
  readonly published?: Texts;
}

/** The actor as it is written into a line: ids only. */
export function writtenBy(actor: Actor): EventActor {
  return actor.kind === 'staff'
    ? { kind: 'staff', personId: actor.personId, accountId: actor.accountId }
    : { kind: 'reporter' };
}

/** The digest field of a line; empty where it has no texts. */
export function digestOf(texts: Texts, digest: Digest): { textDigest?: string } {
  return Object.keys(texts).length === 0 ? {} : { textDigest: digest(texts) };
}
