import type { Title } from '../role';

/**
 * Time limits and ladders as policy gives them: how long, in what unit, from which clause, and whom to
 * tell on the way.
 */
export const limitUnits = ['working-days', 'calendar-days', 'months', 'hours', 'seconds'] as const;
/** 'seconds' exists for demonstrations and tests. */
export type LimitUnit = (typeof limitUnits)[number];

export const limitUnitTitles = {
  'working-days': { zh: '个工作日', en: 'working days' },
  'calendar-days': { zh: '个自然日', en: 'calendar days' },
  months: { zh: '个月', en: 'months' },
  hours: { zh: '小时', en: 'hours' },
  seconds: { zh: '秒', en: 'seconds' },
} as const satisfies Record<LimitUnit, Title>;

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

export const limitEffectTitles = {
  none: { zh: '内部时限', en: 'Internal limit' },
  'service-promise': { zh: '承诺时限', en: 'Committed limit' },
  statutory: { zh: '法定时限', en: 'Statutory limit' },
} as const satisfies Record<(typeof limitEffects)[number], Title>;

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

export const rungAudienceTitles = {
  assignee: { zh: '承办人', en: 'Person in charge' },
  'section-chief': { zh: '科长', en: 'Section chief' },
  'deputy-director': { zh: '分管副局长', en: 'Deputy director' },
  director: { zh: '局长', en: 'Director' },
  reporter: { zh: '举报人', en: 'Reporter' },
  enterprise: { zh: '企业', en: 'Enterprise' },
} as const satisfies Record<RungAudience, Title>;

/** `expire` and `resume` are no rungs of a ladder: there the limit itself decides, and a pause ends by itself. */
export type RungKind = 'remind' | 'overdue' | 'escalate' | 'expire' | 'resume';

export const rungKindTitles = {
  remind: { zh: '提醒', en: 'Reminder' },
  overdue: { zh: '逾期', en: 'Overdue' },
  escalate: { zh: '上报督办', en: 'Escalation' },
  expire: { zh: '期满', en: 'Expiry' },
  resume: { zh: '恢复时限', en: 'Clock resumes' },
} as const satisfies Record<RungKind, Title>;

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
