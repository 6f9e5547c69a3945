import type { Act } from './acts';
import { shanghaiDate } from './calendar';
import { actsAs, authorize, hasBusinessWith, holdsHere, mayTouch, type Circumstances } from './authorize';
import type { EventActor, EventBody } from './case-event';
import { openSteps, type CaseView, type StepState } from './case-view';
import { stepDef } from './catalogue';
import { extendClock, type Rung } from './clock';
import type { Draft } from './draft';
import { publicTexts, splitForm } from './form';
import type { JsonObject } from './json';
import type { ListedItem } from './matter';
import { noticeOfPausing, pausing, resuming } from './pausing';
import { extensionOf, type Extension } from './policy';
import { clocksOf, latestDecision, movedSince, nextRungOf, roundsOf } from './reading';
import { ok, refuse, unreachable, type Result } from './refusal';
import type { Actor, Role } from './role';
import { policyKey, type Derived } from './step';
import { endChildren, isHeldByChildren } from './withdrawal';

/** Texts of a move by JSON pointer, to be sealed under the seq of the event that they belong to. */
export type Texts = Readonly<Record<string, string>>;

/** Digests the texts of one event; keyed by the case, so that nobody can guess a text from its digest. */
export type Digest = (texts: Texts) => string;

export interface Move {
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
  draft: Draft,
  decision: Decision,
  circumstances: Circumstances,
  digest: Digest,
  seal: JsonObject | null = null,
): Result<Move> {
  const { step, body, actor, seenSeq } = decision;
  const allowed = authorize(draft.view, { step, verdict: body.verdict, actor, seenSeq }, circumstances);
  if (!allowed.ok) return allowed;
  const def = stepDef(step);
  const { dueAt } = allowed.value.clock;
  // Where silence decides, it has decided when the limit ends, however late the engine is with writing it.
  if (def.onExpiry !== undefined && dueAt !== null && dueAt <= draft.bearings.now) {
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
      view: draft.view,
      state: allowed.value,
      policy: draft.policy,
      calendar: draft.bearings.calendar,
      now: draft.bearings.now,
    }) ?? ok({ facts: {} });
  if (!derived.ok) return derived;
  const standingInFor = standsInFor(actor, allowed.value);
  if (def.seals === verdict && seal === null) throw new Error(`${def.id} seals without a seal`);
  const detail = def.seals === verdict ? { ...derived.value.detail, seal } : derived.value.detail;
  const event = draft.append(
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
 */
export function perform(
  draft: Draft,
  request: { readonly act: Act; readonly actor: Actor; readonly seenSeq: number | null },
  circumstances: Circumstances,
  digest: Digest,
): Result<Move> {
  const { act, actor, seenSeq } = request;
  const { view } = draft;
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
  const body = bodyOf(draft, act, actor, circumstances, digestOf(texts, digest).textDigest);
  if (!body.ok) return body;
  if (body.value.kind === 'closed') endChildren(draft);
  const event = draft.append(body.value, writtenBy(actor));
  const notice = noticeOfPausing(draft.view, event.body);
  if (notice !== null) draft.append(notice, writtenBy(actor));
  return ok({ seq: event.seq, texts });
}

function bodyOf(
  draft: Draft,
  act: Act,
  actor: Actor,
  circumstances: Circumstances,
  textDigest = '',
): Result<EventBody> {
  const { view } = draft;
  const office = (role: Role, level?: number) => holdsHere(actor, role, view, circumstances, level);
  if (actor.kind === 'reporter' && act.act !== 'withdraw')
    return refuse('role-missing', 'a reporter takes a tip-off back, and nothing else of this');
  switch (act.act) {
    case 'assign': {
      const chief = office('section-chief');
      if (!chief.ok) return chief;
      return onOpenStep(view, act.step, ({ key, step, assignee }) =>
        // An assignee would lock the reporter out of their own claim.
        stepDef(step).role === 'reporter'
          ? refuse('assignee-unfit', `${step} is the reporter’s own`)
          : ok({ kind: 'assigned', key, assignee: act.to, previous: assignee, textDigest }),
      );
    }
    case 'pause':
      return onOwnTime(draft, act.step, actor, circumstances, (state) =>
        pausing(draft, state, act, textDigest),
      );
    case 'resume':
      return onOwnTime(draft, act.step, actor, circumstances, (state) => resuming(draft, state, textDigest));
    case 'request-extension':
      return onOwnStep(draft, act.step, actor, circumstances, (state) => {
        const rule = extensionRule(draft, state);
        if (!rule.ok) return rule;
        if (state.extension?.state === 'requested')
          return refuse('extension-open', 'an extension is being asked for already');
        return mapClock(extended(draft, state, act.byValue, rule.value), () => ({
          kind: 'extension-requested',
          key: state.key,
          byValue: act.byValue,
          textDigest,
        }));
      });
    case 'answer-extension':
      return onOpenStep(view, act.step, (state) => {
        const rule = extensionRule(draft, state);
        if (!rule.ok) return rule;
        const above = office('approver', rule.value.approverLevel);
        if (!above.ok) return above;
        if (state.extension?.state !== 'requested')
          return refuse('extension-not-requested', 'no extension is being asked for');
        // Neither who asked nor whose work it is: a chief who asks for somebody does not free them to grant it.
        const concerned = [state.extension.by, state.assignee];
        if (actor.kind === 'staff' && actsAs(actor).some((person) => concerned.includes(person))) {
          return refuse('same-person', 'who needs the extension does not answer it');
        }
        if (!act.grant) return ok({ kind: 'extension-refused', key: state.key, textDigest });
        return mapClock(extended(draft, state, state.extension.byValue, rule.value), (clock) =>
          // What was promised stays promised: an extension of the legal limit is explained, not hidden.
          ({ kind: 'clock-superseded', key: state.key, cause: 'extended', clock, textDigest }),
        );
      });
    case 'intervene-early':
      return earlyIntervention(draft, act.matter, actor, textDigest);
    case 'note':
      return actor.kind === 'staff' && actor.enterpriseId === null
        ? ok({ kind: 'noted', textDigest })
        : refuse('role-missing', 'notes are the office’s own');
    case 'withdraw': {
      // A reporter may take a tip back while nobody has acted on it; after that the office's duty to check stands.
      const entitled = actor.kind === 'reporter' ? waitsForAcceptance(view) : office('section-chief');
      if (!entitled.ok) return entitled;
      if (isHeldByChildren(view)) return refuse('child-case-open', 'a child case is still open');
      if (isWithTheBank(view))
        return refuse('money-paid', 'the bank has the order: only its answer ends this case');
      return ok({ kind: 'closed', outcome: 'withdrawn', facts: {}, textDigest });
    }
    case 'reopen': {
      const above = office('approver', 2);
      if (!above.ok) return above;
      return reopening(view, act.fromStep, textDigest);
    }
    default:
      return unreachable(act);
  }
}

/** 提前介入: a department looks at the papers of a listed matter before it may be applied for. */
function earlyIntervention(
  { view, bearings }: Draft,
  matter: string,
  actor: Actor,
  textDigest: string,
): Result<EventBody> {
  const list = latestDecision(view, 'project/notification')?.facts['items'] ?? [];
  const item = (list as unknown as ListedItem[]).find((listed) => listed.matter === matter);
  if (item === undefined) return refuse('matter-unknown', `${matter} is not on the list of this project`);
  if (actor.kind !== 'staff' || !actor.roles.includes('department-officer'))
    return refuse('role-missing', 'needs the role department-officer', { role: 'department-officer' });
  if (actor.unit !== item.unit) return refuse('not-your-unit', `${matter} belongs to ${item.unit}`);
  const begun = Object.keys(view.children).some((key) => key.startsWith(`child/approval-item/${matter}#`));
  const key = `fact/early/${matter}#1`;
  return begun || view.facts[key] !== undefined
    ? refuse('item-begun', `${matter} has begun already`)
    : ok({ kind: 'fact-recorded', key, facts: { matter, on: shanghaiDate(bearings.now) }, textDigest });
}

function waitsForAcceptance(view: CaseView): Result<null> {
  return openSteps(view).some(({ step }) => step === 'tip-off/acceptance')
    ? ok(null)
    : refuse('step-not-open', 'the tip-off has been accepted already');
}

/** Between the listing and the bank's answer nobody knows whether the money has moved. */
function isWithTheBank(view: CaseView): boolean {
  return openSteps(view).some(
    ({ step }) => step === 'payout/bank-return' || step === 'payout/reconciliation',
  );
}

/** A closed case begins again at one of its steps; never behind money that was paid, nor apart from its parent. */
function reopening(view: CaseView, fromStep: string, textDigest: string): Result<EventBody> {
  const from = roundsOf(view, fromStep).at(-1);
  if (from === undefined) return refuse('reopening-point-unknown', `${fromStep} was never opened`);
  const paid = Object.values(view.children).some(
    (child) => child.openedSeq >= from.openedSeq && child.closed?.outcome === 'paid',
  );
  if (paid || view.closed?.outcome === 'paid')
    return refuse('money-paid', 'what was paid is not decided again');
  // The parent has read this case's end already and gone on from it.
  if (view.parent !== null)
    return refuse('reopening-point-unknown', 'a child case begins again through its parent');
  return ok({ kind: 'reopened', fromKey: from.key, textDigest });
}

/** Fires every rung whose time has come, in the order of their times; a limit that expires decides its step. */
export function fireDueRungs(draft: Draft): void {
  for (;;) {
    const due = openSteps(draft.view)
      .flatMap((state) => {
        const rung = nextRungOf(state);
        return rung !== null && rung.fireAt <= draft.bearings.now ? [{ state, rung }] : [];
      })
      .reduce<DueRung | null>(
        (first, each) => (first === null || each.rung.fireAt < first.rung.fireAt ? each : first),
        null,
      );
    if (due === null) return;
    fire(draft, due);
  }
}

interface DueRung {
  readonly state: StepState;
  readonly rung: Rung;
}

function fire(draft: Draft, { state, rung }: DueRung): void {
  const { bearings } = draft;
  const byLimit: EventActor = { kind: 'system', part: 'limit' };
  const def = stepDef(state.step);
  draft.append(
    {
      kind: 'rung-fired',
      key: state.key,
      openedSeq: state.openedSeq,
      rung: rung.id,
      clockVersion: clocksOf(state).find(({ rungs }) => rungs.includes(rung))?.version ?? state.clock.version,
      dueAt: rung.at,
      late: Date.parse(bearings.now) - Date.parse(rung.fireAt) > lateAfterMs,
    },
    byLimit,
  );
  if (rung.kind === 'expire') {
    if (def.onExpiry === undefined) throw new Error(`${def.id} expires without a verdict`);
    const { policy, view } = draft;
    const { calendar, now } = bearings;
    const derived = def.derive?.({ verdict: def.onExpiry, facts: {}, view, state, policy, calendar, now });
    const facts = derived?.ok ? derived.value.facts : {};
    draft.append({ kind: 'decided', key: state.key, verdict: def.onExpiry, facts }, byLimit);
    return;
  }
  // A reporter is never written to: they read their dates with the receipt code.
  if (rung.to === 'reporter') return;
  draft.append(
    {
      kind: 'effect-asked',
      key: `rung/${state.key}/${state.openedSeq}/${rung.id}`,
      effect: {
        kind: 'mail',
        template: 'rung',
        to:
          rung.to === 'assignee'
            ? { kind: 'step', key: state.key }
            : rung.to === 'enterprise'
              ? { kind: 'enterprise' }
              : { kind: 'office', office: rung.to },
        about: { key: state.key, rung: rung.id },
      },
    },
    byLimit,
  );
}

/** A rung that fires this long after its time was held up by an outage, and says so. */
const lateAfterMs = 60_000;

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

function onOpenStep(
  view: CaseView,
  step: string,
  then: (state: StepState) => Result<EventBody>,
): Result<EventBody> {
  const state = openSteps(view).find((open) => open.step === step);
  return state === undefined ? refuse('step-not-open', `${step} is not open`) : then(state);
}

/** An act on a step by whoever has to decide it, or by the section chief. */
function onOwnStep(
  draft: Draft,
  step: string,
  actor: Actor,
  circumstances: Circumstances,
  then: (state: StepState) => Result<EventBody>,
): Result<EventBody> {
  return onOpenStep(draft.view, step, (state) => {
    const chief = holdsHere(actor, 'section-chief', draft.view, circumstances);
    const own = holdsHere(actor, stepDef(step).role, draft.view, circumstances);
    if (!chief.ok && !own.ok) return own;
    const assigned =
      state.assignee === null || (actor.kind === 'staff' && actsAs(actor).includes(state.assignee));
    return chief.ok || assigned
      ? then(state)
      : refuse('not-assignee', 'the step is assigned to somebody else');
  });
}

/** Stopping a step's time is for the person whom it is assigned to, or the section chief; never for an enterprise. */
function onOwnTime(
  draft: Draft,
  step: string,
  actor: Actor,
  circumstances: Circumstances,
  then: (state: StepState) => Result<EventBody>,
): Result<EventBody> {
  return onOwnStep(draft, step, actor, circumstances, (state) => {
    const chief = holdsHere(actor, 'section-chief', draft.view, circumstances);
    const inOffice = actor.kind === 'staff' && actor.enterpriseId === null;
    return chief.ok || (inOffice && state.assignee !== null) ? then(state) : chief;
  });
}

function extensionRule(draft: Draft, state: StepState): Result<Extension> {
  const { extension } = stepDef(state.step);
  const key = extension === undefined ? '' : policyKey(extension, draft.view.input);
  const rule = draft.policy.rows[key] === undefined ? null : extensionOf(draft.policy, key);
  // A clock may run in days of another kind than the law now has: it was extended, or set, before the change.
  return rule === null || rule.unit !== state.clock.limit.unit
    ? refuse('extension-not-allowed', `the limit of ${state.step} is not extended`)
    : ok(rule);
}

function extended(draft: Draft, state: StepState, byValue: number, bounds: Extension) {
  return extendClock(state.clock, byValue, draft.bearings.now, { calendar: draft.bearings.calendar, bounds });
}

function mapClock<T>(result: Result<T>, then: (value: T) => EventBody): Result<EventBody> {
  return result.ok ? ok(then(result.value)) : result;
}
