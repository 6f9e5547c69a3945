/**
 * What a reporter is paid, and why: 《安全生产领域举报奖励办法》(安监总财〔2018〕19号), for insiders
 * 《生产经营单位从业人员安全生产举报处理规定》(应急〔2020〕69号), and what the zone adds.
 *
 * A computation is a list of named rules. Each takes the amount so far and gives the next, with a
 * line that says from what, by which clause, how. Which rules, in which order, with which figures,
 * is policy. The same policy and case give the same fen for ever.
 */
import type { Policy } from '../../law/policy';
import type { RewardOperation } from '../../law/policy-values';
import { assertFen, yuan, type Fen } from '../../money';
import type { IneligibleReason, Reward, RewardCase, RewardLine } from './reward-case';
import { eligibilityRules, nothingRewardable } from './reward-eligibility';
import { rewardPolicyOf, type RewardPolicy } from './reward-policy';
import { amountRules, penaltyBase, rowOfRule } from './reward-rules';

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
    lines.push(...run(roundedOnce(rules, rules.order.finish), rules, input, lastFen(lines)));
    return rewardOf(rules, lines);
  }
  if (input.hazardGrade === 'general') {
    const lines = run(roundedOnce(rules, rules.order.general), rules, input, 0);
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
    bases.push(run(roundedOnce(rules, order.penalty, order.finish), rules, input, 0));
  }
  if (deathsConcealed) bases.push(run(roundedOnce(rules, order.accident, order.finish), rules, input, 0));
  return bases;
}

function theLarger(rules: RewardPolicy, bases: RewardLine[][]): RewardLine {
  const results = bases.map(lastFen);
  const resultFen = Math.max(...results);
  return {
    rule: 'larger',
    row: 'reward.order',
    title: { zh: '多项依据取高者', en: 'The larger of several bases' },
    clause: rules.order.source,
    inputs: {},
    formula: `max(${results.map(yuan).join('; ')}) = ${yuan(resultFen)}`,
    resultFen,
  };
}

/** The order without the roundings that a later one makes needless, where policy rounds once, at the end. */
function roundedOnce(
  { rounding }: RewardPolicy,
  order: readonly RewardOperation[],
  after: readonly RewardOperation[] = [],
): readonly RewardOperation[] {
  if (rounding.when !== 'at-the-end') return order;
  return order.filter(
    (name, i) => name !== 'round' || !(order.includes('round', i + 1) || after.includes('round')),
  );
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
    lines.push({ rule: name, row: rowOfRule[name], ...line });
    amountFen = line.resultFen;
  }
  return lines;
}

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
