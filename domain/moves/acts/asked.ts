import { actsAs, holdsHere, type Circumstances } from '../authorize';
import type { EventBody } from '../../case/case-event';
import { openSteps, type CaseView, type StepState } from '../../case/case-view';
import { caseTypeDef, stepDef } from '../../cases/catalogue';
import type { StandingUnderRules } from '../case-move';
import { isIssued, isOutside } from '../enterprise-visibility';
import { refuse, type Result } from '../../refusal';
import { isFirmRole, type Actor, type Level, type Role } from '../../role';

/** An act that somebody asks for: on which case, by whom, and what it is judged by. */
export interface Asked {
  readonly move: StandingUnderRules;
  readonly actor: Actor;
  readonly circumstances: Circumstances;
  /** Digest of the texts that go with it. */
  readonly textDigest: string;
}

/** Whether the person who asks holds this office in the case. */
export function asOffice({ move, actor, circumstances }: Asked, role: Role, level?: number): Result<null> {
  return holdsHere(actor, role, move.view, circumstances, level);
}

/** An office with the level from which its holders may do something. */
export interface Office {
  readonly role: Role;
  readonly level: Level;
}

/** Who answers what needs a second person and no level that the law names. */
export const chiefOrDeputy = [
  { role: 'section-chief', level: 0 },
  { role: 'approver', level: 2 },
] as const satisfies readonly Office[];

/** Whether the person who asks holds one of these offices in the case; the refusal is that of the first. */
export function asOneOf(asked: Asked, [first, ...others]: readonly [Office, ...Office[]]): Result<null> {
  const held = ({ role, level }: Office) => asOffice(asked, role, level);
  return others.map(held).find(({ ok }) => ok) ?? held(first);
}

/** The persons for whom the actor stands in today: none of them may answer the request. */
export function bindsOf({ actor }: Asked): { binds?: readonly string[] } {
  return actor.kind === 'staff' && actor.standsInFor.length > 0 ? { binds: actor.standsInFor } : {};
}

/** Who outside the office waits for this step, and is told where it takes longer; null: nobody. */
export function whoWaits(
  { caseType }: Pick<CaseView, 'caseType'>,
  step: string,
): 'applicant' | 'reporter' | null {
  const { role } = stepDef(step);
  if (isFirmRole(role) || role === 'reporter') return null;
  const { hasApplicant, hasReporter } = caseTypeDef(caseType);
  if (hasReporter) return 'reporter';
  return hasApplicant ? 'applicant' : null;
}

/** An act on a step that waits. For an enterprise only the steps that are issued to it exist. */
export function onOpenStep(
  { move: { view }, actor }: Asked,
  step: string,
  then: (state: StepState) => Result<EventBody>,
): Result<EventBody> {
  const state = openSteps(view).find((open) => open.step === step && (!isOutside(actor) || isIssued(open)));
  return state === undefined ? refuse('step-not-open', `${step} is not open`) : then(state);
}

/** An act on a step by its decider or by the section chief. */
export function onOwnStep(
  asked: Asked,
  step: string,
  then: (state: StepState) => Result<EventBody>,
): Result<EventBody> {
  return onOpenStep(asked, step, (state) => {
    const { actor } = asked;
    const chief = asOffice(asked, 'section-chief');
    const own = asOffice(asked, stepDef(step).role);
    if (!chief.ok && !own.ok) return own;
    const assigned =
      state.assignee === null || (actor.kind === 'staff' && actsAs(actor).includes(state.assignee));
    return chief.ok || assigned
      ? then(state)
      : refuse('not-assignee', 'the step is assigned to somebody else');
  });
}

/** Stopping a step's time is for the person whom it is assigned to, or the section chief; never for an enterprise. */
export function onOwnTime(
  asked: Asked,
  step: string,
  then: (state: StepState) => Result<EventBody>,
): Result<EventBody> {
  return onOwnStep(asked, step, (state) => {
    const { actor } = asked;
    const chief = asOffice(asked, 'section-chief');
    const inOffice = actor.kind === 'staff' && actor.enterpriseId === null;
    return chief.ok || (inOffice && state.assignee !== null) ? then(state) : chief;
  });
}
