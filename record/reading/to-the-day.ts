import type { CaseEvent } from '../../domain/case/case-event';
import type { Json, JsonObject } from '../../domain/json';
import type { Clock } from '../../domain/time/clock-state';
import { shanghaiDate, startOfDay, type Instant } from '../../domain/time/calendar';

/*
 * An enterprise is told days in place of instants, and so is every reader of a case in which a reporter writes: the
 * instant of a line inside could be compared with the instant of a tip. The end of a limit stays exact, since it has to
 * be kept.
 */

/** The first moment of the Shanghai day of an instant. */
export function toTheDay(at: Instant): Instant {
  return startOfDay(shanghaiDate(at));
}

/** A line with days in place of all instants: its own, those of its clocks, and those in what it says. */
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
    // The rungs of a pause are the bureau's own; its end is a promise to whoever waits.
    pauses: clock.pauses.map(({ from, to, rungs: _rungs, ...pause }) => ({
      ...pause,
      from: toTheDay(from),
      to: to === null ? null : toTheDay(to),
    })),
    // Rungs fire up to some minutes after the end of a day, so that not all fire at once.
    rungs: clock.rungs.map((rung) => ({ ...rung, at: toTheDay(rung.at), fireAt: toTheDay(rung.fireAt) })),
  };
}
