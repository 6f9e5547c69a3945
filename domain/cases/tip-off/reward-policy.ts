/** The reward rules in force, gathered from their rows. */
import type { PlainDate } from '../../time/calendar';
import type { Source } from '../../time/limit';
import type { BasisPoints, Fen } from '../../money';
import { rowOf, type Policy } from '../../law/policy';
import type { RewardValues, rewardTriggers } from '../../law/policy-values';

type Sourced<T> = T & { source: Source };

/** Everything that a reward computation reads, each part with its own source. */
export interface RewardPolicy {
  on: PlainDate;
  revision: number;
  share: Sourced<{
    rateBasisPoints: BasisPoints;
    base: 'fine' | 'fine-and-confiscated';
    floorFen: Fen;
    capFen: Fen;
  }>;
  noFine: Sourced<{ majorHazardFen: Fen }>;
  /** Without `when`, in a policy of before that was said, at each step. */
  rounding: Sourced<{ unitFen: Fen; when?: RewardValues['reward.rounding']['when'] }>;
  accident: Sourced<RewardValues['reward.accident']>;
  generalHazard: Sourced<{ ordinaryFen: Fen; notableFen: Fen; monthlyCapFen: Fen }>;
  insider: Sourced<{ upliftBasisPoints: BasisPoints; capFen: Fen | null }>;
  eligibility: Sourced<{ anonymous: boolean }>;
  /** When a reward falls due; the procedure asks, the computation does not. */
  trigger: Sourced<{ when: (typeof rewardTriggers)[number] }>;
  order: Sourced<RewardValues['reward.order']>;
}

/** The reward rules in force; throws if a part is missing. */
export function rewardPolicyOf(policy: Policy): RewardPolicy {
  const part = <K extends keyof RewardValues>(key: K): Sourced<RewardValues[K]> => {
    const { value, source } = rowOf(policy, key);
    return { ...value, source };
  };
  return {
    on: policy.on,
    revision: policy.revision,
    share: part('reward.share'),
    noFine: part('reward.no-fine'),
    rounding: part('reward.rounding'),
    accident: part('reward.accident'),
    generalHazard: part('reward.general-hazard'),
    insider: part('reward.insider'),
    eligibility: part('reward.eligibility'),
    trigger: part('reward.trigger'),
    order: part('reward.order'),
  };
}
