import { CalendarDate, Form } from '../../case/form';
import { datesFit, firstDayOf } from '../../case/form-dates';
import type { EventBody } from '../../case/case-event';
import type { CaseView, StepState } from '../../case/case-view';
import { stepDef } from '../../cases/catalogue';
import { ok, refuse, type Result } from '../../refusal';
import { shanghaiDate, startOfDay, type PlainDate } from '../../time/calendar';
import { decidesAt, rearmClock } from '../../time/clock';
import type { Clock } from '../../time/clock-state';
import { openPause } from '../../time/counting';
import type { StandingUnderRules } from '../case-move';
import type { ActOf } from './act';
import { asOneOf, bindsOf, chiefOrDeputy, onOpenStep, onOwnStep, whoWaits, type Asked } from './asked';
import { isAnother } from './second-person';

/*
 * 更正起算日: a limit that counts from a day that was entered wrongly, as a day of receipt or of service, is counted
 * anew from the right one. One person asks, another grants; the wrong clock and the right one both stay on the record.
 */

export const startForm = Form({
  on: CalendarDate({ zh: '正确的起算日期', en: 'The day from which it counts' }, 'received'),
});

/**
 * Asks for another first day. Refusals: `date-ahead`, `form-invalid`, `start-fixed`, `start-correction-open`,
 * `clock-paused`.
 */
export function requestingStartCorrection(
  asked: Asked,
  { step, on }: ActOf<'request-start-correction'>,
): Result<EventBody> {
  const { move, textDigest } = asked;
  return onOwnStep(asked, step, (state) => {
    if (state.startCorrection?.state === 'requested')
      return refuse('start-correction-open', 'a correction is being asked for already');
    const possible = corrected(move, state, on);
    if (!possible.ok) return possible;
    return ok({ kind: 'start-correction-requested', key: state.key, on, ...bindsOf(asked), textDigest });
  });
}

/**
 * Grants or refuses another first day. Refusals: `start-correction-not-requested`, `same-person`, and those of the
 * request where the case has moved on.
 */
export function answeringStartCorrection(
  asked: Asked,
  { step, grant }: ActOf<'answer-start-correction'>,
): Result<EventBody> {
  const { move, textDigest } = asked;
  return onOpenStep(asked, step, (state) => {
    const above = asOneOf(asked, chiefOrDeputy);
    if (!above.ok) return above;
    const { startCorrection, key } = state;
    if (startCorrection?.state !== 'requested')
      return refuse('start-correction-not-requested', 'no correction is being asked for');
    const another = isAnother(asked, startCorrection, state.assignee);
    if (!another.ok) return another;
    if (!grant) return ok({ kind: 'start-correction-refused', key, textDigest });
    const clocks = corrected(move, state, startCorrection.on);
    return clocks.ok
      ? ok({ kind: 'clock-superseded', key, cause: 'start-corrected', ...clocks.value, textDigest })
      : clocks;
  });
}

/** The mails to those whose time has moved: who decides the step, and an applicant who waits for it. */
export function noticesOfStartCorrection(view: CaseView, body: EventBody): EventBody[] {
  if (body.kind !== 'clock-superseded' || body.cause !== 'start-corrected') return [];
  const { key } = body;
  const step = view.steps[key]?.step;
  if (step === undefined) return [];
  const mail = (place: string, to: { kind: 'step'; key: string } | { kind: 'enterprise' }): EventBody => ({
    kind: 'effect-asked',
    key: `start-corrected/${place}/${key}/${view.seq}`,
    effect: { kind: 'mail', template: 'start-corrected', to, about: { key } },
  });
  return [
    ...(stepDef(step).role === 'reporter' ? [] : [mail('step', { kind: 'step', key })]),
    ...(whoWaits(view, step) === 'applicant' ? [mail('applicant', { kind: 'enterprise' })] : []),
  ];
}

/** Both clocks of a step as they count from another day. Rungs that have fired stay fired. */
function corrected(
  { view, context }: StandingUnderRules,
  { step, clock, promise }: StepState,
  on: PlainDate,
): Result<{ readonly clock: Clock; readonly promise?: Clock }> {
  const { now, calendar } = context;
  const today = shanghaiDate(now);
  const dates = datesFit(startForm, { on }, { began: firstDayOf(view), today });
  if (!dates.ok) return dates;
  if (openPause(clock) !== null) return refuse('clock-paused', 'the clock is paused');
  if (stepDef(step).lengthIsSet === 'to-a-day')
    return refuse('start-fixed', `the last day of ${step} is set: it does not follow from a first one`);
  const anchor = startOfDay(on);
  const next = rearmClock(clock, { calendar, anchor });
  const [before, after] = [decidesAt(clock), decidesAt(next)];
  if (before !== null && after !== null && after < before)
    return refuse('start-fixed', 'nobody loses days in which silence would decide against them');
  return ok({
    clock: next,
    ...(promise === null ? {} : { promise: rearmClock(promise, { calendar, anchor }) }),
  });
}
