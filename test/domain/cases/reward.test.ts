import fc from 'fast-check';
import { percent, roundHalfUp, shareOf, yuan } from '../../../domain/money';
import { resolvePolicy, type Policy, type PolicyLayer } from '../../../domain/law/policy';
import { rewardOperations } from '../../../domain/law/policy-values';
import { firstReporter, mayCollect } from '../../../domain/cases/tip-off/first-reporter';
import { computeReward, explainReward } from '../../../domain/cases/tip-off/reward';
import type { RewardCase } from '../../../domain/cases/tip-off/reward-case';
import { accidentLevelOf } from '../../../domain/cases/tip-off/reward-rules';
import { referenceLayers } from '../../../prisma/data/policy/layers';

const layers = referenceLayers;
const zone = policyOf(layers, 'jxedz');

function policyOf(from: PolicyLayer[], id: string): Policy {
  const result = resolvePolicy(from, id, '2026-11-23', 7);
  if (!result.ok) throw new Error(result.refusal.detail);
  return result.value;
}

/** The zone's policy with parts of some rows replaced. */
function zoneWith(changes: Record<string, object>): Policy {
  const rows = { ...zone.rows };
  for (const [key, change] of Object.entries(changes)) {
    rows[key] = { ...rows[key]!, value: { ...(rows[key]!.value as object), ...change } };
  }
  return { ...zone, rows };
}

const YUAN = 100;
const plain: RewardCase = {
  fineFen: 0,
  confiscatedFen: 0,
  reporterKind: 'real-name',
  hazardGrade: 'major',
  accident: null,
  novelty: 'unknown-before',
  excludedRelation: false,
  employmentProved: false,
  earlierRewardOfSameMatter: false,
};
const yuanFor = (change: Partial<RewardCase>, policy = zone) =>
  computeReward(policy, { ...plain, ...change }).amountFen / YUAN;

describe('money', () => {
  test.each([
    [0, '0.00'],
    [5, '0.05'],
    [99_999, '999.99'],
    [1_800_000, '18,000.00'],
    [123_456_789_00, '123,456,789.00'],
  ])('%i fen is %s yuan', (fen, text) => expect(yuan(fen)).toBe(text));

  test('rates and rounding', () => {
    expect(percent(1250)).toBe('12.5%');
    expect([49, 50, 149, 150].map((fen) => roundHalfUp(fen, 100))).toEqual([0, 100, 100, 200]);
  });

  test('shares are exact for every amount that can be written', () => {
    fc.assert(
      fc.property(fc.nat(Number.MAX_SAFE_INTEGER), fc.nat(10_000), (fen, rate) => {
        expect(BigInt(shareOf(fen, rate))).toBe((BigInt(fen) * BigInt(rate)) / 10_000n);
      }),
    );
  });

  test('a share rounded to the yuan is the exact share rounded half-up', () => {
    fc.assert(
      fc.property(fc.nat(1_000_000_000_000), fc.nat(10_000), (fen, rate) => {
        const exact = (BigInt(fen) * BigInt(rate) * 2n + 1_000_000n) / 2_000_000n; // in yuan
        expect(BigInt(roundHalfUp(shareOf(fen, rate), 100) / 100)).toBe(exact);
      }),
    );
  });
});

describe('amounts', () => {
  test('confiscated income counts only where the zone says so', () => {
    const change = { fineFen: 100_000 * YUAN, confiscatedFen: 40_000 * YUAN };
    expect(yuanFor(change)).toBe(15_000);
    expect(yuanFor(change, zoneWith({ 'reward.share': { base: 'fine-and-confiscated' } }))).toBe(21_000);
  });

  test('hazard and concealed accident together: the larger', () => {
    const accident = { deathsFinal: 1, seriousInjuries: 0, deathsConcealed: 1 };
    expect(yuanFor({ fineFen: 120_000 * YUAN, accident })).toBe(30_000);
    expect(yuanFor({ fineFen: 400_000 * YUAN, accident })).toBe(60_000);
  });

  test('a concealed accident without a concealed death takes the path of the penalty', () => {
    const accident = { deathsFinal: 0, seriousInjuries: 2, deathsConcealed: 0 };
    expect(yuanFor({ hazardGrade: 'none', accident })).toBe(3_000);
    expect(yuanFor({ hazardGrade: 'none', accident, fineFen: 120_000 * YUAN })).toBe(18_000);
  });

  test.each([
    [{}, 300],
    [{ generalHazardClass: 'notable' as const }, 500],
    [{ paidThisMonthFen: 800 * YUAN }, 200],
    [{ reporterKind: 'insider' as const, employmentProved: true }, 300],
    [{ fineFen: 10_000 * YUAN }, 3_000],
  ])('general hazard, %p: %i yuan', (change, expected) => {
    expect(yuanFor({ hazardGrade: 'general', ...change })).toBe(expected);
  });

  test('the order of operations is policy', () => {
    const insider = { reporterKind: 'insider' as const, employmentProved: true, fineFen: 2_500_000 * YUAN };
    expect(yuanFor(insider)).toBe(360_000);
    const upliftFirst = zoneWith({
      'reward.order': {
        penalty: ['share', 'insider-uplift', 'round', 'floor', 'cap'],
        finish: ['insider-cap'],
      },
    });
    expect(yuanFor(insider, upliftFirst)).toBe(300_000);
  });

  test('the insider cap bites after the uplift', () => {
    const insider = { reporterKind: 'insider' as const, employmentProved: true, fineFen: 2_500_000 * YUAN };
    expect(yuanFor(insider, zoneWith({ 'reward.insider': { upliftBasisPoints: 9000 } }))).toBe(500_000);
  });

  test('an insider who has not proved it is paid like anybody, and told so', () => {
    const reward = computeReward(zone, { ...plain, reporterKind: 'insider', fineFen: 120_000 * YUAN });
    expect(reward.amountFen).toBe(18_000 * YUAN);
    expect(reward.lines.at(-1)).toMatchObject({
      rule: 'insider-uplift',
      inputs: { employmentProved: false },
    });
  });

  test.each([
    [2, 0, undefined, 'general'],
    [3, 0, undefined, 'larger'],
    [9, 0, undefined, 'larger'],
    [10, 0, undefined, 'major'],
    [29, 0, undefined, 'major'],
    [30, 0, undefined, 'especially-major'],
    [0, 10, undefined, 'larger'],
    [1, 50, undefined, 'major'],
    [0, 0, 100_000_000 * YUAN, 'especially-major'],
  ])('%i deaths, %i injuries, loss %p: %s', (deathsFinal, seriousInjuries, lossFen, level) => {
    const accident = {
      deathsFinal,
      seriousInjuries,
      deathsConcealed: 0,
      ...(lossFen !== undefined && { lossFen }),
    };
    expect(accidentLevelOf(zone, accident)).toBe(level);
  });

  test('amounts and counts that are none are errors', () => {
    expect(() => yuanFor({ fineFen: 0.5 })).toThrow(RangeError);
    expect(() => yuanFor({ fineFen: -1 })).toThrow(RangeError);
    expect(() => yuanFor({ accident: { deathsFinal: 1, seriousInjuries: 0, deathsConcealed: 2 } })).toThrow(
      RangeError,
    );
  });
});

describe('eligibility', () => {
  test.each([
    ['excluded-relation', { excludedRelation: true }],
    ['anonymous', { reporterKind: 'anonymous' }],
    ['already-handled', { novelty: 'known-handled-on-time' }],
    ['already-rewarded', { earlierRewardOfSameMatter: true }],
    ['nothing-rewardable', { hazardGrade: 'none', fineFen: 0 }],
    ['monthly-maximum-reached', { hazardGrade: 'general', fineFen: 0, paidThisMonthFen: 100_000 }],
  ] as [string, Partial<RewardCase>][])('%s', (reason, change) => {
    const reward = computeReward(zone, { ...plain, fineFen: 120_000 * YUAN, ...change });
    expect(reward).toMatchObject({ eligible: false, reason, amountFen: 0 });
    expect(reward.lines.length).toBeGreaterThan(0);
  });

  test('a zone may reward anonymous reports', () => {
    const policy = zoneWith({ 'reward.eligibility': { anonymous: true } });
    expect(yuanFor({ reporterKind: 'anonymous', fineFen: 120_000 * YUAN }, policy)).toBe(18_000);
  });
});

describe('the explanation', () => {
  test('follows the amount line by line', () => {
    const reward = computeReward(zone, {
      ...plain,
      reporterKind: 'insider',
      employmentProved: true,
      fineFen: 2_001_000,
    });
    expect(reward.lines.map((line) => [line.rule, line.formula, line.resultFen])).toEqual([
      ['share', '20,010.00 × 15% = 3,001.50', 300_150],
      ['insider-uplift', '3,001.50 × (1 + 20%) = 3,601.80', 360_180],
      ['round', '3,601.80 → 3,602.00', 360_200],
    ]);
    expect(reward).toMatchObject({ amountFen: 360_200, policyOn: '2026-11-23', policyRevision: 7 });
  });

  test('reads in both languages, with clause, doubt and sum', () => {
    const reward = computeReward(zone, { ...plain, fineFen: 2_001_000 });
    expect(explainReward(reward, 'zh')).toEqual([
      '1. 按行政处罚金额的比例:20,010.00 × 15% = 3,001.50 元(安全生产领域举报奖励办法(安监总财〔2018〕19号) 第十一条第(一)项(条号凭记忆))',
      '2. 四舍五入到元:3,001.50 → 3,002.00 元(安全生产领域举报奖励办法(安监总财〔2018〕19号) 第十一条,办法未规定取整,每步取整或末尾一次待确认) [参数待主管部门确认]',
      '奖励金额 3,002.00 元(适用 2026-11-23 有效的规定,第 7 版)',
    ]);
    const english = explainReward(reward, 'en');
    expect(english[0]).toMatch(/^1\. Share of the administrative penalty: 20,010\.00 × 15% = 3,001\.50 yuan/);
    expect(english[1]).toMatch(/\[figure to be confirmed by the bureau\]$/);
    expect(english.at(-1)).toBe('Reward: 3,002.00 yuan (rules in force on 2026-11-23, revision 7)');
  });
});

describe('properties', () => {
  const anyCase: fc.Arbitrary<RewardCase> = fc.record({
    fineFen: fc.nat(1_000_000_000),
    confiscatedFen: fc.nat(1_000_000_000),
    reporterKind: fc.constantFrom('real-name', 'insider', 'anonymous', 'joint'),
    hazardGrade: fc.constantFrom('general', 'major', 'none'),
    accident: fc.option(
      fc
        .record({ deathsFinal: fc.nat(40), seriousInjuries: fc.nat(120), concealed: fc.nat(40) })
        .map(({ deathsFinal, seriousInjuries, concealed }) => ({
          deathsFinal,
          seriousInjuries,
          deathsConcealed: Math.min(deathsFinal, concealed),
        })),
    ),
    novelty: fc.constantFrom('unknown-before', 'known-handled-on-time', 'known-overdue'),
    excludedRelation: fc.boolean(),
    employmentProved: fc.boolean(),
    earlierRewardOfSameMatter: fc.boolean(),
    generalHazardClass: fc.constantFrom('ordinary', 'notable'),
    paidThisMonthFen: fc.nat(100_000),
  });

  test('a reward is whole fen within its bounds, explained to the last line, and the same each time', () => {
    fc.assert(
      fc.property(anyCase, (input) => {
        const reward = computeReward(zone, input);
        expect(Number.isSafeInteger(reward.amountFen)).toBe(true);
        expect(reward.amountFen).toBeLessThanOrEqual(
          input.reporterKind === 'insider' ? 50_000_000 : 30_000_000,
        );
        expect(reward.amountFen > 0).toBe(reward.eligible);
        expect(reward.lines.at(-1)!.resultFen).toBe(reward.amountFen);
        expect(computeReward(zone, input)).toEqual(reward);
        expect(JSON.parse(JSON.stringify(reward))).toEqual(reward);
      }),
    );
  });

  test('a higher fine never lowers a reward', () => {
    // From the first fen: a fine takes a general hazard from the schedule to the share with its floor.
    fc.assert(
      fc.property(anyCase, fc.nat(1_000_000_000), (input, more) => {
        const lower = computeReward(zone, input).amountFen;
        const higher = computeReward(zone, { ...input, fineFen: input.fineFen + more }).amountFen;
        expect(higher).toBeGreaterThanOrEqual(lower);
      }),
    );
  });

  test('policy may put any operations in any order and money stays whole', () => {
    const order = fc.uniqueArray(fc.constantFrom(...rewardOperations));
    fc.assert(
      fc.property(anyCase, order, order, order, (input, penalty, accident, finish) => {
        const policy = zoneWith({ 'reward.order': { penalty, accident, finish } });
        expect(Number.isSafeInteger(computeReward(policy, input).amountFen)).toBe(true);
      }),
    );
  });
});

describe('to whom', () => {
  const a = { caseId: 'a', acceptedAt: '2026-09-21T01:00:00.000Z', receiptSeq: 11, realName: true };
  const b = { caseId: 'b', acceptedAt: '2026-09-21T02:00:00.000Z', receiptSeq: 10, realName: true };

  test('an earlier anonymous report does not take the place of a real name', () => {
    const anonymous = { ...a, caseId: 'c', acceptedAt: '2026-09-20T01:00:00.000Z', realName: false };
    expect(firstReporter([b, anonymous, a])).toEqual({ first: a, others: [b, anonymous] });
  });

  test('accepted at one instant: the earlier receipt', () => {
    expect(firstReporter([a, { ...b, acceptedAt: a.acceptedAt }]).first?.caseId).toBe('b');
  });

  test('nobody under a real name: nobody', () => {
    expect(firstReporter([{ ...a, realName: false }]).first).toBeNull();
    expect(firstReporter([])).toEqual({ first: null, others: [] });
  });

  test.each([
    ['stranger', 'ann', 'not-a-signatory'],
    ['bob', null, 'no-written-authority'],
    ['bob', 'cho', 'no-written-authority'],
  ])('%s with authority from %p may not collect', (collector, writtenAuthorityFrom, cause) => {
    const result = mayCollect({ signatories: ['ann', 'bob', 'cho'], collector, writtenAuthorityFrom });
    expect(result).toMatchObject({ ok: false, refusal: { code: 'not-collectable', facts: { cause } } });
  });
});
