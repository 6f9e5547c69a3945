import type { ActOf } from './act';
import type { EventBody, MailAudience } from '../../case/case-event';
import type { CaseView, StepState } from '../../case/case-view';
import { stepDef } from '../../cases/catalogue';
import { extendClock } from '../../time/clock';
import type { StandingUnderRules } from '../case-move';
import { extensionOf, type Extension, type Level } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';
import { policyKey } from '../../case/step';
import { asOffice, bindsOf, onOpenStep, onOwnStep, whoWaits, type Asked } from './asked';
import { isAnother } from './second-person';

/* 延期: who works on a step asks for more time within the bounds of the law, and somebody above answers. */

/** Asks for more time. Refusals: `extension-not-allowed`, `extension-open`, and what the clock itself refuses. */
export function requestingExtension(asked: Asked, act: ActOf<'request-extension'>): Result<EventBody> {
  const { move, textDigest } = asked;
  return onOwnStep(asked, act.step, (state) => {
    const rule = ruleFor(move, state);
    if (!rule.ok) return rule;
    if (state.extension?.state === 'requested')
      return refuse('extension-open', 'an extension is being asked for already');
    const possible = extended(move, state, act.byValue, rule.value);
    if (!possible.ok) return possible;
    const { key } = state;
    return ok({ kind: 'extension-requested', key, byValue: act.byValue, ...bindsOf(asked), textDigest });
  });
}

/**
 * Grants or refuses more time. Refusals: `extension-not-allowed`, `extension-not-requested`, `same-person`,
 * `form-invalid` where somebody waits and would not be told why, and what the clock itself refuses.
 */
export function answeringExtension(asked: Asked, act: ActOf<'answer-extension'>): Result<EventBody> {
  const { move, textDigest } = asked;
  return onOpenStep(asked, act.step, (state) => {
    const rule = ruleFor(move, state);
    if (!rule.ok) return rule;
    const above = asOffice(asked, 'approver', rule.value.approverLevel);
    if (!above.ok) return above;
    if (state.extension?.state !== 'requested')
      return refuse('extension-not-requested', 'no extension is being asked for');
    // Neither the requester nor the assignee may grant it, also where a chief asked on the assignee's behalf.
    const another = isAnother(asked, state.extension, state.assignee);
    if (!another.ok) return another;
    if (!act.grant) return ok({ kind: 'extension-refused', key: state.key, textDigest });
    if (act.told === undefined && whoWaits(move.view, state.step) !== null)
      return refuse('form-invalid', 'is required: whoever waits for it is told why it takes longer', {
        pointer: '/told',
      });
    const clock = extended(move, state, state.extension.byValue, rule.value);
    if (!clock.ok) return clock;
    // The promise is not extended: that it is missed is explained, not hidden.
    return ok({
      kind: 'clock-superseded',
      key: state.key,
      cause: 'extended',
      clock: clock.value,
      textDigest,
    });
  });
}

/** The level from which a request for more time is answered; the highest where the law allows none any more. */
export function extensionAnsweredFrom(
  move: Pick<StandingUnderRules, 'view' | 'policy'>,
  { key }: { readonly key: string },
): Level {
  const state = move.view.steps[key];
  const rule = state === undefined ? null : ruleFor(move, state);
  return rule?.ok ? rule.value.approverLevel : 3;
}

/**
 * The mails about the answer: to the decider of the step, which may be the enterprise, and to an applicant who waits
 * for it (行政许可法 art. 42). A reporter gets none, and reads it with the receipt code.
 */
export function noticesOfAnswer(view: CaseView, body: EventBody): EventBody[] {
  const granted = body.kind === 'clock-superseded' && body.cause === 'extended';
  const state = granted || body.kind === 'extension-refused' ? view.steps[body.key] : undefined;
  if (state === undefined || stepDef(state.step).role === 'reporter') return [];
  const { key } = state;
  const mail = (template: 'extension-answered' | 'time-extended', to: MailAudience): EventBody => ({
    kind: 'effect-asked',
    key: `${template}/${key}/${view.seq}`,
    effect: { kind: 'mail', template, to, about: { key } },
  });
  return [
    mail('extension-answered', { kind: 'step', key }),
    ...(granted && whoWaits(view, state.step) === 'applicant'
      ? [mail('time-extended', { kind: 'enterprise' })]
      : []),
  ];
}

function ruleFor(move: Pick<StandingUnderRules, 'view' | 'policy'>, state: StepState): Result<Extension> {
  const { extension } = stepDef(state.step);
  const key = extension === undefined ? '' : policyKey(extension, move.view.input);
  const rule = move.policy.rows[key] === undefined ? null : extensionOf(move.policy, key);
  // A clock may count in another unit than the rule: it was extended, or set, before a change of law.
  return rule === null || rule.unit !== state.clock.limit.unit
    ? refuse('extension-not-allowed', `the limit of ${state.step} is not extended`)
    : ok(rule);
}

function extended({ context }: StandingUnderRules, { clock }: StepState, byValue: number, bounds: Extension) {
  return extendClock(clock, byValue, context.now, { calendar: context.calendar, bounds });
}
