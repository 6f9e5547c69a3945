import type { Fen } from '../../money';
import type { PlainDate } from '../../time/calendar';
import type { Source } from '../../time/limit';

/** A verified case, as far as money is concerned. */
export interface RewardCase {
  fineFen: Fen;
  confiscatedFen: Fen;
  /** 'insider': an employee who reports their own unit; 'joint': several who sign one letter. */
  reporterKind: 'real-name' | 'insider' | 'anonymous' | 'joint';
  /** The gravest hazard that was verified. */
  hazardGrade: 'general' | 'major' | 'none';
  /** A concealed or falsely reported accident; deaths and injuries as finally confirmed. */
  accident: null | {
    deathsFinal: number;
    seriousInjuries: number;
    deathsConcealed: number;
    lossFen?: Fen;
  };
  /** What the regulator knew: only a matter unknown, or known and left undone, is rewarded. */
  novelty: 'unknown-before' | 'known-handled-on-time' | 'known-overdue';
  /** Safety supervisors, their near relatives, and people whom they induced to report. */
  excludedRelation: boolean;
  employmentProved: boolean;
  earlierRewardOfSameMatter: boolean;
  /** Zones may pay more for a notable general hazard; default 'ordinary'. */
  generalHazardClass?: 'ordinary' | 'notable';
  /** Rewards for general hazards to the same reporter in this calendar month; default 0. */
  paidThisMonthFen?: Fen;
}

/** One rule's contribution; `resultFen` is the amount after it. */
export interface RewardLine {
  rule: string;
  /** Key of the row of policy that says so. */
  row: string;
  title: { zh: string; en: string };
  clause: Source;
  inputs: Record<string, number | string | boolean>;
  /** Readable in any language: figures and signs, amounts in yuan. */
  formula: string;
  resultFen: Fen;
  /** Says so where the figure itself still awaits confirmation. */
  note?: string;
}

export type IneligibleReason =
  | 'excluded-relation'
  | 'anonymous'
  | 'already-handled'
  | 'already-rewarded'
  | 'monthly-maximum-reached'
  | 'nothing-rewardable';

/** A computed reward; plain JSON, stored with the decision. Not eligible: 0 fen and a `reason`. */
export interface Reward {
  amountFen: Fen;
  eligible: boolean;
  reason?: IneligibleReason;
  lines: RewardLine[];
  policyOn: PlainDate;
  policyRevision: number;
}
