import { dueAtOf, nextRungAt } from '../../../domain/case/case-queries';
import { viewOf } from '../../../domain/case/case-view';
import { caseTypeDef } from '../../../domain/cases/catalogue';
import type { CaseMove } from '../../../domain/moves/case-move';
import { isIssuedLine, isTold, toldStage, toldView } from '../../../domain/moves/enterprise-visibility';
import { enterpriseNamed } from '../../../domain/moves/family/family';
import { namedIn } from '../../../domain/moves/authorize';
import { stageOf } from '../../../domain/moves/stage';
import { bytea, unsaid, without, type DerivedTable, type KeptMove, type WholeRecord } from '../derived-table';
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
    named: 'uuid[]',
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
      ...['told_stage', 'told_due_at', 'named'],
    ],
  },
  rows: (kept) => [
    {
      ...rowOf(kept),
      enterprise_id: kept.family.enterpriseId,
      issued: isTold(kept.move.view),
      label: kept.family.label ?? null,
      calendar_revision: kept.move.context.calendar.revision,
      head_hash: bytea(newHeadHash(kept)),
    },
  ],
  check: {
    key: [],
    of: 'id',
    get columns() {
      // The chain is held against its head elsewhere; the record says neither what lists call a case nor by which
      // calendar it was last counted.
      return without(caseFiles.columns, 'head_hash', 'label', 'calendar_revision');
    },
    standing: (whole) => [
      { ...rowOf(whole), enterprise_id: enterpriseSaid(whole), issued: wasTold(whole.move) },
    ],
  },
};

function rowOf({ move, family }: Pick<KeptMove, 'move' | 'family'>) {
  const { view, caseId, fresh } = move;
  const issued = fresh.filter(({ body }) => isIssuedLine(body));
  return {
    id: caseId,
    number: view.number,
    case_type: view.caseType,
    zone: view.zone,
    unit: view.unit,
    root_id: family.rootId,
    parent_id: view.parent?.caseId ?? null,
    parent_key: view.parent?.key ?? null,
    procedure_version: view.procedureVersion,
    policy_revision: view.policy.revision,
    policy_on: view.policy.on,
    seq: view.seq,
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
    named: namedIn(view),
  };
}

/** The enterprise that a record names. A child case may have it from its parent, as that stood then. */
function enterpriseSaid({ move: { fresh, view }, joined }: WholeRecord): unknown {
  const { namesNoEnterprise = false } = caseTypeDef(view.caseType);
  const said = enterpriseNamed(fresh) ?? (namesNoEnterprise ? null : view.input['enterpriseId']) ?? null;
  if (said !== null) return joined(said as string);
  return view.parent === null || namesNoEnterprise ? null : unsaid;
}

/** Whether the enterprise was ever told of the case: a reopening takes back steps, and not what somebody knows. */
function wasTold({ view, fresh }: CaseMove): boolean {
  if (isTold(view)) return true;
  if (!fresh.some(({ body }) => body.kind === 'reopened' || body.kind === 'child-reopened')) return false;
  return fresh.some((_, index) => isTold(viewOf(fresh.slice(0, index + 1))));
}
