import type { TObject } from 'typebox';
import type { CaseView, StepState } from '../case/case-view';
import { marked, personsNamed, publicTexts, splitForm } from '../case/form';
import { datesFit, firstDayOf } from '../case/form-dates';
import type { AnyStep, Derived } from '../case/step';
import { stepDef } from '../cases/catalogue';
import type { JsonObject } from '../json';
import { atStep } from '../misfit';
import { ok, refuse, type Result } from '../refusal';
import type { Actor } from '../role';
import { shanghaiDate, type Instant } from '../time/calendar';
import { decidesAt } from '../time/clock';
import { authorize, mayTouch, type Circumstances } from './authorize';
import type { CaseMove } from './case-move';
import { beginAgain } from './late-verdict';
import { digestOf, writtenBy, type Digest, type Texts, type WrittenLine } from './written-line';

/*
 * A decision is taken in two pure halves. `judge` says whether this person may take it, and what has to be known first;
 * the desk then gathers that (accounts, payees, the seal); `take` works out what follows and appends the line.
 */

export interface Decision {
  readonly step: string;
  /** The verdict and the fields of its form, valid by the schema of the step. */
  readonly body: { readonly verdict: string; readonly [field: string]: unknown };
  readonly actor: Actor;
  /** The seq that the caller saw; null where the caller cannot know one (the reporter). */
  readonly seenSeq: number | null;
}

/** A decision that this person may take, and what has to be known before it is taken. */
export interface Judged {
  readonly decision: Decision;
  readonly def: AnyStep;
  readonly state: StepState;
  readonly form: TObject;
  readonly facts: JsonObject;
  readonly texts: Texts;
  /** Persons whom the form names, each with the role that they must hold. */
  readonly persons: readonly { readonly personId: string; readonly role: string }[];
  /** Whether the office seals the records of the family with it. */
  readonly seals: boolean;
}

/** What only the database knows, gathered for a decision that was judged. */
export interface Gathered {
  /** The seal on the family as it stands; null where the decision does not seal. */
  readonly seal: JsonObject | null;
  /**
   * References of the decision to things that are kept beside the record, such as the digest of a payee; part of its
   * detail.
   */
  readonly beside: JsonObject;
  /** Materials in the files of the family, where the step rests on papers. */
  readonly filed: readonly string[];
}

/**
 * Whether a person may take a decision now (see `authorize` for the refusals). Refusals beside those:
 * `clock-expired` where the limit itself has decided; `date-ahead`, `form-invalid` and `paper-unknown` where a date or
 * a paper cannot be what the form says; `assignee-unfit` where the persons named are not several
 * natural persons; `conflict-of-interest` also where the finding is the first to name the enterprise.
 */
export function judge(move: CaseMove, decision: Decision, circumstances: Circumstances): Result<Judged> {
  const { step, body, actor, seenSeq } = decision;
  const attempt = { step, verdict: body.verdict, part: partMeant(decision), actor, seenSeq };
  const allowed = authorize(move.view, attempt, circumstances);
  if (!allowed.ok) return allowed;
  const { def, state, form } = allowed.value;
  const endedAt = decidesAt(state.clock);
  // Where silence decides, it has decided at the end of the limit, also if the engine has not written it down yet.
  if (state.decision === null && endedAt !== null && endedAt <= move.context.now)
    return refuse('clock-expired', `the limit ended at ${endedAt}: ${def.onExpiry}`, { dueAt: endedAt });
  const { verdict, ...fields } = body;
  const possible = saysWhatCanBe(form, fields, move.view, move.context.now);
  if (!possible.ok) return possible;
  const { facts, texts } = splitForm(form, fields);
  const persons = personsNamed(form, fields);
  const several = areSeveral(persons, actor);
  if (!several.ok) return several;
  const named = facts['enterpriseId'];
  const touch = mayTouch(actor, { enterpriseId: typeof named === 'string' ? named : null });
  if (!touch.ok) return touch;
  return ok({ decision, def, state, form, facts, texts, persons, seals: def.seals === verdict });
}

/**
 * Lets the step work out what follows from a decision, and appends `decided`; a closed case begins again before that.
 * Refusals: the step's own.
 */
export function take(
  move: CaseMove,
  { decision, def, state, form, facts, texts, seals }: Judged,
  { seal, beside, filed }: Gathered,
  digest: Digest,
): Result<WrittenLine> {
  const { actor, body } = decision;
  const { verdict } = body;
  const { view, policy, context } = move;
  const { calendar, now } = context;
  const derived: Result<Derived> =
    atStep(def.id, () =>
      def.derive?.({ verdict, facts, view, state, policy, calendar, now, filed, beside }),
    ) ?? ok({ facts: {} });
  if (!derived.ok) return derived;
  if (seals && seal === null) throw new Error(`${def.id} seals without a seal`);
  const detail = { ...derived.value.detail, ...beside, ...(seals ? { seal } : {}) };
  if (view.closed) beginAgain(move, state, actor);
  const standingInFor = standsInFor(actor, state);
  const binds = actor.kind === 'staff' ? actor.standsInFor.filter((person) => person !== standingInFor) : [];
  const event = move.append(
    {
      kind: 'decided',
      key: state.key,
      verdict,
      facts: { ...facts, ...derived.value.facts },
      ...(Object.keys(detail).length === 0 ? {} : { detail }),
      ...digestOf(texts, digest),
      ...(standingInFor === null ? {} : { standingInFor }),
      ...(binds.length === 0 ? {} : { binds }),
    },
    writtenBy(actor),
  );
  const published = publicTexts(form, texts);
  return ok({ seq: event.seq, texts, ...(Object.keys(published).length === 0 ? {} : { published }) });
}

/** Which of several parallel parts a decision names. */
function partMeant({ step, body }: Decision): string | null {
  const { partBy } = stepDef(step);
  const part = partBy === undefined ? undefined : body[partBy];
  return typeof part === 'string' ? part : null;
}

/** Whether the dates of a form are possible, and its papers in the file of this case. */
function saysWhatCanBe(form: TObject, fields: unknown, view: CaseView, now: Instant): Result<null> {
  const dates = datesFit(form, fields, { began: firstDayOf(view), today: shanghaiDate(now) });
  if (!dates.ok) return dates;
  const stranger = marked(form, fields, 'x-paper').find(({ value }) => !view.papers.includes(value));
  return stranger === undefined
    ? ok(null)
    : refuse('paper-unknown', 'no such paper in the file of this case', { pointer: stranger.pointer });
}

/** Whether the persons whom a form names are several natural persons, none of them the decider. */
function areSeveral(persons: Judged['persons'], actor: Actor): Result<null> {
  const named = persons.map(({ personId }) => personId);
  const all = actor.kind === 'staff' ? [...named, actor.personId] : named;
  return named.length === 0 || new Set(all).size === all.length
    ? ok(null)
    : refuse('assignee-unfit', 'the persons named must be several natural persons, other than who decides');
}

/** For whom somebody decides a step that is assigned to a person on leave. */
function standsInFor(actor: Actor, { assignee }: StepState): string | null {
  if (actor.kind !== 'staff' || assignee === null || assignee === actor.personId) return null;
  return assignee;
}
