/** The named rules that a reward is computed by; policy says which of them apply, and in which order. */
import type { Source } from '../../time/limit';
import { FEN_PER_YUAN, percent, roundHalfUp, shareOf, yuan, type Fen } from '../../money';
import type { Policy } from '../../law/policy';
import type { AccidentLevel, accidentLevels, RewardOperation, RewardValues } from '../../law/policy-values';
import type { RewardCase, RewardLine } from './reward-case';
import { rewardPolicyOf, type RewardPolicy } from './reward-policy';

/** Takes the amount so far; null where the rule does not apply. */
type AmountRule = (rules: RewardPolicy, input: RewardCase, amountFen: Fen) => Contribution | null;
type Contribution = Omit<RewardLine, 'rule' | 'row'>;

/** The row that each rule has its figures from. */
export const rowOfRule = {
  share: 'reward.share',
  'no-fine': 'reward.no-fine',
  round: 'reward.rounding',
  floor: 'reward.share',
  cap: 'reward.share',
  deaths: 'reward.accident',
  'accident-cap': 'reward.accident',
  'general-hazard': 'reward.general-hazard',
  'monthly-cap': 'reward.general-hazard',
  'insider-uplift': 'reward.insider',
  'insider-cap': 'reward.insider',
} as const satisfies Record<RewardOperation, keyof RewardValues>;

export const amountRules = {
  share({ share }, input) {
    const baseFen = penaltyBase(share.base, input);
    if (baseFen === 0) return null;
    const resultFen = shareOf(baseFen, share.rateBasisPoints);
    return {
      title: { zh: '按行政处罚金额的比例', en: 'Share of the administrative penalty' },
      clause: share.source,
      inputs: { ...penaltyInputs(share.base, input), rateBasisPoints: share.rateBasisPoints },
      formula: `${yuan(baseFen)} × ${percent(share.rateBasisPoints)} = ${yuan(resultFen)}`,
      resultFen,
    };
  },

  'no-fine'({ share, noFine }, input) {
    if (penaltyBase(share.base, input) > 0 || input.hazardGrade !== 'major') return null;
    const { majorHazardFen } = noFine;
    return {
      title: { zh: '重大隐患查实、未处罚款', en: 'Major hazard verified, no fine' },
      clause: noFine.source,
      inputs: { hazardGrade: input.hazardGrade, majorHazardFen },
      formula: yuan(majorHazardFen),
      resultFen: majorHazardFen,
    };
  },

  round({ rounding }, _input, amountFen) {
    const { unitFen, when = 'each-step' } = rounding;
    const resultFen = roundHalfUp(amountFen, unitFen);
    if (resultFen === amountFen) return null;
    return {
      title:
        unitFen === FEN_PER_YUAN
          ? { zh: '四舍五入到元', en: 'Rounded half-up to the yuan' }
          : { zh: '四舍五入', en: 'Rounded half-up' },
      clause: rounding.source,
      inputs: { amountFen, unitFen, when },
      formula: `${yuan(amountFen)} → ${yuan(resultFen)}`,
      resultFen,
    };
  },

  floor({ share }, _input, amountFen) {
    if (amountFen >= share.floorFen) return null;
    return {
      title: { zh: '不足最低奖励额的按最低额', en: 'Raised to the minimum' },
      clause: share.source,
      inputs: { amountFen, floorFen: share.floorFen },
      formula: `max(${yuan(amountFen)}; ${yuan(share.floorFen)}) = ${yuan(share.floorFen)}`,
      resultFen: share.floorFen,
    };
  },

  cap({ share }, _input, amountFen) {
    return capped(amountFen, share.capFen, share.source);
  },

  deaths({ accident }, input) {
    if (!input.accident) return null;
    const { level, perConcealedDeathFen } = accidentTier(accident.levels, input.accident);
    const { deathsConcealed, deathsFinal, seriousInjuries } = input.accident;
    const resultFen = deathsConcealed * perConcealedDeathFen;
    const words = accidentLevelTitles[level];
    return {
      title: {
        zh: `瞒报谎报死亡人数,最终确认为${words.zh}事故`,
        en: `Deaths concealed; finally confirmed as ${words.en} accident`,
      },
      clause: accident.source,
      inputs: { deathsConcealed, deathsFinal, seriousInjuries, level, perConcealedDeathFen },
      formula: `${deathsConcealed} × ${yuan(perConcealedDeathFen)} = ${yuan(resultFen)}`,
      resultFen,
    };
  },

  'accident-cap'({ accident }, _input, amountFen) {
    return capped(amountFen, accident.capFen, accident.source);
  },

  'general-hazard'({ generalHazard }, input) {
    const hazardClass = input.generalHazardClass ?? 'ordinary';
    const resultFen = hazardClass === 'notable' ? generalHazard.notableFen : generalHazard.ordinaryFen;
    return {
      title: { zh: '一般隐患定额奖励', en: 'Fixed amount for a general hazard' },
      clause: generalHazard.source,
      inputs: { hazardGrade: input.hazardGrade, hazardClass },
      formula: yuan(resultFen),
      resultFen,
    };
  },

  'monthly-cap'({ generalHazard }, input, amountFen) {
    const { monthlyCapFen, source } = generalHazard;
    const paidThisMonthFen = input.paidThisMonthFen ?? 0;
    const leftFen = Math.max(0, monthlyCapFen - paidThisMonthFen);
    if (amountFen <= leftFen) return null;
    return {
      title: { zh: '同一举报人当月封顶', en: 'Monthly maximum per reporter' },
      clause: source,
      inputs: { amountFen, monthlyCapFen, paidThisMonthFen },
      formula: `min(${yuan(amountFen)}; ${yuan(monthlyCapFen)} − ${yuan(paidThisMonthFen)}) = ${yuan(leftFen)}`,
      resultFen: leftFen,
    };
  },

  'insider-uplift'({ insider }, input, amountFen) {
    if (input.reporterKind !== 'insider' || insider.upliftBasisPoints === 0) return null;
    const inputs = {
      employmentProved: input.employmentProved,
      upliftBasisPoints: insider.upliftBasisPoints,
    };
    if (!input.employmentProved) {
      return {
        title: {
          zh: '未证明从业人员身份,不予上浮',
          en: 'Employment not proved: no uplift for an insider',
        },
        clause: insider.source,
        inputs,
        formula: yuan(amountFen),
        resultFen: amountFen,
      };
    }
    const resultFen = amountFen + shareOf(amountFen, insider.upliftBasisPoints);
    return {
      title: { zh: '从业人员举报上浮', en: 'Uplift for an insider' },
      clause: insider.source,
      inputs,
      formula: `${yuan(amountFen)} × (1 + ${percent(insider.upliftBasisPoints)}) = ${yuan(resultFen)}`,
      resultFen,
    };
  },

  'insider-cap'({ insider }, input, amountFen) {
    if (input.reporterKind !== 'insider' || insider.capFen === null) return null;
    return capped(amountFen, insider.capFen, insider.source);
  },
} satisfies Record<RewardOperation, AmountRule>;

function capped(amountFen: Fen, capFen: Fen, clause: Source): Contribution | null {
  if (amountFen <= capFen) return null;
  return {
    title: { zh: '超过最高奖励额的按最高额', en: 'Cut to the maximum' },
    clause,
    inputs: { amountFen, capFen },
    formula: `min(${yuan(amountFen)}; ${yuan(capFen)}) = ${yuan(capFen)}`,
    resultFen: capFen,
  };
}

/** The amount of which a share is paid: the fine, with what was confiscated where policy says so. */
export function penaltyBase(base: RewardPolicy['share']['base'], input: RewardCase): Fen {
  switch (base) {
    case 'fine':
      return input.fineFen;
    case 'fine-and-confiscated':
      return input.fineFen + input.confiscatedFen;
  }
}

function penaltyInputs(base: RewardPolicy['share']['base'], input: RewardCase): RewardLine['inputs'] {
  const { fineFen, confiscatedFen } = input;
  return base === 'fine' ? { fineFen } : { fineFen, confiscatedFen };
}

type Tier = RewardPolicy['accident']['levels'][number];

/**
 * The level of an accident as finally confirmed (国务院令493号 art 3): the gravest whose deaths,
 * serious injuries or loss is reached ("以上" includes the number itself).
 */
export function accidentLevelOf(
  policy: Policy,
  accident: NonNullable<RewardCase['accident']>,
): AccidentLevel {
  return accidentTier(rewardPolicyOf(policy).accident.levels, accident).level;
}

function accidentTier(levels: Tier[], accident: NonNullable<RewardCase['accident']>): Tier {
  const reached = levels.find(
    (tier) =>
      accident.deathsFinal >= tier.fromDeaths ||
      accident.seriousInjuries >= tier.fromSeriousInjuries ||
      (accident.lossFen ?? 0) >= tier.fromLossFen,
  );
  if (!reached) throw new Error('policy: the lowest accident level must begin at 0 deaths');
  return reached;
}

const accidentLevelTitles = {
  general: { zh: '一般', en: 'a general' },
  larger: { zh: '较大', en: 'a larger' },
  major: { zh: '重大', en: 'a major' },
  'especially-major': { zh: '特别重大', en: 'an especially major' },
} satisfies Record<(typeof accidentLevels)[number], { zh: string; en: string }>;
