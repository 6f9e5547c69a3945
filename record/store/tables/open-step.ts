import { nextRungOf } from '../../../domain/case/case-queries';
import { openSteps, type StepState } from '../../../domain/case/case-view';
import type { CaseMove } from '../../../domain/moves/case-move';
import { stepDef } from '../../../domain/cases/catalogue';
import { runsFrom } from '../../../domain/time/clock-reading';
import { openPause } from '../../../domain/time/counting';
import { Prisma } from '../../../prisma/generated/client';
import type { DerivedTable } from '../derived-table';

/** The steps that wait for somebody, for the worklists. */
export const openStepRows: DerivedTable = {
  table: 'open_step',
  check: {
    key: ['key'],
    standing: ({ move }) => openSteps(move.view).map((state) => rowOf(move, state)),
  },
  columns: {
    case_id: 'uuid',
    key: 'text',
    step: 'text',
    opened_seq: 'int',
    role: 'text',
    unit: 'text',
    assignee: 'uuid',
    level: 'int',
    opened_at: 'timestamptz',
    due_at: 'timestamptz',
    runs_from: 'timestamptz',
    promised_at: 'timestamptz',
    pause_ground: 'text',
    pause_until: 'timestamptz',
    next_rung_at: 'timestamptz',
  },
  upsert: {
    key: ['case_id', 'key'],
    set: [
      ...['opened_seq', 'assignee', 'level', 'opened_at', 'due_at', 'runs_from', 'promised_at'],
      ...['pause_ground', 'pause_until', 'next_rung_at'],
    ],
  },
  rows: ({ move }) => changedOpenSteps(move).map((state) => rowOf(move, state)),
  changes: ({ move }) => {
    const { all, keys } = changedKeys(move);
    const standing = openSteps(move.view).map(({ key }) => key);
    const gone = [...keys].filter((key) => !standing.includes(key));
    if (!all && gone.length === 0) return null;
    return Prisma.sql`DELETE FROM anjie.open_step WHERE case_id = ${move.caseId}::uuid
      AND ${all ? Prisma.sql`NOT key = ANY(${standing}::text[])` : Prisma.sql`key = ANY(${gone}::text[])`}`;
  },
};

function rowOf({ caseId, view }: CaseMove, state: StepState) {
  const pause = openPause(state.clock);
  return {
    case_id: caseId,
    key: state.key,
    step: state.step,
    opened_seq: state.openedSeq,
    role: stepDef(state.step).role,
    unit: view.unit,
    assignee: state.assignee,
    level: state.level,
    opened_at: state.openedAt,
    due_at: state.clock.dueAt,
    runs_from: runsFrom(state.clock),
    // A promise that was broken stays broken, also while its clock is paused.
    promised_at: state.promise?.breachedAt ?? state.promise?.dueAt ?? null,
    pause_ground: pause?.reason ?? null,
    pause_until: pause?.until ?? null,
    next_rung_at: nextRungOf(state)?.fireAt ?? null,
  };
}

function changedOpenSteps(move: CaseMove): StepState[] {
  const { all, keys } = changedKeys(move);
  return openSteps(move.view).filter(({ key }) => all || keys.has(key));
}

/** The steps that the lines of a move are about; all of them where the case was closed or reopened. */
function changedKeys({ fresh }: CaseMove): { readonly keys: ReadonlySet<string>; readonly all: boolean } {
  const keys = new Set<string>();
  let all = false;
  for (const { body } of fresh) {
    // Closing empties the worklist of the case, reopening may bring any step back.
    if (body.kind === 'closed' || body.kind === 'reopened' || body.kind === 'child-reopened') all = true;
    else if ('key' in body) keys.add(body.key);
  }
  return { keys, all };
}
