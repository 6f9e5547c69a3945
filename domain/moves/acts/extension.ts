import type { ActOf } from './act';
import type { EventBody, MailAudience } from '../../case/case-event';
import type { CaseView, StepState } from '../../case/case-view';
import { stepDef } from '../../cases/catalogue';
import { extendClock } from '../../time/clock';
import type { CaseMove } from '../case-move';
import { extensionOf, type Extension } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';
import { policyKey } from '../../case/step';
import { asOffice, bindsOf, onOpenStep, onOwnStep, whoWaits, type Asked } from './asked';
import { isAnother } from './second-person';

/* 延期: who works on a step asks for more time within the bounds of the law, and somebody above answers. */

/** Refusals: `extension-not-allowed`, `extension-open`, and where the clock does not bear it. */
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
 * Refusals: `extension-not-allowed`, `extension-not-requested`, `same-person`, `form-invalid` where somebody waits who
 * would not be told why, and where the clock does not bear it.
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
    // Neither who asked nor whose work it is: a chief who asks for somebody does not free them to grant it.
    const another = isAnother(asked, state.extension, state.assignee);
    if (!another.ok) return another;
    if (!act.grant) return ok({ kind: 'extension-refused', key: state.key, textDigest });
    if (act.told === undefined && whoWaits(move.view, state.step) !== null)
      return refuse('form-invalid', 'is required: whoever waits for it is told why it takes longer', {
        pointer: '/told',
      });
    const clock = extended(move, state, state.extension.byValue, rule.value);
    if (!clock.ok) return clock;
    // What was promised stays promised: an extension of the legal limit is explained, not hidden.
    return ok({
      kind: 'clock-superseded',
      key: state.key,
      cause: 'extended',
      clock: clock.value,
      textDigest,
    });
  });
}

/**
 * The mails about the answer that the record asks for: to whoever has to decide the step, which is the enterprise
 * where the step is its own, and where an applicant waits to them too (行政许可法 art. 42). None to a reporter, who is
 * never written to and reads it with the receipt code.
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

function ruleFor(move: CaseMove, state: StepState): Result<Extension> {
  const { extension } = stepDef(state.step);
  const key = extension === undefined ? '' : policyKey(extension, move.view.input);
  const rule = move.policy.rows[key] === undefined ? null : extensionOf(move.policy, key);
  // A clock may run in days of another kind than the law now has: it was extended, or set, before the change.
  return rule === null || rule.unit !== state.clock.limit.unit
    ? refuse('extension-not-allowed', `the limit of ${state.step} is not extended`)
    : ok(rule);
}

function extended({ context }: CaseMove, { clock }: StepState, byValue: number, bounds: Extension) {
  return extendClock(clock, byValue, context.now, { calendar: context.calendar, bounds });
}
