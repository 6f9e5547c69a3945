import { openRequests } from '../../../domain/moves/acts/open-requests';
import { Prisma } from '../../../prisma/generated/client';
import { unsaid, type DerivedTable, type KeptMove } from '../derived-table';

/** The requests that wait for another person's answer, a row for each office from which it may come. */
export const openRequestRows: DerivedTable = {
  table: 'open_request',
  check: {
    key: ['seq', 'role'],
    // Who lets a text pass follows from the law in force at the last move, which may have been replaced since.
    standing: ({ move }) =>
      rowsOf(move).map((row) => (row.answer === 'pass-wording' ? { ...row, level: unsaid } : row)),
  },
  columns: {
    case_id: 'uuid',
    seq: 'int',
    role: 'text',
    level: 'int',
    answer: 'text',
    key: 'text',
    asked_at: 'timestamptz',
    barred: 'uuid[]',
  },
  upsert: { key: ['case_id', 'seq', 'role'], set: ['level', 'barred'] },
  rows: ({ move }) => rowsOf(move),
  changes: ({ move }) => {
    const answered = answeredIn(move);
    return answered.length === 0
      ? null
      : Prisma.sql`DELETE FROM anjie.open_request
          WHERE case_id = ${move.caseId}::uuid AND seq = ANY(${answered}::int[])`;
  },
};

function rowsOf(move: KeptMove['move']) {
  return openRequests(move.view).flatMap(({ answerers, at, ...request }) =>
    answerers(move).map((office) => ({ case_id: move.caseId, asked_at: at, ...request, ...office })),
  );
}

/** The lines whose requests waited before the move and wait no more. */
function answeredIn({ before, view }: KeptMove['move']): number[] {
  const standing = openRequests(view).map(({ seq }) => seq);
  return openRequests(before)
    .map(({ seq }) => seq)
    .filter((seq) => !standing.includes(seq));
}
