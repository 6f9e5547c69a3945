import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RewardCase } from '../../domain/cases/tip-off/reward-case';
import { usualProposal } from '../../setup/courses/tip-off';
import { firm } from './kit/people';
import { said, Story } from './kit/story';

/*
 * The golden cases of the law, by their numbers, through the procedure. Each states one rule with figures that were
 * worked out by hand; a change that breaks one changes what people are owed.
 */

const yuan = 100;

interface Matter {
  readonly fineYuan?: number;
  readonly reporterKind?: RewardCase['reporterKind'];
  readonly grade?: 'general' | 'major';
  readonly proposal?: Partial<RewardCase>;
}

/** A tip-off carried to the proposal of its reward. */
async function proposed({
  fineYuan = 0,
  reporterKind = 'real-name',
  grade = 'major',
  proposal = {},
}: Matter) {
  const story = await Story.of({ input: { reporterKind } });
  const hazards = [{ item: 'h1', grade, clause: 'order10:art3', description: '无证焊接' }];
  await story.carry('tip-off/reward-proposal', {
    'tip-off/verification': [
      { verdict: 'substantiated', visitedOn: '2026-08-03', enterpriseId: firm, hazards },
    ],
    'tip-off/penalty': [
      fineYuan === 0
        ? said.noPenalty
        : { verdict: 'fined', fineFen: fineYuan * yuan, confiscatedFen: 0, decidedOn: '2026-08-03' },
    ],
  });
  await story.does('tip-off/reward-proposal', { body: { ...usualProposal, ...proposal } });
  const { decision } = story.state('tip-off/reward-proposal');
  return { facts: decision?.facts, reward: decision?.detail?.['reward'] };
}

const insider = { reporterKind: 'insider', proposal: { employmentProved: true } } as const;
const accident = (deathsFinal: number, deathsConcealed: number): Matter => ({
  grade: 'general',
  proposal: { accident: { deathsFinal, deathsConcealed, seriousInjuries: 0 } },
});

describe('rewards', () => {
  it.each<[number, string, Matter, number]>([
    [1, '15 % of the fine', { fineYuan: 120_000 }, 18_000],
    [2, 'at least 3,000', { fineYuan: 4_000 }, 3_000],
    [3, 'half a yuan rounds up', { fineYuan: 20_010 }, 3_002],
    [4, 'at most 300,000', { fineYuan: 2_500_000 }, 300_000],
    [5, 'major hazard without a fine: the minimum', {}, 3_000],
    [6, 'insider: 20 % more', { fineYuan: 120_000, ...insider }, 21_600],
    [7, 'insider: cap first, then uplift', { fineYuan: 2_500_000, ...insider }, 360_000],
    [8, 'two deaths concealed, general accident', accident(2, 2), 60_000],
    [9, 'twelve deaths concealed: at most 300,000', accident(12, 12), 300_000],
    [10, 'tier by the finally confirmed level, count by what was concealed', accident(4, 1), 40_000],
    [11, 'exactly three deaths are a larger accident', accident(3, 1), 40_000],
    [13, 'a joint report is one report', { fineYuan: 120_000, reporterKind: 'joint' }, 18_000],
    [
      16,
      'known and overdue: rewarded',
      { fineYuan: 120_000, proposal: { novelty: 'known-overdue' } },
      18_000,
    ],
  ])('#%i %s', async (_number, _rule, matter, amount) => {
    const { facts, reward } = await proposed(matter);
    expect(facts).toMatchObject({ amountFen: amount * yuan });
    expect(reward).toMatchObject({ eligible: true });
  });

  it.each<[number, string, Matter, string]>([
    [12, 'rewarded already', { proposal: { earlierRewardOfSameMatter: true } }, 'already-rewarded'],
    [15, 'being handled on time', { proposal: { novelty: 'known-handled-on-time' } }, 'already-handled'],
    [17, 'the inspector’s spouse', { proposal: { excludedRelation: true } }, 'excluded-relation'],
    [18, 'anonymous', { reporterKind: 'anonymous' }, 'anonymous'],
  ])('#%i %s: no reward', async (_number, _rule, matter, reason) => {
    const { facts, reward } = await proposed({ fineYuan: 120_000, ...matter });
    expect(facts).toMatchObject({ amountFen: 0 });
    expect(reward).toMatchObject({ eligible: false, reason });
  });
});

describe('time limits', () => {
  it('#19 a death is alleged: one working day to hand it to the government', async () => {
    const story = await Story.of({ on: '2026-09-18' });
    await story.does('tip-off/acceptance', { body: said.deathAlleged });
    expect(story.state('tip-off/government-lead').clock.dueOn).toBe('2026-09-20');
    expect(story.open).toEqual(['tip-off/government-lead']);
  });

  it('#20 verification: 60 natural days, rolled over the holiday', async () => {
    const story = await (await Story.of({ on: '2026-08-03' })).carry('tip-off/verification');
    expect(story.state('tip-off/verification').clock.dueOn).toBe('2026-10-08');
  });

  it('#28 one working day from Friday ends on a make-up Sunday', async () => {
    const story = await (await Story.of({ on: '2026-09-18' })).carry('tip-off/assignment');
    expect(story.state('tip-off/assignment').clock.dueOn).toBe('2026-09-20');
  });

  it('#40 into a year without a notice: the statutory holiday counts, provisionally', async () => {
    const story = await Story.of({ on: '2026-12-25' });
    const { clock } = story.state('tip-off/acceptance');
    expect(clock).toMatchObject({ dueOn: '2027-01-04', provisional: true });
  });
});

describe('the other golden cases', () => {
  it.each([
    [21, 'procedures/kit.test.ts'],
    [22, 'procedures/kit.test.ts'],
    [24, 'procedures/tip-off.test.ts'],
    [25, 'procedures/approval-item.test.ts'],
    [26, 'procedures/approval-item.test.ts'],
    [27, 'procedures/approval-item.test.ts'],
    [29, 'procedures/approval-item.test.ts'],
    [30, 'domain/ledger/compression.test.ts'],
    [31, 'domain/ledger/compression.test.ts'],
    [32, 'domain/ledger/compression.test.ts'],
    [33, 'procedures/approval-item.test.ts'],
    [36, 'procedures/credit-repair.test.ts'],
    [37, 'procedures/certificate.test.ts'],
    [38, 'domain/cases/warden-coverage.test.ts'],
    [39, 'domain/cases/warden-coverage.test.ts'],
  ])('#%i stands in %s', (number, file) => {
    const text = readFileSync(join(__dirname, '..', file), 'utf8');
    expect(text).toMatch(new RegExp(`(golden (case )?|#)${number}\\b`));
  });

  // Their law has no caller in production yet (test/unwired.json), or the system is not built.
  it.todo(
    '#12 of two reports of one matter the first accepted is rewarded, the other is told (firstReporter)',
  );
  it.todo('#13 the first signatory of a joint report collects (mayCollect)');
  it.todo('#14 the second signatory collects with written authority only (mayCollect)');
  it.todo('#23 a petition is registered within 15 natural days, rolled (limit.petition.registration)');
  it.todo('#34 a fine paid late grows by 3 % a day, up to the fine; a review stands it still (surchargeOf)');
  it.todo('#35 a penalty is published within seven working days (limit.penalty.publication)');
});
