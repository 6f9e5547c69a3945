/**
 * What a reporter is paid, and why: 《安全生产领域举报奖励办法》(安监总财〔2018〕19号), for insiders
 * 《生产经营单位从业人员安全生产举报处理规定》(应急〔2020〕69号), and what the zone adds.
 *
 * A computation is a list of named rules. Each takes the amount so far and gives the next, with a
 * line that says from what, by which clause, how. Which rules, in which order, with which figures,
 * is policy. The same policy and case give the same fen for ever.
 */
import type { Instant, PlainDate } from './calendar';
import type { Source } from './clock';
import { assertFen, FEN_PER_YUAN, percent, roundHalfUp, shareOf, yuan, type Fen } from './money';
import type { accidentLevels } from './policy';
import {
  rewardPolicyOf,
  type AccidentLevel,
  type Policy,
  type RewardOperation,
  type RewardPolicy,
} from './policy';
import { ok, refuse, type Result } from './refusal';

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
  /** Safety supervisors, their near relatives, and whoever they put up to it. */
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

// --- computing ------------------------------------------------------------------------------

/**
 * The reward of a verified case, in fen. Eligibility first; then each basis that applies (share of
 * the penalty, concealed accident) in its policy order, of which the larger is taken; then the
 * insider's uplift. A general hazard without a penalty is paid by the zone's schedule instead.
 * Throws RangeError on amounts or counts that are none, Error where policy lacks a part.
 */
export function computeReward(policy: Policy, input: RewardCase): Reward {
  assertCase(input);
  const rules = rewardPolicyOf(policy);
  for (const check of eligibilityRules) {
    const bar = check(rules, input);
    if (bar) return rewardOf(rules, [bar.line], bar.reason);
  }
  const bases = basesOf(rules, input);
  if (bases.length > 0) {
    const lines = bases.flat();
    if (bases.length > 1) lines.push(theLarger(rules, bases));
    lines.push(...run(rules.order.finish, rules, input, lastFen(lines)));
    return rewardOf(rules, lines);
  }
  if (input.hazardGrade === 'general') {
    const lines = run(rules.order.general, rules, input, 0);
    return rewardOf(rules, lines, lastFen(lines) === 0 ? 'monthly-maximum-reached' : undefined);
  }
  return rewardOf(rules, [nothingRewardable(rules)], 'nothing-rewardable');
}

function rewardOf(rules: RewardPolicy, lines: RewardLine[], reason?: IneligibleReason): Reward {
  return {
    amountFen: lastFen(lines),
    eligible: reason === undefined,
    ...(reason && { reason }),
    lines: lines.map((line) =>
      line.clause.confidence === 'unsure' ? { ...line, note: awaitsConfirmation } : line,
    ),
    policyOn: rules.on,
    policyRevision: rules.revision,
  };
}

function lastFen(lines: RewardLine[]): Fen {
  return lines.at(-1)?.resultFen ?? 0;
}

const awaitsConfirmation = '参数待主管部门确认 / figure to be confirmed by the bureau';

function assertCase(input: RewardCase): void {
  assertFen(input.fineFen, 'fineFen');
  assertFen(input.confiscatedFen, 'confiscatedFen');
  assertFen(input.paidThisMonthFen ?? 0, 'paidThisMonthFen');
  const { accident } = input;
  if (!accident) return;
  assertFen(accident.lossFen ?? 0, 'lossFen');
  const counts = [accident.deathsFinal, accident.seriousInjuries, accident.deathsConcealed];
  if (!counts.every((count) => Number.isSafeInteger(count) && count >= 0)) {
    throw new RangeError(`not numbers of people: ${counts.join(', ')}`);
  }
  if (accident.deathsConcealed > accident.deathsFinal) {
    throw new RangeError('more deaths concealed than finally confirmed');
  }
}

// --- who may have one -----------------------------------------------------------------------

type EligibilityRule = (
  rules: RewardPolicy,
  input: RewardCase,
) => { reason: IneligibleReason; line: RewardLine } | null;

/** In the order in which they are asked; the first that bars decides. */
const eligibilityRules: EligibilityRule[] = [
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
  return { reason, line: { rule: reason, title, clause, inputs, formula: '0.00', resultFen: 0 } };
}

function nothingRewardable({ eligibility }: RewardPolicy): RewardLine {
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

// --- how much -------------------------------------------------------------------------------

/** The computations that apply beside the general-hazard schedule, each as its lines. */
function basesOf(rules: RewardPolicy, input: RewardCase): RewardLine[][] {
  const { order, share } = rules;
  const deathsConcealed = (input.accident?.deathsConcealed ?? 0) > 0;
  // A concealed accident without a concealed death takes the path of the penalty: the rule is
  // silent, and a reporter who tells of one should not be worse off than for a hazard.
  const otherConcealment = input.accident !== null && !deathsConcealed;
  const penalised = penaltyBase(share.base, input) > 0;
  const bases: RewardLine[][] = [];
  if (penalised || input.hazardGrade === 'major' || otherConcealment) {
    bases.push(run(order.penalty, rules, input, 0));
  }
  if (deathsConcealed) bases.push(run(order.accident, rules, input, 0));
  return bases;
}

function theLarger(rules: RewardPolicy, bases: RewardLine[][]): RewardLine {
  const results = bases.map(lastFen);
  const resultFen = Math.max(...results);
  return {
    rule: 'larger',
    title: { zh: '多项依据取高者', en: 'The larger of several bases' },
    clause: rules.order.source,
    inputs: {},
    formula: `max(${results.map(yuan).join('; ')}) = ${yuan(resultFen)}`,
    resultFen,
  };
}

function run(
  order: readonly RewardOperation[],
  rules: RewardPolicy,
  input: RewardCase,
  startFen: Fen,
): RewardLine[] {
  const lines: RewardLine[] = [];
  let amountFen = startFen;
  for (const name of order) {
    const line = amountRules[name](rules, input, amountFen);
    if (!line) continue;
    lines.push({ rule: name, ...line });
    amountFen = line.resultFen;
  }
  return lines;
}

/** Takes the amount so far; null where the rule does not bite. */
type AmountRule = (rules: RewardPolicy, input: RewardCase, amountFen: Fen) => Omit<RewardLine, 'rule'> | null;

const amountRules = {
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
    const { unitFen } = rounding;
    const resultFen = roundHalfUp(amountFen, unitFen);
    if (resultFen === amountFen) return null;
    return {
      title:
        unitFen === FEN_PER_YUAN
          ? { zh: '四舍五入到元', en: 'Rounded half-up to the yuan' }
          : { zh: '四舍五入', en: 'Rounded half-up' },
      clause: rounding.source,
      inputs: { amountFen, unitFen },
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

function capped(amountFen: Fen, capFen: Fen, clause: Source): Omit<RewardLine, 'rule'> | null {
  if (amountFen <= capFen) return null;
  return {
    title: { zh: '超过最高奖励额的按最高额', en: 'Cut to the maximum' },
    clause,
    inputs: { amountFen, capFen },
    formula: `min(${yuan(amountFen)}; ${yuan(capFen)}) = ${yuan(capFen)}`,
    resultFen: capFen,
  };
}

function penaltyBase(base: RewardPolicy['share']['base'], input: RewardCase): Fen {
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

// --- explaining -----------------------------------------------------------------------------

/** The computation in words, one line per rule and a last one with the sum; amounts in yuan. */
export function explainReward(reward: Reward, lang: 'zh' | 'en'): string[] {
  const lines = reward.lines.map(({ title, formula, clause, note }, i) => {
    const source = clause.article ? `${clause.title} ${clause.article}` : clause.title;
    const hint = note ? ` [${note.split(' / ')[lang === 'zh' ? 0 : 1]}]` : '';
    return lang === 'zh'
      ? `${i + 1}. ${title.zh}:${formula} 元(${source})${hint}`
      : `${i + 1}. ${title.en}: ${formula} yuan (${source})${hint}`;
  });
  const sum = yuan(reward.amountFen);
  const { policyOn, policyRevision } = reward;
  lines.push(
    lang === 'zh'
      ? `奖励金额 ${sum} 元(适用 ${policyOn} 有效的规定,第 ${policyRevision} 版)`
      : `Reward: ${sum} yuan (rules in force on ${policyOn}, revision ${policyRevision})`,
  );
  return lines;
}

// --- to whom --------------------------------------------------------------------------------

/** One of several reports of the same matter. */
export interface ReportOfMatter {
  caseId: string;
  acceptedAt: Instant;
  /** Running number of the receipt: decides between reports accepted at the same instant. */
  receiptSeq: number;
  realName: boolean;
}

/**
 * Of several reports of one matter, the one that is rewarded: the earliest accepted under a real
 * name (19号 art 12). `others` are told that somebody came first. `first` is null if none qualifies.
 */
export function firstReporter(reports: ReportOfMatter[]): {
  first: ReportOfMatter | null;
  others: ReportOfMatter[];
} {
  const first = reports
    .filter((report) => report.realName)
    .reduce<ReportOfMatter | null>((best, next) => (best && isEarlier(best, next) ? best : next), null);
  return { first, others: reports.filter((report) => report !== first) };
}

// Instants are all written alike, so their text sorts as time does.
function isEarlier(a: ReportOfMatter, b: ReportOfMatter): boolean {
  return a.acceptedAt === b.acceptedAt ? a.receiptSeq < b.receiptSeq : a.acceptedAt < b.acceptedAt;
}

/**
 * Whether a person may collect a reward for a joint report: the first signatory, or another
 * signatory with the first one's written authority (19号 art 12). `signatories` in the order of
 * signing, at least one. Refused: 'not-collectable', with `cause` 'not-a-signatory' or
 * 'no-written-authority'.
 */
export function mayCollect(input: {
  signatories: readonly string[];
  collector: string;
  writtenAuthorityFrom: string | null;
}): Result<{ collector: string }> {
  const { signatories, collector, writtenAuthorityFrom } = input;
  if (!signatories.includes(collector)) {
    return refuse('not-collectable', 'only a signatory may collect', { cause: 'not-a-signatory' });
  }
  if (collector !== signatories[0] && writtenAuthorityFrom !== signatories[0]) {
    return refuse('not-collectable', 'the first signatory has given no written authority', {
      cause: 'no-written-authority',
    });
  }
  return ok({ collector });
}
