import { standingOf } from '../../../domain/cases/warden-network/steps';
import type { CaseMove } from '../../../domain/moves/case-move';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../../store/derived-table';
import type { CaseHooks } from '../case-hooks';

/* The teams of a firm and their wardens as they stand, for overviews. Names are sealed in the record and stand in no table. */

/** Whether a move may have changed what stands. */
function moved({ fresh }: CaseMove): boolean {
  return fresh.some(({ body }) => body.kind === 'decided' || body.kind === 'reopened');
}

const places: DerivedTable = {
  table: 'warden_place',
  columns: { case_id: 'uuid', place: 'text', kind: 'text', people: 'int' },
  upsert: { key: ['case_id', 'place'], set: ['kind', 'people'] },
  check: { key: ['place'] },
  rows: ({ move }) =>
    moved(move)
      ? [...standingOf(move.view).places].map(([place, { kind, people }]) => ({
          case_id: move.caseId,
          ...{ place, kind, people },
        }))
      : [],
  changes: ({ move }) =>
    moved(move)
      ? Prisma.sql`DELETE FROM anjie.warden_place WHERE case_id = ${move.caseId}::uuid
          AND NOT place = ANY(${[...standingOf(move.view).places.keys()]}::text[])`
      : null,
};

const wardens: DerivedTable = {
  table: 'safety_warden',
  columns: { case_id: 'uuid', warden: 'text', place: 'text', naming: 'text', since: 'date' },
  upsert: { key: ['case_id', 'warden'], set: ['place', 'naming', 'since'] },
  check: { key: ['warden'] },
  rows: ({ move }) =>
    moved(move)
      ? [...standingOf(move.view).wardens].map(([warden, { place, by, since }]) => ({
          case_id: move.caseId,
          ...{ warden, place, naming: by, since },
        }))
      : [],
  changes: ({ move }) =>
    moved(move)
      ? Prisma.sql`DELETE FROM anjie.safety_warden WHERE case_id = ${move.caseId}::uuid
          AND NOT warden = ANY(${[...standingOf(move.view).wardens.keys()]}::text[])`
      : null,
};

export const networkHooks: CaseHooks = { derived: [places, wardens] };
