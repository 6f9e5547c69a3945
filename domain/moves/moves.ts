import type { Act } from './acts/act';
import type { Asked } from './acts/asked';
import { assigning } from './acts/assignment';
import { interveningEarly } from './acts/early-intervention';
import { answeringExtension, requestingExtension } from './acts/extension';
import { noticeOfPausing, pausing, resuming } from './acts/pausing';
import { reopening } from './acts/reopening';
import { withdrawing } from './acts/withdrawing';
import { authorize, hasBusinessWith, mayTouch, type Circumstances } from './authorize';
import type { EventActor, EventBody } from '../case/case-event';
import type { StepState } from '../case/case-view';
import { stepDef } from '../cases/catalogue';
import type { CaseMove } from './case-move';
import { publicTexts, splitForm } from '../case/form';
import type { JsonObject } from '../json';
import { movedSince } from '../case/case-queries';
import { ok, refuse, unreachable, type Result } from '../refusal';
import type { Actor } from '../role';
import type { Derived } from '../case/step';
import { closeChildren, type CarriedOver } from './withdrawal';

/** Texts of a move by JSON pointer, to be sealed under the seq of the event that they belong to. */
export type Texts = Readonly<Record<string, string>>;

/** Digests the texts of one event; keyed by the case, so that nobody can guess a text from its digest. */
export type Digest = (texts: Texts) => string;

export interface WrittenLine {
  /** Seq of the event that holds the texts' digest. */
  readonly seq: number;
  readonly texts: Texts;
  /** Those of the texts that are made public with it. */
  readonly published?: Texts;
}

export interface Decision {
  readonly step: string;
  readonly body: { readonly verdict: string; readonly [field: string]: unknown };
  readonly actor: Actor;
  readonly seenSeq: number | null;
}

/**
 * Takes a decision: judges whether the person may (see `authorize` for the refusals), parts the form into
 * facts and texts, lets the step work out what follows from it, and appends `decided`. Nothing is settled yet.
 * Refusals beside those: `clock-expired` where the limit itself has decided, and the step's own.
 * @param seal the office's seal on the family as it stands, for a verdict that seals
 */
export function decide(
  move: CaseMove,
  decision: Decision,
  circumstances: Circumstances,
  digest: Digest,
  seal: JsonObject | null = null,
): Result<WrittenLine> {
  const { step, body, actor, seenSeq } = decision;
  const allowed = authorize(move.view, { step, verdict: body.verdict, actor, seenSeq }, circumstances);
  if (!allowed.ok) return allowed;
  const def = stepDef(step);
  const { dueAt } = allowed.value.clock;
  // Where silence decides, it has decided when the limit ends, however late the engine is with writing it.
  if (def.onExpiry !== undefined && dueAt !== null && dueAt <= move.context.now) {
    return refuse('clock-expired', `the limit ended at ${dueAt}: ${def.onExpiry}`, { dueAt });
  }
  const { verdict, ...form } = body;
  // What every object inherits, as `constructor`, is no verdict.
  const chosen = Object.hasOwn(def.verdicts, verdict) ? def.verdicts[verdict] : undefined;
  if (chosen === undefined) return refuse('verdict-not-possible', `${def.id} knows no verdict ${verdict}`);
  const { facts, texts } = splitForm(chosen.form, form);
  const named = facts['enterpriseId'];
  // Nobody finds about an enterprise that they have an interest in, also where the finding is the first to name it.
  const touch = mayTouch(actor, { enterpriseId: typeof named === 'string' ? named : null });
  if (!touch.ok) return touch;
  const derived: Result<Derived> =
    def.derive?.({
      verdict,
      facts,
      view: move.view,
      state: allowed.value,
      policy: move.policy,
      calendar: move.context.calendar,
      now: move.context.now,
    }) ?? ok({ facts: {} });
  if (!derived.ok) return derived;
  const standingInFor = standsInFor(actor, allowed.value);
  if (def.seals === verdict && seal === null) throw new Error(`${def.id} seals without a seal`);
  const detail = def.seals === verdict ? { ...derived.value.detail, seal } : derived.value.detail;
  const event = move.append(
    {
      kind: 'decided',
      key: allowed.value.key,
      verdict,
      facts: { ...facts, ...derived.value.facts },
      ...(detail === undefined ? {} : { detail }),
      ...digestOf(texts, digest),
      ...(standingInFor === null ? {} : { standingInFor }),
    },
    writtenBy(actor),
  );
  const published = publicTexts(chosen.form, texts);
  return ok({ seq: event.seq, texts, ...(Object.keys(published).length === 0 ? {} : { published }) });
}

/** The persons that take part in what was just decided: who acted, and for whom. */
export function personsOf(body: EventBody, actor: EventActor): string[] {
  if (actor.kind !== 'staff' || body.kind !== 'decided') return [];
  return body.standingInFor === undefined ? [actor.personId] : [actor.personId, body.standingInFor];
}

/**
 * What may happen to any case at any time. Refusals beside those of each act: `case-closed`,
 * `case-not-closed`, `case-moved`, `conflict-of-interest`, `role-missing`, `not-your-unit`, `level-too-low`,
 * `step-not-open`. A reporter may withdraw, and nothing else of this.
 * @param outlasting what outlives the child cases that a withdrawal takes along
 */
export function perform(
  move: CaseMove,
  request: { readonly act: Act; readonly actor: Actor; readonly seenSeq: number | null },
  circumstances: Circumstances,
  digest: Digest,
  outlasting: CarriedOver = {},
): Result<WrittenLine> {
  const { act, actor, seenSeq } = request;
  const { view } = move;
  const business = hasBusinessWith(actor, view, circumstances);
  if (!business.ok) return business;
  if (movedSince(view, seenSeq)) {
    return refuse('case-moved', `the case stands at ${view.seq}, not at ${seenSeq}`, {
      seq: view.seq,
      seenSeq,
    });
  }
  // Papers and notes may still come to a closed case; what moves it may not.
  if (act.act === 'reopen' ? !view.closed : view.closed && act.act !== 'note') {
    return act.act === 'reopen'
      ? refuse('case-not-closed', 'the case is open')
      : refuse('case-closed', 'the case is closed');
  }
  const texts: Texts = act.act === 'note' ? { '/text': act.text } : { '/reason': act.reason };
  const { textDigest = '' } = digestOf(texts, digest);
  const body = bodyOf({ move, actor, circumstances, textDigest }, act);
  if (!body.ok) return body;
  if (body.value.kind === 'closed') closeChildren(move, outlasting);
  const event = move.append(body.value, writtenBy(actor));
  const notice = noticeOfPausing(move.view, event.body);
  if (notice !== null) move.append(notice, writtenBy(actor));
  return ok({ seq: event.seq, texts });
}

function bodyOf(asked: Asked, act: Act): Result<EventBody> {
  const { actor, textDigest } = asked;
  if (actor.kind === 'reporter' && act.act !== 'withdraw')
    return refuse('role-missing', 'a reporter takes a tip-off back, and nothing else of this');
  switch (act.act) {
    case 'assign':
      return assigning(asked, act);
    case 'pause':
      return pausing(asked, act);
    case 'resume':
      return resuming(asked, act);
    case 'request-extension':
      return requestingExtension(asked, act);
    case 'answer-extension':
      return answeringExtension(asked, act);
    case 'intervene-early':
      return interveningEarly(asked, act);
    case 'note':
      return actor.kind === 'staff' && actor.enterpriseId === null
        ? ok({ kind: 'noted', textDigest })
        : refuse('role-missing', 'notes are the office’s own');
    case 'withdraw':
      return withdrawing(asked);
    case 'reopen':
      return reopening(asked, act);
    default:
      return unreachable(act);
  }
}

export function writtenBy(actor: Actor): EventActor {
  return actor.kind === 'staff'
    ? { kind: 'staff', personId: actor.personId, accountId: actor.accountId }
    : { kind: 'reporter' };
}

/** For whom somebody decides a step that is assigned to a person on leave. */
function standsInFor(actor: Actor, { assignee }: StepState): string | null {
  if (actor.kind !== 'staff' || assignee === null || assignee === actor.personId) return null;
  return assignee;
}

function digestOf(texts: Texts, digest: Digest): { textDigest?: string } {
  return Object.keys(texts).length === 0 ? {} : { textDigest: digest(texts) };
}
