import { movedClocks, type MovedClock } from '../../../domain/moves/recount';
import type { CaseMove } from '../../../domain/moves/case-move';
import type { DerivedTable } from '../derived-table';
import { nameOfChange } from '../rule-change';

/** Ends of open limits that a change of law or calendar has moved; those concerned are told of them. */
export const clockMoves: DerivedTable = {
  table: 'clock_move',
  columns: {
    case_id: 'uuid',
    seq: 'int',
    clock: 'text',
    change: 'text',
    key: 'text',
    step: 'text',
    due_before: 'date',
    due_after: 'date',
  },
  rows: ({ move }) => movedClocks(move).flatMap((moved) => rowOf(move, moved)),
};

function rowOf({ caseId, view }: CaseMove, { seq, key, step, cause, clock, before, after }: MovedClock) {
  const change = changeBehind(view, cause, after);
  if (change === null || endsAsBefore(before, after)) return [];
  const days = { due_before: before.dueOn, due_after: after.dueOn };
  return [{ case_id: caseId, seq, clock, change, key, step, ...days }];
}

function changeBehind({ policy }: CaseMove['view'], cause: MovedClock['cause'], after: MovedClock['after']) {
  if (cause === 'calendar') return nameOfChange({ rules: 'calendar', revision: after.calendarRevision });
  if (cause === 'policy') return nameOfChange({ rules: 'policy', revision: policy.revision, on: policy.on });
  return null;
}

/** Whether both clocks end at the same time. Paused clocks have no end yet; they are compared by their length. */
function endsAsBefore(before: MovedClock['before'], after: MovedClock['after']): boolean {
  return before.dueAt === null && after.dueAt === null
    ? before.limit.value === after.limit.value && before.limit.unit === after.limit.unit
    : before.dueAt === after.dueAt;
}
