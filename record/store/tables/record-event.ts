import { lineHash } from '../chain';
import { bytea, type DerivedTable, type KeptMove } from '../derived-table';

/** The record itself: new lines only, each with the hash of the line before it and its own. */
export const recordEvents: DerivedTable = {
  table: 'record_event',
  columns: {
    case_id: 'uuid',
    seq: 'int',
    at: 'timestamptz',
    kind: 'text',
    key: 'text',
    actor: 'jsonb',
    body: 'jsonb',
    prev_hash: 'bytea',
    hash: 'bytea',
  },
  rows: (kept) => {
    const hashes = hashesOf(kept);
    return kept.move.fresh.map((event, index) => ({
      case_id: kept.move.caseId,
      seq: event.seq,
      at: event.at,
      kind: event.body.kind,
      key: 'key' in event.body ? event.body.key : null,
      actor: event.actor,
      body: event.body,
      prev_hash: bytea(hashes[index]!),
      hash: bytea(hashes[index + 1]!),
    }));
  },
};

/** The hash of the last line, once the move is kept. */
export function newHeadHash(kept: KeptMove): Uint8Array {
  return hashesOf(kept).at(-1)!;
}

const known = new WeakMap<KeptMove, readonly Uint8Array[]>();

/** The hash before the move, and that of each of its lines. */
function hashesOf(kept: KeptMove): readonly Uint8Array[] {
  let hashes = known.get(kept);
  if (hashes === undefined) {
    const chain: Uint8Array[] = [kept.headHash];
    for (const event of kept.move.fresh) chain.push(lineHash(chain.at(-1)!, kept.move.caseId, event));
    hashes = chain;
    known.set(kept, hashes);
  }
  return hashes;
}
