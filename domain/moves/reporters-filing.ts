import type { CaseView, StepState } from '../case/case-view';
import { roundsOf } from '../case/case-queries';
import { caseTypeDef, stepDef } from '../cases/catalogue';
import type { StaffActor } from '../role';
import { actsAs, authorize, type Circumstances } from './authorize';

/**
 * What of a reporter's filing is shown to somebody. Their words are for who decides on them: before acceptance whoever
 * may accept the tip; then the inspectors to whom it is given and who reviews them; whoever has decided such a step
 * keeps what they knew. When it came is for who takes it in alone. No other officer of the unit needs either.
 */
interface ShownFiling {
  readonly words: boolean;
  readonly times: boolean;
}

export function shownOfFiling(view: CaseView, actor: StaffActor, circumstances: Circumstances): ShownFiling {
  const { steps, givenTo } = caseTypeDef(view.caseType);
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

/** Whether somebody may decide a step, once its time runs, or is who has decided it. */
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
