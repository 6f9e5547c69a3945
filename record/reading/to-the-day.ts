import type { CaseEvent } from '../../domain/case/case-event';
import type { Json, JsonObject } from '../../domain/json';
import type { Clock } from '../../domain/time/clock-state';
import { shanghaiDate, startOfDay, type Instant } from '../../domain/time/calendar';

/*
 * What an enterprise reads is told to the day, and so are cases in which a reporter writes: the instant at which
 * something was written inside could be laid beside the instant of a tip. When a limit ends stays exact, since it has
 * to be kept.
 */

/** The first moment of the Shanghai day of an instant. */
export function toTheDay(at: Instant): Instant {
  return startOfDay(shanghaiDate(at));
}

/** A line with the day on which it was written in place of the instant, and so for its clocks and all that it says. */
export function lineToTheDay(event: CaseEvent): CaseEvent {
  const at = toTheDay(event.at);
  const { body } = event;
  if (body.kind !== 'step-opened' && body.kind !== 'clock-superseded')
    return { ...event, at, body: inDays(body as unknown as JsonObject) as unknown as CaseEvent['body'] };
  const promise = body.promise ? { promise: clockToTheDay(body.promise) } : {};
  return { ...event, at, body: { ...body, clock: clockToTheDay(body.clock), ...promise } };
}

/** A value with days for all instants in it. */
function inDays(value: Json): Json {
  if (typeof value === 'string') return instantPattern.test(value) ? toTheDay(value) : value;
  if (Array.isArray(value)) return value.map(inDays);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([field, each]) => [field, inDays(each)]));
}

const instantPattern = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

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
    // They may lie some minutes behind the end of a day, so that not all fire at once.
    rungs: clock.rungs.map((rung) => ({ ...rung, at: toTheDay(rung.at), fireAt: toTheDay(rung.fireAt) })),
  };
}
