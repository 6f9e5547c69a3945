import type { ActOf } from './act';
import type { EventBody } from '../../case/case-event';
import { stepDef } from '../../cases/catalogue';
import type { CaseView, StepState } from '../../case/case-view';
import { pauseLadder } from '../../case/step';
import { dayMsOf, ladderOf, pauseRuleOf, type Level, type PauseRule } from '../../law/policy';
import { mayPause, mayResume, pauseClock, resumeClock } from '../../time/clock';
import type { Clock, PauseTerm } from '../../time/clock-state';
import { daysPaused } from '../../time/counting';
import { pauseTerm } from '../../time/pause-term';
import { ok, refuse, type Result } from '../../refusal';
import type { StandingUnderRules, Rules } from '../case-move';
import { asOffice, bindsOf, onOpenStep, onOwnTime, whoWaits, type Asked } from './asked';
import { answersForOthers, asksFirst, noticeOfRequest, waiting } from './second-person';

/*
 * 中止: the time of a step stands still on a ground that the law gives for that kind of step. One person asks, another
 * grants. It stands still from the grant on for as many days as were asked for, and then goes on by itself. An
 * applicant is told in writing how long that takes and when it ends (行政许可法 art. 45).
 */

/**
 * Asks for a pause. Refusals: `reason-not-lawful`, `pause-too-long`, `request-open`, `clock-paused`, `clock-expired`.
 */
export function requestingPause(asked: Asked, act: ActOf<'request-pause'>): Result<EventBody> {
  const { step, ground, days } = act;
  const { move, textDigest } = asked;
  return onOwnTime(asked, step, (state) => {
    const rule = ruleFor(move, state, { ground, days });
    if (!rule.ok) return rule;
    const first = asksFirst(state.pause);
    if (!first.ok) return first;
    const may = mayPause(state.clock, move.context.now);
    if (!may.ok) return may;
    return ok({ kind: 'pause-requested', key: state.key, ground, days, ...bindsOf(asked), textDigest });
  });
}

/**
 * Grants or refuses a pause. Refusals: `not-requested`, `same-person`, `level-too-low`, and those of the request where
 * clock or law no longer allow it.
 */
export function answeringPause(asked: Asked, { step, grant }: ActOf<'answer-pause'>): Result<EventBody> {
  const { move, textDigest } = asked;
  return onOpenStep(asked, step, (state) => {
    const above = asOffice(asked, 'approver');
    if (!above.ok) return above;
    const request = waiting(state.pause);
    if (!request.ok) return request;
    const rule = ruleFor(move, state, request.value);
    if (!rule.ok) return rule;
    const fit = answersForOthers(asked, rule.value.approverLevel, request.value, state.assignee);
    if (!fit.ok) return fit;
    if (!grant) return ok({ kind: 'pause-refused', key: state.key, textDigest });
    const may = mayPause(state.clock, move.context.now);
    if (!may.ok) return may;
    return ok({ ...paused(move, state, request.value), textDigest });
  });
}

/** Ends a pause before its time. Refusal: `clock-not-paused`. */
export function resuming(asked: Asked, { step }: ActOf<'resume'>): Result<EventBody> {
  return onOwnTime(asked, step, (state) => {
    const may = mayResume(state.clock);
    return may.ok ? ok({ ...resumed(state, asked.move.context), textDigest: asked.textDigest }) : may;
  });
}

/** Both clocks of a step go on, from now or from the end of the pause where that has come. */
export function resumed({ key, clock, promise }: StepState, context: Rules): EventBody {
  const resume = (each: Clock) => resumeClock(each, context.now, context);
  return {
    kind: 'clock-superseded',
    key,
    cause: 'resumed',
    clock: resume(clock),
    ...(promise === null ? {} : { promise: resume(promise) }),
  };
}

/** Both clocks of a step stand still together; the rungs of the pause are those of the legal one. */
function paused(
  move: StandingUnderRules,
  { key, clock, promise }: StepState,
  { ground, days }: Pausing,
): EventBody {
  const { policy, context } = move;
  const { now, calendar } = context;
  const ladder = ladderOf(policy, pauseLadder);
  const term = pauseTerm(clock, now, { days, dayMs: dayMsOf(policy), ladder, calendar });
  const pause = (each: Clock, until: PauseTerm) => pauseClock(each, now, ground, { calendar, term: until });
  return {
    kind: 'clock-superseded',
    key,
    cause: 'paused',
    clock: pause(clock, term),
    ...(promise === null ? {} : { promise: pause(promise, { ...term, rungs: [] }) }),
  };
}

interface Pausing {
  readonly ground: string;
  readonly days: number;
}

/**
 * The rule for a ground and this kind of step. Refusals: `reason-not-lawful`; `pause-too-long` where it does not allow
 * so many more days.
 */
function ruleFor(
  { policy }: StandingUnderRules,
  { step, clock }: StepState,
  { ground, days }: Pausing,
): Result<PauseRule> {
  const { pauses } = stepDef(step);
  const rule = pauses === undefined ? null : pauseRuleOf(policy, pauses, ground);
  if (rule === null)
    return refuse('reason-not-lawful', `the time of ${step} does not stand still on this ground`, {
      pointer: '/ground',
    });
  const left = Math.max(0, rule.days - daysPaused(clock, ground, dayMsOf(policy)));
  return days <= left
    ? ok(rule)
    : refuse('pause-too-long', `at most ${rule.days} days on this ground, of which ${left} are left`, {
        pointer: '/days',
        left,
      });
}

/** The level from which a request for a pause is answered; the highest where the law has dropped the ground. */
export function pauseAnsweredFrom(
  { view, policy }: Pick<StandingUnderRules, 'view' | 'policy'>,
  { key, ground }: { readonly key: string; readonly ground: string },
): Level {
  const { pauses = '' } = stepDef(view.steps[key]?.step ?? '');
  return pauseRuleOf(policy, pauses, ground)?.approverLevel ?? 3;
}

/**
 * The mails about a pause: that it was asked for or answered, has begun or has ended. None where nobody is to be told.
 */
export function noticesOfPausing(move: StandingUnderRules, body: EventBody): EventBody[] {
  const { view } = move;
  switch (body.kind) {
    case 'pause-requested':
      return [noticeOfRequest(pauseAnsweredFrom(move, body), view.seq, { key: body.key })];
    case 'pause-refused':
      return [noticeOfAnswer(view, body.key)];
    case 'clock-superseded':
      if (body.cause !== 'paused' && body.cause !== 'resumed') return [];
      return [
        ...(body.cause === 'paused' ? [noticeOfAnswer(view, body.key)] : []),
        ...noticeToApplicant(view, { ...body, cause: body.cause }),
      ];
    default:
      return [];
  }
}

/** The mail about an answer, to who has to decide the step. */
function noticeOfAnswer({ seq }: CaseView, key: string): EventBody {
  return {
    kind: 'effect-asked',
    key: `pause-answered/${key}/${seq}`,
    effect: { kind: 'mail', template: 'pause-answered', to: { kind: 'step', key }, about: { key } },
  };
}

function noticeToApplicant(
  view: CaseView,
  {
    key,
    clock,
    cause,
  }: { readonly key: string; readonly clock: Clock; readonly cause: 'paused' | 'resumed' },
): EventBody[] {
  const state = view.steps[key];
  if (state === undefined || whoWaits(view, state.step) !== 'applicant') return [];
  return [
    {
      kind: 'effect-asked',
      key: `${cause}/${key}/${state.openedSeq}/${clock.version}`,
      effect: {
        kind: 'mail',
        template: cause === 'paused' ? 'time-paused' : 'time-resumed',
        to: { kind: 'enterprise' },
        about: { key, pause: clock.pauses.length - 1 },
      },
    },
  ];
}
