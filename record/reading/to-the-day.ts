import type { CaseEvent } from '../../domain/case/case-event';
import type { Clock } from '../../domain/time/clock-state';
import { shanghaiDate, startOfDay, type Instant } from '../../domain/time/calendar';

/*
 * What an enterprise reads is told to the day: the instant at which something was written inside could be laid beside
 * the instant of a tip. When a limit ends stays exact, since it has to be kept.
 */

/** The first moment of the Shanghai day of an instant. */
export function toTheDay(at: Instant): Instant {
  return startOfDay(shanghaiDate(at));
}

/** A line with the day on which it was written in place of the instant, and so for its clocks. */
export function lineToTheDay(event: CaseEvent): CaseEvent {
  const at = toTheDay(event.at);
  const { body } = event;
  if (body.kind !== 'step-opened' && body.kind !== 'clock-superseded') return { ...event, at };
  const promise = body.promise ? { promise: clockToTheDay(body.promise) } : {};
  return { ...event, at, body: { ...body, clock: clockToTheDay(body.clock), ...promise } };
}

function clockToTheDay(clock: Clock): Clock {
  return {
    ...clock,
    anchor: toTheDay(clock.anchor),
    // What a pause reminds people of is the bureau's own; when it ends is a promise to whoever waits.
    pauses: clock.pauses.map(({ from, to, rungs: _rungs, ...pause }) => ({
      ...pause,
      from: toTheDay(from),
      to: to === null ? null : toTheDay(to),
    })),
  };
}
