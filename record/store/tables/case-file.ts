import { dueAtOf, nextRungAt } from '../../../domain/case/case-queries';
import { isIssuedLine, isTold, toldStage, toldView } from '../../../domain/moves/enterprise-visibility';
import { stageOf } from '../../../domain/moves/stage';
import { bytea, type DerivedTable } from '../derived-table';
import { newHeadHash } from './record-event';

/** One row per case: what lists show and sweeps look for. */
export const caseFiles: DerivedTable = {
  table: 'case_file',
  columns: {
    id: 'uuid',
    number: 'text',
    case_type: 'text',
    zone: 'text',
    unit: 'text',
    root_id: 'uuid',
    parent_id: 'uuid',
    parent_key: 'text',
    enterprise_id: 'uuid',
    issued: 'boolean',
    label: 'text',
    procedure_version: 'int',
    calendar_revision: 'int',
    policy_revision: 'int',
    policy_on: 'date',
    seq: 'int',
    head_hash: 'bytea',
    stage: 'text',
    outcome: 'text',
    opened_at: 'timestamptz',
    moved_at: 'timestamptz',
    closed_at: 'timestamptz',
    due_at: 'timestamptz',
    next_rung_at: 'timestamptz',
    issued_lines: 'int',
    told_stage: 'text',
    told_at: 'timestamptz',
    told_due_at: 'timestamptz',
  },
  upsert: {
    key: ['id'],
    // What never changes, and the calendar by which the open clocks were counted, stay as they are.
    set: [
      ...['seq', 'head_hash', 'stage', 'outcome', 'moved_at', 'closed_at', 'due_at', 'next_rung_at'],
      ...['enterprise_id', 'policy_revision', 'policy_on'],
      'issued = case_file.issued OR EXCLUDED.issued',
      'issued_lines = case_file.issued_lines + EXCLUDED.issued_lines',
      'told_at = coalesce(EXCLUDED.told_at, case_file.told_at)',
      ...['told_stage', 'told_due_at'],
    ],
  },
  rows: (kept) => {
    const { view, caseId, fresh, context } = kept.move;
    const { rootId, enterpriseId, label } = kept.family;
    const issued = fresh.filter(({ body }) => isIssuedLine(body));
    return [
      {
        id: caseId,
        number: view.number,
        case_type: view.caseType,
        zone: view.zone,
        unit: view.unit,
        root_id: rootId,
        parent_id: view.parent?.caseId ?? null,
        parent_key: view.parent?.key ?? null,
        enterprise_id: enterpriseId,
        issued: isTold(view),
        label: label ?? null,
        procedure_version: view.procedureVersion,
        calendar_revision: context.calendar.revision,
        policy_revision: view.policy.revision,
        policy_on: view.policy.on,
        seq: view.seq,
        head_hash: bytea(newHeadHash(kept)),
        stage: stageOf(view),
        outcome: view.closed?.outcome ?? null,
        opened_at: view.openedAt,
        moved_at: fresh.at(-1)?.at ?? view.openedAt,
        closed_at: view.closed?.at ?? null,
        due_at: dueAtOf(view),
        next_rung_at: nextRungAt(view),
        issued_lines: issued.length,
        told_stage: toldStage(view),
        told_at: issued.at(-1)?.at ?? null,
        told_due_at: dueAtOf(toldView(view)),
      },
    ];
  },
};
