/** Who may have a reward at all. */
import type { Source } from '../../time/limit';
import type { IneligibleReason, RewardCase, RewardLine } from './reward-case';
import type { RewardPolicy } from './reward-policy';

type EligibilityRule = (
  rules: RewardPolicy,
  input: RewardCase,
) => { reason: IneligibleReason; line: RewardLine } | null;

/** In the order in which they are asked; the first that bars decides. */
export const eligibilityRules: EligibilityRule[] = [
  function excludedPersons({ eligibility }, { excludedRelation }) {
    if (!excludedRelation) return null;
    return bar(
      'excluded-relation',
      eligibility.source,
      { excludedRelation },
      {
        zh: '负有安全监管职责的人员及其近亲属不予奖励',
        en: 'Persons with supervision duties and their near relatives get no reward',
      },
    );
  },
  function realNameOnly({ eligibility }, { reporterKind }) {
    if (reporterKind !== 'anonymous' || eligibility.anonymous) return null;
    return bar(
      'anonymous',
      eligibility.source,
      { reporterKind },
      {
        zh: '奖励限于实名举报',
        en: 'Only reports under a real name are rewarded',
      },
    );
  },
  function newToTheRegulator({ eligibility }, { novelty }) {
    if (novelty !== 'known-handled-on-time') return null;
    return bar(
      'already-handled',
      eligibility.source,
      { novelty },
      {
        zh: '监管部门已发现并依法按期处理',
        en: 'The regulator knew of it and was dealing with it on time',
      },
    );
  },
  function oneRewardPerMatter({ eligibility }, { earlierRewardOfSameMatter }) {
    if (!earlierRewardOfSameMatter) return null;
    return bar(
      'already-rewarded',
      eligibility.source,
      { earlierRewardOfSameMatter },
      {
        zh: '同一事项已奖励在先举报人',
        en: 'An earlier reporter of the same matter has been rewarded',
      },
    );
  },
];

function bar(
  reason: IneligibleReason,
  clause: Source,
  inputs: RewardLine['inputs'],
  title: RewardLine['title'],
) {
  return {
    reason,
    line: { rule: reason, row: 'reward.eligibility', title, clause, inputs, formula: '0.00', resultFen: 0 },
  };
}

/** The line of a reward to which no rule applied: what was verified is not rewardable. */
export function nothingRewardable({ eligibility }: RewardPolicy): RewardLine {
  return bar(
    'nothing-rewardable',
    eligibility.source,
    {},
    {
      zh: '查实内容不在奖励范围',
      en: 'What was verified is not rewardable',
    },
  ).line;
}
