import type { DerivedTable } from '../derived-table';
import { Prisma } from '../../../prisma/generated/client';

/** The numbers of old registers that were taken over: none of them twice. One that a second person struck is free again. */
export const takenOver: DerivedTable = {
  table: 'taken_over',
  columns: { case_id: 'uuid', source: 'text', register_no: 'text' },
  rows: ({ move: { caseId, fresh } }) =>
    fresh.flatMap(({ body }) => {
      const takeOver = body.kind === 'opened' ? body.takeOver : undefined;
      if (takeOver === undefined) return [];
      return [{ case_id: caseId, source: takeOver.source, register_no: takeOver.registerNo }];
    }),
  changes: ({ move: { caseId, before, view } }) =>
    before.takeOver?.state === 'requested' && view.takeOver?.state === 'refused'
      ? Prisma.sql`DELETE FROM anjie.taken_over WHERE case_id = ${caseId}::uuid`
      : null,
};
