/**
 * Time limits and ladders as policy gives them: how long, in what unit, from which clause, and whom to
 * tell on the way.
 */
export const limitUnits = ['working-days', 'calendar-days', 'months', 'hours', 'seconds'] as const;
/** 'seconds' exists for demonstrations and tests. */
export type LimitUnit = (typeof limitUnits)[number];

export const confidences = ['verified', 'seen', 'memory', 'unsure'] as const;

/**
 * Where a figure comes from. `confidence`: read in the statute itself, seen in a copy or report,
 * known but not seen, or possibly wrong.
 */
export interface Source {
  title: string;
  article?: string;
  url?: string;
  confidence: (typeof confidences)[number];
}

export const limitEffects = ['none', 'service-promise', 'statutory'] as const;

/** A time limit as policy gives it; `value` counts `unit`s. */
export interface Limit {
  key: string;
  value: number;
  unit: LimitUnit;
  /** A decision has set `value` in place of the policy (as an order to rectify does): no change of law moves it. */
  setByDecision?: true;
  /** What it means to miss it. */
  effect: (typeof limitEffects)[number];
  rollsForward: boolean;
  /** Why it departs from the convention of `counting.roll`, where it does. */
  rollReason?: { zh: string; en: string };
  /** The working calendar by which it is counted; rows of before calendars were named have none. */
  calendar?: string;
  source: Source;
}

export const rungAudiences = [
  'assignee',
  'section-chief',
  'deputy-director',
  'director',
  'reporter',
  'enterprise',
] as const;
export type RungAudience = (typeof rungAudiences)[number];

/** `expire` and `resume` are no rungs of a ladder: there the limit itself decides, and a pause ends by itself. */
export type RungKind = 'remind' | 'overdue' | 'escalate' | 'expire' | 'resume';

/** A rung as policy gives it. `percent` (1-100) of the limit, or a stretch after the due date. */
export interface LadderRung {
  id: string;
  kind: RungKind;
  at:
    | { percent: number }
    | { beforeDue: { value: number; unit: LimitUnit } }
    | { afterDue: { value: number; unit: LimitUnit } };
  to: RungAudience;
}

export interface Ladder {
  key: string;
  rungs: LadderRung[];
}

/** What policy allows: all extensions together at most `maxValue` `unit`s, each at most `maxEach`, in at most `times`. */
export interface ExtensionBounds {
  maxValue: number;
  maxEach?: number;
  unit: LimitUnit;
  times: number;
}
