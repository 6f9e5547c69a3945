import type { TObject } from 'typebox';
import { caseTypes, stepDef } from '../cases/catalogue';
import type { CaseTypeDef } from '../case/case-type-def';
import { type CaseView, type StepState, openSteps } from '../case/case-view';
import { isIssued, isOutside, isTold, knownTo } from './enterprise-visibility';
import { movedSince } from '../case/case-queries';
import { lateRound } from './late-verdict';
import { ok, refuse, type Result } from '../refusal';
import { guestRoles, isFirmRole, isGuest, type Actor, type Role, type StaffActor } from '../role';
import { partOfKey, policyKey, type AnyStep } from '../case/step';
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
  /** Persons who are recused because the tip names them, or a firm in which they have an interest. */
  readonly recused: readonly string[];
  /** How many lines of the record are issued to that enterprise. */
  readonly issuedLines: number;
}

export interface DecisionAttempt {
  readonly step: string;
  readonly verdict: string;
  /** Which of several parallel parts of the step is meant; by default the one that was opened first. */
  readonly part?: string | null;
  readonly actor: Actor;
  /** The seq that the caller saw (see `knownTo`); null where the caller cannot know one (the reporter). */
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
  const late = lateRound(view, attempt);
  if (view.closed && late === null) return refuse('case-closed', `closed as ${view.closed.outcome}`);
  const def = stepDef(attempt.step);
  const { actor } = attempt;
  // The refusal must not tell somebody outside whether a step of the bureau waits.
  if (!mayEverDecide(actor, def)) return lacksRole(def);
  const open = openSteps(view).filter((each) => isShownOpen(each, actor));
  const state = late ?? open.find((each) => each.step === attempt.step && isPart(each, attempt));
  if (state === undefined)
    return refuse('step-not-open', `${attempt.step} is not open`, { open: open.map(({ step }) => step) });
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

function isPart({ key }: StepState, { part = null }: DecisionAttempt): boolean {
  return part === null || partOfKey(key) === part;
}

function mayEverDecide(actor: Actor, { role }: AnyStep): boolean {
  if (actor.kind === 'reporter') return role === 'reporter';
  return !isOutside(actor) || isFirmRole(role);
}

/**
 * Whether somebody may know that a step waits: an enterprise if it is issued to them, a reporter if it waits for them.
 */
function isShownOpen(state: StepState, actor: Actor): boolean {
  if (actor.kind === 'reporter') return stepDef(state.step).role === 'reporter';
  return !isOutside(actor) || isIssued(state);
}

function lacksRole({ id, role }: AnyStep): Result<never> {
  return refuse('role-missing', `${id} is decided by a ${role}`, { role });
}

type Rule = (judged: Judged) => Result<null>;
const allowed = ok(null);

const rules: readonly Rule[] = [
  function verdictIsPossible({ def, attempt, state }) {
    const possible = possibleVerdicts(def, state);
    return possible.includes(attempt.verdict)
      ? allowed
      : refuse('verdict-not-possible', `${def.id} knows no verdict ${attempt.verdict} for a person now`, {
          possible,
        });
  },
  function hasNoConflictOfInterest({ attempt: { actor }, circumstances }) {
    return mayTouch(actor, circumstances);
  },
  function holdsTheRole({ def, attempt: { actor } }) {
    return actingRoles(actor).includes(def.role) ? allowed : lacksRole(def);
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
  function sawTheCaseAsItStands({ view, attempt: { actor, seenSeq }, circumstances }) {
    return sawLatest(actor, view, circumstances, seenSeq);
  },
  function clockIsRunning({ state }) {
    return openPause(state.clock) !== null
      ? refuse('clock-paused', 'the step is paused; resume it first')
      : allowed;
  },
];

/** Whether somebody acts on the latest state of the case that they may see. Refusal: `case-moved`. */
export function sawLatest(
  actor: Actor,
  view: CaseView,
  circumstances: Pick<Circumstances, 'issuedLines'>,
  seenSeq: number | null,
): Result<null> {
  const known = knownTo(actor, view, circumstances);
  const { seq } = known;
  return movedSince(known, seenSeq)
    ? refuse('case-moved', `the case stands at ${seq}, not at ${seenSeq}`, { seq, seenSeq })
    : allowed;
}

/** The verdicts that a person may give on a step as it stands: all but what the limit gives, or what can only come late. */
export function possibleVerdicts(
  { verdicts, onExpiry, late }: AnyStep,
  { decision }: Pick<StepState, 'decision'>,
): string[] {
  return Object.keys(verdicts).filter(
    (verdict) => verdict !== onExpiry && (verdict === late?.verdict) === (decision !== null),
  );
}

/**
 * Somebody with an interest in the enterprise of a case, or in what its tip names, neither acts on it nor sees it (回避).
 */
export function mayTouch(
  actor: Actor,
  { enterpriseId, recused = [] }: Pick<Circumstances, 'enterpriseId'> & Partial<Circumstances>,
): Result<null> {
  if (actor.kind !== 'staff') return allowed;
  const interested = enterpriseId !== null && actor.recusedFrom.includes(enterpriseId);
  return interested || recused.includes(actor.personId)
    ? refuse('conflict-of-interest', 'recused from this case')
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
  if (isFirmRole(role))
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
  'expert-liaison',
  ...guestRoles,
];

function actingRoles(actor: Actor): readonly Role[] {
  return actor.kind === 'reporter' ? ['reporter'] : actor.roles;
}

/** The natural persons whom an act binds: who acts, and for whom. Standing in never evades a separation. */
export function actsAs(actor: Pick<StaffActor, 'personId' | 'standsInFor'>): readonly string[] {
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

/** The persons whom a case names, each once and in order. */
export function namedIn(view: CaseView): string[] {
  const { named }: CaseTypeDef = caseTypes[view.caseType];
  return [...new Set(named?.(view) ?? [])].sort();
}

/**
 * Whether a case exists for somebody who acts on it. For a guest, and for an office that reads the type by the reach
 * `named` alone, only cases that name them do.
 */
export function existsFor(actor: Actor, view: CaseView): boolean {
  if (actor.kind !== 'staff') return true;
  const { readers }: CaseTypeDef = caseTypes[view.caseType];
  const reaches = actor.roles.flatMap((role) => readers[role]?.reach ?? []);
  const mustBeNamed = isGuest(actor) || (reaches.length > 0 && reaches.every((reach) => reach === 'named'));
  if (!mustBeNamed) return true;
  const named = namedIn(view);
  return actsAs(actor).some((person) => named.includes(person));
}
