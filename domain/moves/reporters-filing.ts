import type { CaseView, StepState } from '../case/case-view';
import { isByReporter } from '../case/opening';
import { roundsOf } from '../case/case-queries';
import { caseTypeDef, stepDef } from '../cases/catalogue';
import type { StaffActor } from '../role';
import { actsAs, authorize, type Circumstances } from './authorize';

/**
 * What of a reporter's filing is shown to somebody. The words are for those who decide on them: before acceptance for
 * who may accept the tip; then for the inspectors to whom it is given and for who reviews them; who has decided such a
 * step may go on reading them. The time of arrival is only for who takes the filing in. No other officer of the unit
 * needs either.
 */
interface ShownFiling {
  readonly words: boolean;
  readonly times: boolean;
}

/** What of the filing an officer is shown now, by their part in the case. */
export function shownOfFiling(view: CaseView, actor: StaffActor, circumstances: Circumstances): ShownFiling {
  const { begins, steps, givenTo } = caseTypeDef(view.caseType);
  // What somebody with an account has opened is no reporter's filing.
  if (begins.by === 'form' && !isByReporter(view.input)) return { words: false, times: false };
  const persons = actsAs(actor);
  const shown = steps.filter((def) => {
    const state = def.shows === undefined ? undefined : roundsOf(view, def).at(-1);
    return state !== undefined && hasOrHad(state, view, actor, circumstances);
  });
  const given = givenTo?.(view).some((person) => persons.includes(person)) ?? false;
  return {
    words: given || shown.length > 0,
    times: shown.some(({ shows }) => shows === 'filing'),
  };
}

/** Whether somebody has decided a step, or may decide it (if it is paused: once its time goes on). */
function hasOrHad(
  { step, decision }: StepState,
  view: CaseView,
  actor: StaffActor,
  circumstances: Circumstances,
): boolean {
  if (decision !== null)
    return decision.actor.kind === 'staff' && actsAs(actor).includes(decision.actor.personId);
  const { verdicts, onExpiry } = stepDef(step);
  const verdict = Object.keys(verdicts).find((each) => each !== onExpiry) ?? '';
  const judged = authorize(view, { step, verdict, actor, seenSeq: null }, circumstances);
  return judged.ok || judged.refusal.code === 'clock-paused';
}
