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

/** What lines about passwords are made with besides. */
export type OfficeSigner = Pick<Signer, 'sealLine' | 'hasSealedLine' | 'markPassword'>;

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
export async function appendLine(tx: Statements, sealer: LineSealer, line: NewLine): Promise<OfficeEvent> {
  const [event] = await appendLines(tx, sealer, [line]);
  if (event === undefined) throw new Error('a line was not appended');
  return event;
}

/** Appends lines in their order, in one statement. The caller holds the record (see {@link lockOffice}). */
export async function appendLines(
  tx: Statements,
  sealer: LineSealer,
  lines: readonly NewLine[],
): Promise<OfficeEvent[]> {
  if (lines.length === 0) return [];
  const [last] = await tx.$queryRaw<{ seq: number; at: Date; hash: Uint8Array }[]>`
    SELECT seq, at, hash FROM anjie.office_event ORDER BY seq DESC LIMIT 1`;
  let [seq, before, prevHash] = [last?.seq ?? 0, last?.at.toISOString(), last?.hash ?? genesisHash];
  const written = lines.map(({ at, actor, body }) => {
    seq += 1;
    // No line is earlier than the one before it, whatever the clock of this machine says.
    const event: OfficeEvent = { seq, at: before !== undefined && at < before ? before : at, actor, body };
    const hash = lineHash(prevHash, officeRecordId, event);
    const row = {
      ...event,
      kind: body.kind,
      prev: hex(prevHash),
      hash: hex(hash),
      seal: hex(sealer.sealLine(hash)),
    };
    [before, prevHash] = [event.at, hash];
    return { event, row };
  });
  await tx.$executeRaw`
    INSERT INTO anjie.office_event (seq, at, kind, actor, body, prev_hash, hash, seal)
    SELECT seq, at, kind, actor, body, decode(prev, 'hex'), decode(hash, 'hex'), decode(seal, 'hex')
    FROM jsonb_to_recordset(${JSON.stringify(written.map(({ row }) => row))}::jsonb)
      AS l(seq int, at timestamptz, kind text, actor jsonb, body jsonb, prev text, hash text, seal text)
    ORDER BY seq`;
  return written.map(({ event }) => event);
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex');
}
