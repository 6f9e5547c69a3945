import { viewOf } from '../../../domain/case/case-view';
import { movedClocks, type MovedClock } from '../../../domain/moves/recount';
import type { CaseMove } from '../../../domain/moves/case-move';
import type { DerivedTable, Row } from '../derived-table';
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
  rows: ({ move }) => rowsOf(move),
  // A move compares with what stood before it; the lines of one move stand at one instant.
  check: {
    key: ['seq', 'clock'],
    // Nobody is told of a move of long ago.
    putBackWith: { told_at: 'now()' },
    standing: ({ move }) => movesIn(move).flatMap(rowsOf),
  },
};

type Superseding = Pick<CaseMove, 'caseId' | 'before' | 'fresh' | 'view'>;

function rowsOf(move: Superseding): Row[] {
  return movedClocks(move).flatMap((moved) => rowOf(move, moved));
}

/** The moves of a whole record that have superseded a clock, each with the case before and after it. */
function movesIn({ caseId, fresh: events }: CaseMove): Superseding[] {
  const times = new Set(events.flatMap(({ at, body }) => (body.kind === 'clock-superseded' ? [at] : [])));
  return [...times].flatMap((at) => {
    const first = events.findIndex((event) => event.at === at);
    const fresh = events.filter((event) => event.at === at);
    // What the opening move supersedes had no clock before.
    if (first === 0) return [];
    return [
      {
        caseId,
        fresh,
        before: viewOf(events.slice(0, first)),
        view: viewOf(events.slice(0, first + fresh.length)),
      },
    ];
  });
}

function rowOf({ caseId, view }: Superseding, { seq, key, step, cause, clock, before, after }: MovedClock) {
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
