import type { TObject } from 'typebox';
import { caseTypes, stepDef } from '../cases/catalogue';
import type { CaseTypeDef } from '../case/case-type-def';
import { type CaseView, type StepState, openSteps } from '../case/case-view';
import { isTold } from './enterprise-visibility';
import { movedSince } from '../case/case-queries';
import { ok, refuse, type Result } from '../refusal';
import type { Actor, Role, StaffActor } from '../role';
import { policyKey, type AnyStep } from '../case/step';
import { openPause } from '../time/counting';

/** One step that one natural person has decided, in this case or in one of its relatives. */
export interface Participation {
  readonly step: string;
  readonly personId: string;
}

/** What has to be known beside the record to judge whether somebody may act. */
export interface Circumstances {
  /** Everybody who decided anything in the whole family of cases. */
  readonly participations: readonly Participation[];
  /** The enterprise that the case is about, where it is known. */
  readonly enterpriseId: string | null;
}

export interface DecisionAttempt {
  readonly step: string;
  readonly verdict: string;
  readonly actor: Actor;
  /** The seq that the caller saw; null where the caller cannot know one (the reporter). */
  readonly seenSeq: number | null;
}

/**
 * The one place that judges whether a person may take a decision. Every route, import and batch
 * goes through here. Rules are asked in the order of the list; the first refusal stands.
 *
 * Refusals: `case-closed`, `step-not-open`, `verdict-not-possible`, `conflict-of-interest`, `role-missing`,
 * `not-your-unit`, `not-assignee`, `level-too-low`, `same-person`, `case-moved`, `clock-paused`.
 */
export function authorize(
  view: CaseView,
  attempt: DecisionAttempt,
  circumstances: Circumstances,
): Result<Authorized> {
  if (view.closed) return refuse('case-closed', `closed as ${view.closed.outcome}`);
  const def = stepDef(attempt.step);
  const state = openSteps(view).find(({ step }) => step === attempt.step);
  if (state === undefined)
    return refuse('step-not-open', `${attempt.step} is not open`, {
      open: openSteps(view).map(({ step }) => step),
    });
  const judged: Judged = { view, attempt, circumstances, def, state };
  for (const rule of rules) {
    const verdict = rule(judged);
    if (!verdict.ok) return verdict;
  }
  const { form } = def.verdicts[attempt.verdict]!;
  return ok({ def, state, form });
}

/** What somebody may decide: the step as it stands, and the form of the verdict that they give. */
export interface Authorized {
  readonly def: AnyStep;
  readonly state: StepState;
  readonly form: TObject;
}

interface Judged {
  readonly view: CaseView;
  readonly attempt: DecisionAttempt;
  readonly circumstances: Circumstances;
  readonly def: AnyStep;
  readonly state: StepState;
}

type Rule = (judged: Judged) => Result<null>;
const allowed = ok(null);

const rules: readonly Rule[] = [
  function verdictIsPossible({ def, attempt }) {
    // What every object inherits, as `constructor`, is no verdict.
    return Object.hasOwn(def.verdicts, attempt.verdict) && attempt.verdict !== def.onExpiry
      ? allowed
      : refuse('verdict-not-possible', `${def.id} knows no verdict ${attempt.verdict} for a person`, {
          possible: Object.keys(def.verdicts).filter((verdict) => verdict !== def.onExpiry),
        });
  },
  function hasNoConflictOfInterest({ attempt: { actor }, circumstances }) {
    return mayTouch(actor, circumstances);
  },
  function holdsTheRole({ def, attempt: { actor } }) {
    return actingRoles(actor).includes(def.role)
      ? allowed
      : refuse('role-missing', `${def.id} is decided by a ${def.role}`, { role: def.role });
  },
  function belongsToTheUnit({ def, view, attempt: { actor }, circumstances }) {
    return isOfTheCase(actor, def.role, view, circumstances)
      ? allowed
      : refuse('not-your-unit', 'the case belongs to another unit');
  },
  function isTheAssignee({ state, attempt: { actor } }) {
    return state.assignee === null || (actor.kind === 'staff' && actsAs(actor).includes(state.assignee))
      ? allowed
      : refuse('not-assignee', 'the step is assigned to somebody else');
  },
  function standsHighEnough({ state, attempt: { actor } }) {
    return actor.kind !== 'staff' || actor.level >= state.level
      ? allowed
      : refuse('level-too-low', `needs level ${state.level}`, { needed: state.level });
  },
  function isAnotherPerson({ def, view, attempt: { actor }, circumstances }) {
    if (actor.kind !== 'staff') return allowed;
    const persons = actsAs(actor);
    const apart = def.separateFrom.map((step) => policyKey(step, view.input));
    const clash = circumstances.participations.find(
      ({ step, personId }) => apart.includes(step) && persons.includes(personId),
    );
    return clash === undefined
      ? allowed
      : refuse('same-person', `the same natural person decided ${clash.step}`, { step: clash.step });
  },
  function sawTheCaseAsItStands({ view, attempt: { seenSeq } }) {
    return movedSince(view, seenSeq)
      ? refuse('case-moved', `the case stands at ${view.seq}, not at ${seenSeq}`, { seq: view.seq, seenSeq })
      : allowed;
  },
  function clockIsRunning({ state }) {
    return openPause(state.clock) !== null
      ? refuse('clock-paused', 'the step is paused; resume it first')
      : allowed;
  },
];

/** Somebody with an interest in the enterprise of a case neither acts on it nor sees it (回避). */
export function mayTouch(actor: Actor, { enterpriseId }: Pick<Circumstances, 'enterpriseId'>): Result<null> {
  return actor.kind === 'staff' && enterpriseId !== null && actor.recusedFrom.includes(enterpriseId)
    ? refuse('conflict-of-interest', 'recused from this enterprise')
    : allowed;
}

/** Whether somebody's office in this role reaches the case: its unit, the whole zone, or the enterprise's own. */
function isOfTheCase(
  actor: Actor,
  role: Role,
  view: CaseView,
  { enterpriseId }: Pick<Circumstances, 'enterpriseId'>,
): boolean {
  if (actor.kind === 'reporter') return true;
  if (role === 'enterprise-contact')
    return actor.enterpriseId !== null && actor.enterpriseId === enterpriseId && isTold(view);
  if (actor.enterpriseId !== null) return false;
  const { sharedBy }: CaseTypeDef = caseTypes[view.caseType];
  return sharedBy.includes(role) || actor.unit === view.unit || zoneWide.includes(role);
}

/** Offices that serve every unit of the zone. */
export const zoneWide: readonly Role[] = [
  'approver',
  'payer',
  'confirmer',
  'legal-officer',
  'reward-officer',
  'government-liaison',
  'project-officer',
  'archivist',
];

function actingRoles(actor: Actor): readonly Role[] {
  return actor.kind === 'reporter' ? ['reporter'] : actor.roles;
}

/** The natural persons whom an act binds: who acts, and for whom. Standing in never evades a separation. */
export function actsAs(actor: StaffActor): readonly string[] {
  return [actor.personId, ...actor.standsInFor];
}

/**
 * Whether somebody of this case holds an office in it, for what may happen to any case (assign, pause …).
 * Refusals: `role-missing`, `level-too-low`, `not-your-unit`.
 */
export function holdsHere(
  actor: Actor,
  role: Role,
  view: CaseView,
  circumstances: Circumstances,
  level = 0,
): Result<null> {
  const held = holds(actor, role, level);
  if (!held.ok) return held;
  return isOfTheCase(actor, role, view, circumstances)
    ? allowed
    : refuse('not-your-unit', 'the case belongs to another unit');
}

/** Whether any role of theirs gives somebody business with this case: for notes and papers. */
export function hasBusinessWith(actor: Actor, view: CaseView, circumstances: Circumstances): Result<null> {
  const touch = mayTouch(actor, circumstances);
  if (!touch.ok) return touch;
  return actingRoles(actor).some((role) => isOfTheCase(actor, role, view, circumstances))
    ? allowed
    : refuse('not-your-unit', 'the case belongs to another unit');
}

/** Whether a role is held at all. */
function holds(actor: Actor, role: Role, level = 0): Result<null> {
  if (!actingRoles(actor).includes(role)) return refuse('role-missing', `needs the role ${role}`, { role });
  if (actor.kind === 'staff' && actor.level < level)
    return refuse('level-too-low', `needs level ${level}`, { needed: level });
  return allowed;
}
