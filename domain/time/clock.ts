/**
 * Time limits: when something falls due, what happens on the way there and after it, and who used
 * the time.
 *
 * A clock is a value that stands in the case record. Nothing edits it: pausing, resuming, extending
 * and a new law or calendar each give the next version. "Overdue" is read, never stored.
 *
 * How days are counted (民法典 arts 201-203; 行政许可法 art 82 for working days), where no row of policy says otherwise:
 *  1. The anchor's Shanghai date is not counted. A limit in days or months ends with the last
 *     counted date: `dueAt` is the exclusive end, 00:00 of the next day.
 *  2. A limit that `rollsForward` and ends on a day off ends on the next working day instead.
 *     An extension is added before rolling.
 *  3. A pause takes out every date that it touches, its first and last included, each once. One of N days
 *     that is granted on a day takes out that day and the N-1 after it, and ends by itself with the last.
 *  4. Limits in hours or seconds are exact to the millisecond, pauses too.
 */
import { ok, refuse, type Result } from '../refusal';
import { millisOf, type Instant, type WorkCalendar } from './calendar';
import type { Clock, ClockContext, ClockFacts, Counting, Pause, PauseTerm } from './clock-state';
import { openPause } from './counting';
import type { ExtensionBounds, Ladder, Limit } from './limit';
import { daysKept, schedule } from './schedule';

/**
 * Starts a clock. `spreadMs` (a fixed offset per case, so that not all fire at one midnight) delays
 * `fireAt` of day and month limits only. With `expires`, a rung 'expire' stands at the due instant
 * in place of the 'overdue' and 'escalate' rungs; with `silenceAt` it stands there, beside them.
 */
export function armClock(input: {
  limit: Limit;
  ladder: Ladder;
  anchor: Instant;
  calendar: WorkCalendar;
  spreadMs: number;
  expires?: boolean;
  silenceAt?: Instant | undefined;
  counting?: Counting | undefined;
}): Clock {
  const { limit, ladder, anchor, calendar, spreadMs, expires = false, silenceAt, counting } = input;
  return schedule(
    {
      version: 1,
      limit,
      ladder,
      extendedBy: 0,
      extensions: 0,
      anchor,
      ...(counting === undefined ? {} : { counting }),
      pauses: [],
      spreadMs,
      expires,
      ...(silenceAt === undefined ? {} : { silenceAt }),
      breachedAt: null,
    },
    calendar,
  );
}

/** When the limit itself decides; null where somebody has to, or while its time stands still. */
export function decidesAt({ expires, silenceAt, dueAt }: Clock): Instant | null {
  return expires ? (silenceAt ?? dueAt) : null;
}

/** Whether a clock may be paused: refused 'clock-paused', or 'clock-expired' once its time is up. */
export function mayPause(clock: Clock, at: Instant): Result<true> {
  const stopped = refusalOfStopped(clock, at);
  return stopped ?? ok(true);
}

/** Whether a clock may be resumed: refused 'clock-not-paused'. */
export function mayResume(clock: Clock): Result<true> {
  return openPause(clock) === null ? refuse('clock-not-paused', 'the clock is running') : ok(true);
}

/**
 * Stops the time, with a `term` until that ends. A clock already past its due instant keeps it: the pause then moves
 * nothing and `breachedAt` says so (ask {@link mayPause} first to refuse that). Throws RangeError on a clock
 * that is paused, or an `at` before the anchor or the last resume.
 */
export function pauseClock(
  clock: Clock,
  at: Instant,
  reason: string,
  ctx: ClockContext & { term?: PauseTerm },
): Clock {
  if (openPause(clock) !== null) throw new RangeError('clock is paused already');
  const earliest = clock.pauses.at(-1)?.to ?? clock.anchor;
  if (millisOf(at) < millisOf(earliest)) {
    throw new RangeError(`cannot pause at ${at}, before ${earliest}`);
  }
  const { term } = ctx;
  const granted = term && { expectedDays: term.days, until: term.until, rungs: term.rungs };
  const pause: Pause = { from: at, to: null, reason, ...granted };
  return supersede(clock, { pauses: [...clock.pauses, pause] }, ctx, at, daysKept(clock, ctx.calendar));
}

/**
 * Lets the time run on with what was left: from `at`, or from the end of the pause where that has come before, however
 * late that is noticed. Throws RangeError if not paused, or `at` is earlier.
 */
export function resumeClock(clock: Clock, at: Instant, ctx: ClockContext): Clock {
  const open = openPause(clock);
  if (open === null) throw new RangeError('clock is not paused');
  if (millisOf(at) < millisOf(open.from)) {
    throw new RangeError(`cannot resume at ${at}, before the pause at ${open.from}`);
  }
  const { rungs = [], ...early } = open;
  // A pause that somebody ends before its time loses the rungs that were still to come.
  const closed =
    open.until !== undefined && millisOf(at) >= millisOf(open.until)
      ? { ...open, to: open.until, rungs: rungs.filter(({ kind }) => kind !== 'resume') }
      : { ...early, to: at };
  const pauses = [...clock.pauses.slice(0, -1), closed];
  return supersede(clock, { pauses }, ctx, at, daysKept(clock, ctx.calendar));
}

/**
 * Adds `byValue` units to the limit. Refused: 'clock-paused' (no due date to extend),
 * 'clock-expired' (an ended limit is not revived), 'extension-not-positive', 'extension-used-up' (as
 * often as policy allows), 'extension-too-long' (this one, or all together). `ctx.bounds` is policy
 * (see `extensionOf`); its unit must be the limit's, else throws.
 */
export function extendClock(
  clock: Clock,
  byValue: number,
  at: Instant,
  ctx: ClockContext & { bounds: ExtensionBounds },
): Result<Clock> {
  const { maxValue, maxEach = maxValue, unit, times } = ctx.bounds;
  if (unit !== clock.limit.unit) {
    throw new Error(`'${clock.limit.key}' is in ${clock.limit.unit}, its extension in ${unit}`);
  }
  const stopped = refusalOfStopped(clock, at);
  if (stopped) return stopped;
  if (!Number.isInteger(byValue) || byValue < 1) {
    return refuse('extension-not-positive', `an extension of ${byValue}`);
  }
  if (clock.extensions >= times) {
    return refuse('extension-used-up', `may be extended ${times} time(s)`, { times });
  }
  if (byValue > maxEach) {
    return refuse('extension-too-long', `at most ${maxEach} ${unit} each time`, { maxEach, unit });
  }
  const extendedBy = clock.extendedBy + byValue;
  if (extendedBy > maxValue) {
    return refuse('extension-too-long', `at most ${maxValue} ${unit} in all`, { maxValue, unit });
  }
  const change = { extendedBy, extensions: clock.extensions + 1 };
  return ok(supersede(clock, change, ctx, at, daysKept(clock, ctx.calendar)));
}

function refusalOfStopped(clock: Clock, at: Instant) {
  if (clock.dueAt === null || openPause(clock) !== null) return refuse('clock-paused', 'the clock is paused');
  if (isPast(clock.dueAt, at)) {
    return refuse('clock-expired', `the limit ended at ${clock.dueAt}`, { dueAt: clock.dueAt });
  }
  return null;
}

/**
 * Counts the clock afresh under a new calendar, limit or ladder, or from another anchor; pauses and extensions
 * stay. `at` (the moment of change) lets a breach be kept. A limit in another unit needs
 * `extendedBy` said in that unit if there was an extension (else throws).
 */
export function rearmClock(
  clock: Clock,
  ctx: ClockContext & {
    limit?: Limit;
    ladder?: Ladder;
    extendedBy?: number;
    counting?: Counting | undefined;
    anchor?: Instant;
    at?: Instant;
  },
): Clock {
  const limit = ctx.limit ?? clock.limit;
  if (limit.unit !== clock.limit.unit && clock.extendedBy > 0 && ctx.extendedBy === undefined) {
    throw new Error(`'${limit.key}' changes to ${limit.unit}: say the extension in that unit`);
  }
  const change = {
    limit,
    ladder: ctx.ladder ?? clock.ladder,
    extendedBy: ctx.extendedBy ?? clock.extendedBy,
    anchor: ctx.anchor ?? clock.anchor,
    ...(ctx.counting === undefined ? {} : { counting: ctx.counting }),
  };
  return supersede(clock, change, ctx, ctx.at ?? null);
}

/** A new clock with the first day, the pauses and the extension that were granted before anybody kept it here. */
export function grantedBefore(
  clock: Clock,
  { anchor, pauses, extendedBy }: Pick<ClockFacts, 'anchor' | 'pauses' | 'extendedBy'>,
  { calendar }: ClockContext,
): Clock {
  return schedule({ ...clock, anchor, pauses, extendedBy, extensions: extendedBy > 0 ? 1 : 0 }, calendar);
}

function supersede(
  clock: Clock,
  change: Partial<ClockFacts>,
  ctx: ClockContext,
  at: Instant | null,
  keptDays = 0,
): Clock {
  const { version, limit, ladder, extendedBy, extensions, anchor, pauses, spreadMs, expires } = clock;
  const { silenceAt, counting } = clock;
  const breached = at !== null && clock.dueAt !== null && isPast(clock.dueAt, at);
  const facts: ClockFacts = {
    version: version + 1,
    limit,
    ladder,
    extendedBy,
    extensions,
    anchor,
    ...(counting === undefined ? {} : { counting }),
    pauses,
    spreadMs,
    expires,
    ...(keptDays === 0 ? {} : { keptDays }),
    ...(silenceAt === undefined ? {} : { silenceAt }),
    breachedAt: clock.breachedAt ?? (breached ? clock.dueAt : null),
  };
  return schedule({ ...facts, ...change }, ctx.calendar);
}

function isPast(dueAt: Instant, at: Instant): boolean {
  return millisOf(at) >= millisOf(dueAt);
}
