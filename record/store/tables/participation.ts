import { participationsIn } from '../../../domain/moves/family/family';
import type { DerivedTable } from '../derived-table';

/** Who has decided what in a family: the separation of persons is judged by it. */
export const participations: DerivedTable = {
  table: 'participation',
  check: { key: ['seq'] },
  columns: { case_id: 'uuid', seq: 'int', root_id: 'uuid', step: 'text', person_id: 'uuid' },
  rows: ({ move, family }) =>
    participationsIn(move.fresh).map(({ seq, step, personId }) => ({
      case_id: move.caseId,
      seq,
      root_id: family.rootId,
      step,
      person_id: personId,
    })),
};
