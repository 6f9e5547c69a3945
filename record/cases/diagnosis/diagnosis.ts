import { findingsOf, visitedOn } from '../../../domain/cases/diagnosis/findings';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../../store/derived-table';
import type { CaseHooks } from '../case-hooks';

const diagnoses: DerivedTable = {
  table: 'diagnosis',
  columns: { case_id: 'uuid', campaign: 'text', visited_on: 'date' },
  upsert: { key: ['case_id'], set: ['visited_on'] },
  check: { key: [] },
  rows: ({ move: { caseId, view } }) => [
    { case_id: caseId, campaign: view.input['campaign'], visited_on: visitedOn(view) },
  ],
};

/** What was found: a campaign counts it without reading its records. */
const findings: DerivedTable = {
  table: 'diagnosis_finding',
  columns: {
    case_id: 'uuid',
    item: 'text',
    grade: 'text',
    clause: 'text',
    situation: 'text',
    told_at: 'timestamptz',
    closed_on: 'date',
  },
  upsert: { key: ['case_id', 'item'], set: ['grade', 'clause', 'situation', 'told_at', 'closed_on'] },
  check: { key: ['item'] },
  // A diagnosis that begins again before its visit has found nothing yet.
  changes: ({ move: { caseId, view, fresh } }) =>
    fresh.some(({ body }) => body.kind === 'reopened')
      ? Prisma.sql`DELETE FROM anjie.diagnosis_finding
          WHERE case_id = ${caseId}::uuid AND NOT item = ANY(${findingsOf(view).map(({ item }) => item)}::text[])`
      : null,
  rows: ({ move: { caseId, view } }) =>
    findingsOf(view).map(({ item, grade, clause, situation, toldAt, closedOn }) => ({
      ...{ case_id: caseId, item, grade, clause, situation },
      ...{ told_at: toldAt, closed_on: closedOn },
    })),
};

export const diagnosisHooks: CaseHooks = { derived: [diagnoses, findings] };
