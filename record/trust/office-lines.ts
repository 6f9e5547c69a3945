import type { RuleRevision } from '../../domain/office/rule-revision';
import type { OfficeEvent } from '../../domain/office/office-event';
import { lineHash, officeRecordId } from '../store/chain';
import type { Statements } from '../store/statements';
import type { Signer } from '../vault/signer';

/* Single lines of the office record, each held against its own hash and seal. */

/** What tells whether the office has written a line. */
export type SealReader = Pick<Signer, 'hasSealedLine'>;

interface StoredLine extends Omit<OfficeEvent, 'at'> {
  readonly at: Date;
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly seal: Uint8Array;
}

/** One line; null where it is not what was written, or is none. */
export async function genuineLine(
  tx: Statements,
  signer: SealReader,
  seq: number,
): Promise<OfficeEvent | null> {
  const [row] = await tx.$queryRaw<StoredLine[]>`
    SELECT seq, at, actor, body, prev_hash AS "prevHash", hash, seal FROM anjie.office_event WHERE seq = ${seq}`;
  return row === undefined ? null : genuine(row, signer);
}

/**
 * Whether a revision of law or calendar is what the office has published. Reads one line: a forged one bears no seal, and
 * a second one about the same revision counts for nothing.
 */
export async function isAsPublished(
  tx: Statements,
  signer: SealReader,
  { rules, revision, digest }: RuleRevision,
): Promise<boolean> {
  const [row] = await tx.$queryRaw<StoredLine[]>`
    SELECT seq, at, actor, body, prev_hash AS "prevHash", hash, seal FROM anjie.office_event
    WHERE kind = 'rules-published' AND body->>'rules' = ${rules} AND body->'revision' = to_jsonb(${revision}::int)
    ORDER BY seq LIMIT 1`;
  const line = row === undefined ? null : genuine(row, signer);
  return line?.body.kind === 'rules-published' && line.body.digest === digest;
}

function genuine({ seq, at, actor, body, prevHash, hash, seal }: StoredLine, signer: SealReader) {
  const event: OfficeEvent = { seq, at: at.toISOString(), actor, body };
  const fits = lineHash(prevHash, officeRecordId, event).equals(hash) && signer.hasSealedLine(hash, seal);
  return fits ? event : null;
}
