import { approvalOutcome } from '../../domain/cases/approval-item/approval-outcome';
import { Prisma } from '../../prisma/generated/client';
import type { DerivedTable } from '../store/derived-table';
import type { CaseHooks } from './case-hooks';

/** How long each item took until it was decided: the compression of time is computed from it. */
const approvalOutcomes: DerivedTable = {
  table: 'approval_outcome',
  columns: {
    case_id: 'uuid',
    matter: 'text',
    department: 'text',
    verdict: 'text',
    limit_unit: 'text',
    limit_days: 'int',
    promise_days: 'int',
    actual_days: 'int',
    promise_broken: 'boolean',
    decided_at: 'timestamptz',
    explained_at: 'timestamptz',
  },
  upsert: {
    key: ['case_id'],
    set: [
      ...['verdict', 'limit_unit', 'limit_days', 'promise_days', 'actual_days', 'promise_broken'],
      ...['decided_at', 'explained_at'],
    ],
  },
  check: { key: [] },
  // An item that begins again before its decision has no outcome until it is decided anew.
  changes: ({ move: { caseId, view, fresh } }) =>
    fresh.some(({ body }) => body.kind === 'reopened') && approvalOutcome(view) === null
      ? Prisma.sql`DELETE FROM anjie.approval_outcome WHERE case_id = ${caseId}::uuid`
      : null,
  rows: ({ move: { caseId, view } }) => {
    const outcome = approvalOutcome(view);
    return outcome === null
      ? []
      : [
          {
            case_id: caseId,
            matter: outcome.matter,
            department: outcome.department,
            verdict: outcome.verdict,
            limit_unit: outcome.limitUnit,
            limit_days: outcome.limitDays,
            promise_days: outcome.promiseDays,
            actual_days: outcome.actualDays,
            promise_broken: outcome.promiseBroken,
            decided_at: outcome.decidedAt,
            explained_at: outcome.explainedAt,
          },
        ];
  },
};

export const approvalItemHooks: CaseHooks = { derived: [approvalOutcomes] };
