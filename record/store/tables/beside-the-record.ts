import { Prisma } from '../../../prisma/generated/client';
import type { PaperOrigin } from '../../../domain/moves/paper';
import { bytea, unsaid, type DerivedTable, type KeptMove, type Row } from '../derived-table';

/* Tables of what may not be part of a record: texts, papers, and the answers to requests. */

/** Texts, sealed under the key of the case. */
export const sealedTexts: DerivedTable = {
  table: 'sealed_text',
  columns: { case_id: 'uuid', seq: 'int', field: 'text', ciphertext: 'bytea' },
  rows: ({ move, texts }) =>
    texts.map(({ seq, field, ciphertext }) => ({
      case_id: move.caseId,
      seq,
      field,
      ciphertext: bytea(ciphertext),
    })),
};

/** Texts that the office makes public word for word: in plain, and kept after the key of the case is destroyed. */
export const publishedTexts: DerivedTable = {
  table: 'published_text',
  columns: {
    case_id: 'uuid',
    seq: 'int',
    step: 'text',
    field: 'text',
    text: 'text',
    published_at: 'timestamptz',
  },
  rows: ({ move, written }) =>
    Object.entries(written?.published ?? {}).map(([field, text]) => ({
      case_id: move.caseId,
      seq: written!.seq,
      step: stepWritten(move, written!.seq),
      field,
      text,
      published_at: move.context.now,
    })),
};

function stepWritten({ fresh, view }: KeptMove['move'], seq: number): string {
  const body = fresh.find((event) => event.seq === seq)?.body;
  const step = body?.kind === 'decided' ? view.steps[body.key]?.step : undefined;
  if (step === undefined) throw new Error('only a decision makes texts public');
  return step;
}

const paperColumns = {
  id: 'uuid',
  case_id: 'uuid',
  seq: 'int',
  digest: 'text',
  media_type: 'text',
  bytes: 'int',
  origin: 'text',
  material: 'text',
  added_at: 'timestamptz',
  original: 'text',
  held: 'boolean',
  damaged: 'boolean',
  scan: 'text',
  found: 'text',
};

/** The papers of a file; their content lies in the store of papers. */
export const papers: DerivedTable = {
  table: 'paper',
  columns: paperColumns,
  changes: paperChanges,
  rows: (kept) => papersIn(kept.move).map(({ by: _, ...row }) => ({ ...row, origin: originOf(kept) })),
  check: {
    key: ['seq'],
    columns: { ...paperColumns, released: 'boolean' },
    // Which of the office's accounts was an enterprise's contact then is not on the record.
    standing: ({ move }) =>
      papersIn(move).map(({ by, ...row }) => ({
        ...row,
        origin: by.kind === 'reporter' ? 'reporter' : unsaid,
        released: false,
        ...lastOf(paperChangesIn(move).filter(({ id }) => id === row.id)),
      })),
  },
};

function papersIn({ caseId, fresh }: KeptMove['move']) {
  return fresh.flatMap(({ seq, at, body, actor: by }) =>
    body.kind === 'paper-added'
      ? [
          {
            id: body.paperId,
            case_id: caseId,
            seq,
            digest: body.digest,
            media_type: body.mediaType,
            bytes: body.bytes,
            material: body.material ?? null,
            added_at: at,
            original: body.original ?? null,
            held: body.held ?? false,
            damaged: body.damaged ?? false,
            scan: body.scan ?? 'none',
            found: body.found ?? null,
            by,
          },
        ]
      : [],
  );
}

/** What the scanner said later of papers that waited for it, and which originals may be opened. */
function paperChanges({ move }: KeptMove): Prisma.Sql | null {
  const changed = paperChangesIn(move);
  if (changed.length === 0) return null;
  return Prisma.sql`UPDATE anjie.paper p SET scan = coalesce(c.scan, p.scan), found = coalesce(c.found, p.found),
      released = coalesce(c.released, p.released)
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb) AS c(id uuid, scan text, found text, released boolean)
    WHERE p.id = c.id`;
}

/** What several changes of one row leave of each column. */
function lastOf(changes: readonly Row[]): Row {
  return changes.reduce((all, each) => ({ ...all, ...each }), {});
}

function paperChangesIn({ fresh }: KeptMove['move']): Row[] {
  return fresh.flatMap(({ body }): Row[] => {
    if (body.kind === 'paper-scanned')
      return [{ id: body.paperId, scan: body.found === null ? 'passed' : 'found', found: body.found }];
    return body.kind === 'original-answered' && body.grant ? [{ id: body.paperId, released: true }] : [];
  });
}

function originOf({ actor }: KeptMove): PaperOrigin {
  if (actor === null) throw new Error('a paper comes from somebody');
  if (actor.kind === 'reporter') return 'reporter';
  return actor.enterpriseId === null ? 'staff' : 'enterprise';
}

export const idempotencyKeys: DerivedTable = {
  table: 'idempotency_key',
  columns: { scope: 'text', key: 'text', body_hash: 'bytea', answer: 'jsonb', lasting: 'boolean' },
  rows: ({ answered }) =>
    answered === null
      ? []
      : [
          {
            scope: answered.idempotency.scope,
            key: answered.idempotency.key,
            body_hash: bytea(answered.idempotency.bodyHash),
            answer: answered.answer,
            lasting: answered.idempotency.lasting ?? false,
          },
        ],
};
