import type { CaseEvent, EventBody } from '../../domain/case/case-event';
import { viewOf } from '../../domain/case/case-view';
import { CaseMove, type MoveContext } from '../../domain/moves/case-move';
import { runProcedure } from '../../domain/moves/run-procedure';
import type { Procedure } from '../../domain/case/case-file';
import { resolvePolicy } from '../../domain/law/policy';
import type { CaseType } from '../../domain/case/case-type';
import type { Recorded, RecordedRules } from '../histories/recorded';

type Procedures = Readonly<Record<CaseType, Procedure>>;

/** One move of a record: what came from outside, and what the procedure appended upon it. */
interface Move {
  readonly before: readonly CaseEvent[];
  readonly appended: readonly EventBody[];
}

/**
 * What today's procedures append where the recorded ones appended something, move by move.
 * Equal to {@link recordedAppends} as long as nobody has changed what open cases rest on.
 */
export async function recomputedAppends(
  { record, caseId }: Recorded,
  rules: RecordedRules,
  procedures: Procedures,
): Promise<EventBody[][]> {
  const appends: EventBody[][] = [];
  for (const { before, appended } of movesOf(record)) {
    const move = new CaseMove(caseId, viewOf(before), bearingsFor(before, appended, rules, procedures));
    await runProcedure(move);
    appends.push(move.fresh.map(({ body }) => body));
  }
  return appends;
}

export function recordedAppends({ record }: Recorded): EventBody[][] {
  return movesOf(record).map(({ appended }) => [...appended]);
}

/** A move ends where the procedure has had its say: behind its last event. */
function movesOf(record: readonly CaseEvent[]): Move[] {
  const byProcedure = ({ actor }: CaseEvent) => actor.kind === 'system' && actor.part === 'procedure';
  const moves: Move[] = [];
  for (let end = 1; end <= record.length; end += 1) {
    const [last, next] = [record[end - 1], record[end]];
    // A child's first event is its parent's doing, and not an answer of its own procedure.
    if (last === undefined || (end > 1 && byProcedure(last)) || (next && !byProcedure(next))) continue;
    const rest = record.slice(end);
    const length = rest.findIndex((event) => !byProcedure(event));
    const appended = rest.slice(0, length === -1 ? rest.length : length).map(({ body }) => body);
    moves.push({ before: record.slice(0, end), appended });
  }
  return moves;
}

/** Time, law and the names of newborn cases as they were when this was recorded. */
function bearingsFor(
  before: readonly CaseEvent[],
  appended: readonly EventBody[],
  { layers, calendar }: RecordedRules,
  procedures: Procedures,
): MoveContext {
  const born = appended.flatMap((body) => (body.kind === 'child-opened' ? [body] : []));
  return {
    now: before.at(-1)?.at ?? '',
    calendar,
    policy: ({ zone, on, revision }) => {
      const policy = resolvePolicy(layers, zone, on, revision);
      if (!policy.ok) throw new Error(policy.refusal.detail);
      return policy.value;
    },
    pinFor: (zone) => ({ zone, on: before[0]?.at.slice(0, 10) ?? '', revision: 1 }),
    procedure: (caseType) => procedures[caseType],
    newCase: () => {
      const next = born.shift();
      return { caseId: next?.caseId ?? 'nobody', number: next?.number ?? 'none' };
    },
    idle: () => new Promise((resolve) => setImmediate(resolve)),
  };
}
