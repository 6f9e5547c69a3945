import type { Instant, PlainDate, WorkCalendar } from './calendar';
import type { Ladder, Limit, RungAudience, RungKind } from './limit';

/** A rung on a running clock: `at` is the legal instant, `fireAt` the same or a little later. */
export interface Rung {
  id: string;
  kind: RungKind;
  to: RungAudience;
  at: Instant;
  fireAt: Instant;
}

/** `to` is null while the pause lasts. */
export interface Pause {
  from: Instant;
  to: Instant | null;
  reason: string;
  /** How many calendar days it was granted for; of older pauses what was expected, where that was said. */
  expectedDays?: number;
  /** When it ends by itself, the exclusive end of its last day. Older pauses have no such end. */
  until?: Instant;
  /** What happens on the way to its end and after it; none where somebody ended it before. */
  rungs?: Rung[];
}

/** How long a pause is granted for. */
export interface PauseTerm {
  days: number;
  until: Instant;
  rungs: Rung[];
}

/** How a clock counts days, as the rows `counting.*` say. */
export interface Counting {
  /** Whether the day counts on which the limit begins. */
  readonly firstDayCounts: boolean;
  /** When a day ends: `24:00`, or the end of office hours. */
  readonly dayEndsAt: string;
  /** A pause takes out each day that it touches, or a day for each 24 hours that time stood still. */
  readonly pauses: 'days-touched' | 'time-stood-still';
}

/** What a clock is given. The rest of a {@link Clock} follows from it and the calendar. */
export interface ClockFacts {
  /** 1 for a new clock; each change gives the next. */
  version: number;
  limit: Limit;
  ladder: Ladder;
  /** In `limit.unit`. */
  extendedBy: number;
  /** How many extensions were granted. */
  extensions: number;
  anchor: Instant;
  /** A clock from before this was policy has none, and counts as is customary. */
  counting?: Counting;
  pauses: Pause[];
  spreadMs: number;
  /** The limit itself decides when it ends (as "not claimed: forfeited"). */
  expires: boolean;
  /** Days that a new calendar would have taken from a limit that decides by itself, and that were kept. */
  keptDays?: number;
  /**
   * The instant at which silence decides, where it is not the end of the limit: for the renewal of a licence, the end
   * of the licence's last day. A pause does not move it.
   */
  silenceAt?: Instant;
  /** The due instant that had passed when the clock was changed: a breach stays on the record. */
  breachedAt: Instant | null;
}

export interface Clock extends ClockFacts {
  /** While paused, when it will be due if the pause lasts to its end; null where that end is open. */
  dueAt: Instant | null;
  /** The last day of the limit; null as `dueAt`. */
  dueOn: PlainDate | null;
  /** The due date rests on a year without a holiday notice and may still move. */
  provisional: boolean;
  /**
   * Ascending by `at`, in the ladder's order where equal. While paused: the rungs of the pause, and those that a pause
   * does not move. Ids survive every version.
   */
  rungs: Rung[];
  calendarId: string;
  calendarRevision: number;
}

export interface ClockContext {
  calendar: WorkCalendar;
}
