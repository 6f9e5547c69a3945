import { isPauseGround, pauseGrounds, type ActOf } from './act';
import type { EventBody } from '../../case/case-event';
import type { CaseView, StepState } from '../../case/case-view';
import { mayPause, mayResume, pauseClock, resumeClock } from '../../time/clock';
import type { Clock } from '../../time/clock-state';
import { ok, refuse, type Result } from '../../refusal';
import { onOwnTime, whoWaits, type Asked } from './asked';

/*
 * 中止: the time of a step stands still on a lawful ground and goes on with what was left. Whoever has applied
 * is told in writing how long it is to take, and when it goes on (行政许可法 art. 45).
 */

/**
 * Refusals: `reason-not-lawful`; `form-invalid` where an applicant would not be told how long it takes;
 * `clock-paused`, `clock-expired`.
 */
export function pausing(asked: Asked, { step, ground, expectedDays }: ActOf<'pause'>): Result<EventBody> {
  const { view, context } = asked.move;
  return onOwnTime(asked, step, (state) => {
    if (!isPauseGround(ground))
      return refuse('reason-not-lawful', `lawful grounds: ${Object.keys(pauseGrounds).join(', ')}`, {
        pointer: '/ground',
      });
    if (expectedDays === undefined && whoWaits(view, state.step) === 'applicant')
      return refuse('form-invalid', 'is required: the applicant is told in writing how long it takes', {
        pointer: '/expectedDays',
      });
    const may = mayPause(state.clock, context.now);
    if (!may.ok) return may;
    return superseded(state, 'paused', asked.textDigest, (clock) =>
      pauseClock(clock, context.now, ground, { calendar: context.calendar, expectedDays }),
    );
  });
}

/** Refusal: `clock-not-paused`. */
export function resuming(asked: Asked, { step }: ActOf<'resume'>): Result<EventBody> {
  const { context } = asked.move;
  return onOwnTime(asked, step, (state) => {
    const may = mayResume(state.clock);
    if (!may.ok) return may;
    return superseded(state, 'resumed', asked.textDigest, (clock) =>
      resumeClock(clock, context.now, context),
    );
  });
}

/** The mail about a pause or its end that the record asks for; null where nobody has applied for what is decided. */
export function noticeOfPausing(view: CaseView, body: EventBody): EventBody | null {
  if (body.kind !== 'clock-superseded' || (body.cause !== 'paused' && body.cause !== 'resumed')) return null;
  const { key, clock, cause } = body;
  const state = view.steps[key];
  if (state === undefined || whoWaits(view, state.step) !== 'applicant') return null;
  return {
    kind: 'effect-asked',
    key: `${cause}/${key}/${state.openedSeq}/${clock.version}`,
    effect: {
      kind: 'mail',
      template: cause === 'paused' ? 'time-paused' : 'time-resumed',
      to: { kind: 'enterprise' },
      about: { key, pause: clock.pauses.length - 1 },
    },
  };
}

/** Both clocks of a step stand still together, and go on together. */
function superseded(
  { key, clock, promise }: StepState,
  cause: 'paused' | 'resumed',
  textDigest: string,
  change: (clock: Clock) => Clock,
): Result<EventBody> {
  const changed = { clock: change(clock), ...(promise === null ? {} : { promise: change(promise) }) };
  return ok({ kind: 'clock-superseded', key, cause, ...changed, textDigest });
}
