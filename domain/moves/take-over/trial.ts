import type { EventActor, PastTime } from '../../case/case-event';
import { agreement, isOfChild, keyOfPast, openSteps, type CaseView } from '../../case/case-view';
import { ok, refuse, type Result } from '../../refusal';
import { decidesAt } from '../../time/clock';
import { CaseMove } from '../case-move';
import { carryThrough, type FamilyMember } from '../family/carry-through';
import { runProcedure } from '../run-procedure';

const bySystem: EventActor = { kind: 'system', part: 'procedure' };

/**
 * Tries what would become of a case if its take-over were agreed to now, and keeps nothing of it. Refusals:
 * `form-invalid` where a decision does not come in the procedure or nothing is left to decide, `clock-expired` where a
 * limit has decided already, and those of the steps.
 */
export async function tried(move: CaseMove): Promise<Result<null>> {
  const { caseId, view, context } = move;
  const trial = new CaseMove(caseId, view, context);
  trial.append({ kind: 'fact-recorded', key: agreement, facts: {} }, bySystem);
  await runProcedure(trial);
  const family = await carryThrough({ move: trial, enterpriseId: null }, () => {
    throw new Error('a case that is taken over has no other family yet');
  });
  const moves = family.map((member: FamilyMember) => member.move);
  const [fault] = moves.flatMap(({ faults }) => faults);
  return fault === undefined ? goesOn(trial, moves) : { ok: false, refusal: fault };
}

/** Whether a case has come to the step of something that was granted, its own or as the child case of that part. */
function comesTo({ steps, parent }: CaseView, granted: PastTime): boolean {
  const ofChild = parent !== null && isOfChild(granted, parent.key);
  const name = ofChild ? granted.step : keyOfPast(granted);
  return Object.keys(steps).some((key) => key.split('#')[0] === name);
}

function goesOn({ view, context: { now } }: CaseMove, family: readonly CaseMove[]): Result<null> {
  const { decided = [], granted = [] } = view.before ?? {};
  const [left] = family.flatMap((each) => each.view.past);
  if (left !== undefined) {
    const { step, on } = left;
    const waits = family.flatMap((each) => openSteps(each.view).map((state) => state.step));
    return refuse('form-invalid', `${step} does not come here: there wait ${waits.join(', ')}`, {
      pointer: `/decided/${decided.findIndex((each) => each.step === step && each.on === on)}`,
    });
  }
  const unused = granted.findIndex((each) => !family.some((member) => comesTo(member.view, each)));
  if (unused !== -1)
    return refuse('form-invalid', 'no such step was under way', { pointer: `/granted/${unused}` });
  if (view.closed)
    return refuse('form-invalid', 'the matter has ended: it stays where it is', { pointer: '/decided' });
  const over = family
    .flatMap((each) => openSteps(each.view))
    .find(({ clock }) => (decidesAt(clock) ?? now) < now);
  return over === undefined
    ? ok(null)
    : refuse('clock-expired', `the limit of ${over.step} has decided: enter it as decided`, {
        dueAt: decidesAt(over.clock),
      });
}
