import type { CaseMove } from '../../../domain/moves/case-move';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../derived-table';

/** The effects that the record asks for, until they have had their outcome. */
export const effectOrders: DerivedTable = {
  table: 'effect_order',
  columns: { case_id: 'uuid', key: 'text', asked_seq: 'int', body: 'jsonb' },
  upsert: { key: ['case_id', 'key'], set: ['asked_seq', 'body', 'done_at = NULL'] },
  rows: ({ move }) => ordersAskedFor(move),
  check: {
    key: ['key'],
    columns: { key: 'text', asked_seq: 'int', body: 'jsonb', is_done: 'boolean' },
    reads: { is_done: 'done_at IS NOT NULL' },
    standing: ({ move }) => {
      // What was asked for again stands by its last asking; what a reopening has superseded counts as done.
      const last = new Map(ordersAskedFor(move).map((row) => [row.key, row]));
      const waits = ({ key }: { readonly key: string }) => move.view.effects[key]?.result === null;
      return [...last.values()].map((row) => ({ ...row, is_done: !waits(row) }));
    },
  },
  changes: ({ move: { caseId, view, fresh } }) => {
    // An effect that a reopening has superseded is not carried out any more.
    if (fresh.some(({ body }) => body.kind === 'reopened' || body.kind === 'child-reopened'))
      return Prisma.sql`UPDATE anjie.effect_order SET done_at = now()
          WHERE case_id = ${caseId}::uuid AND done_at IS NULL AND NOT key = ANY(${Object.keys(view.effects)}::text[])`;
    const done = fresh.flatMap(({ body }) => (body.kind === 'effect-done' ? [body.key] : []));
    return done.length === 0
      ? null
      : Prisma.sql`UPDATE anjie.effect_order SET done_at = now()
          WHERE case_id = ${caseId}::uuid AND key = ANY(${done}::text[])`;
  },
};

function ordersAskedFor({ caseId, fresh }: CaseMove) {
  return fresh.flatMap(({ seq, body }) =>
    body.kind === 'effect-asked'
      ? [{ case_id: caseId, key: body.key, asked_seq: seq, body: body.effect }]
      : [],
  );
}
