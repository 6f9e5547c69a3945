import type { OfficeEvent, OfficeEventActor, OfficeEventBody } from '../../domain/office/office-event';
import type { Instant } from '../../domain/time/calendar';
import { genesisHash, lineHash, officeRecordId } from '../store/chain';
import type { Statements } from '../store/statements';
import type { Signer } from '../vault/signer';

/*
 * 机关记录: who changed what of the office itself, as accounts, recusals, law. One chain for the whole installation, on
 * the kit of a case's record; the tables that it speaks of are changed in the transaction that appends the line.
 */

/** What seals a line as the office's own. */
export type LineSealer = Pick<Signer, 'sealLine'>;

/** Holds the record until the end of the transaction: changes of the office are made one after the other. */
export async function lockOffice(tx: Statements): Promise<void> {
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('office', 2))`;
}

/** A line as it is handed in. */
export interface NewLine {
  readonly at: Instant;
  readonly actor: OfficeEventActor;
  readonly body: OfficeEventBody;
}

/** Appends a line. The caller holds the record (see {@link lockOffice}). */
export async function appendLine(
  tx: Statements,
  sealer: LineSealer,
  { at, actor, body }: NewLine,
): Promise<OfficeEvent> {
  const [last] = await tx.$queryRaw<{ seq: number; at: Date; hash: Uint8Array }[]>`
    SELECT seq, at, hash FROM anjie.office_event ORDER BY seq DESC LIMIT 1`;
  const before = last?.at.toISOString() ?? at;
  // No line is earlier than the one before it, whatever the clock of this machine says.
  const event: OfficeEvent = { seq: (last?.seq ?? 0) + 1, at: at < before ? before : at, actor, body };
  const prevHash = last?.hash ?? genesisHash;
  const hash = lineHash(prevHash, officeRecordId, event);
  await tx.$executeRaw`
    INSERT INTO anjie.office_event (seq, at, kind, actor, body, prev_hash, hash, seal)
    VALUES (${event.seq}, ${event.at}::timestamptz, ${body.kind}, ${JSON.stringify(actor)}::jsonb,
      ${JSON.stringify(body)}::jsonb, ${new Uint8Array(prevHash)}, ${new Uint8Array(hash)},
      ${new Uint8Array(sealer.sealLine(hash))})`;
  return event;
}

/** One line; null where it is not what was written, or is none. */
export async function genuineLine(
  tx: Statements,
  signer: Pick<Signer, 'hasSealedLine'>,
  seq: number,
): Promise<OfficeEvent | null> {
  const [row] = await tx.$queryRaw<StoredLine[]>`
    SELECT seq, at, actor, body, prev_hash AS "prevHash", hash, seal FROM anjie.office_event WHERE seq = ${seq}`;
  if (row === undefined) return null;
  const { at, actor, body, prevHash, hash, seal } = row;
  const event: OfficeEvent = { seq, at: at.toISOString(), actor, body };
  const fits = lineHash(prevHash, officeRecordId, event).equals(hash) && signer.hasSealedLine(hash, seal);
  return fits ? event : null;
}

interface StoredLine extends Omit<OfficeEvent, 'at'> {
  readonly at: Date;
  readonly prevHash: Uint8Array;
  readonly hash: Uint8Array;
  readonly seal: Uint8Array;
}
