/**
 * The golden cases of the domain dossier (section 11), by their numbers. Each states one rule with
 * figures that were worked out by hand; a change that breaks one changes what people are owed.
 * 30 to 32 are in compression.test.ts, 33 in the procedure of an approval item (approval-outcome.test.ts).
 */
import {
  instantOf,
  millisOf,
  shanghaiDate,
  startOfDay,
  addDays,
  type WorkCalendar,
} from '../../../domain/time/calendar';
import { armClock, extendClock, pauseClock, resumeClock } from '../../../domain/time/clock';
import type { Clock } from '../../../domain/time/clock-state';
import { readClock } from '../../../domain/time/clock-reading';
import { extensionOf, ladderOf, limitOf, resolvePolicy, type Policy } from '../../../domain/law/policy';
import { firstReporter, mayCollect } from '../../../domain/cases/tip-off/first-reporter';
import { surchargeOf } from '../../../domain/cases/tip-off/late-surcharge';
import { computeReward } from '../../../domain/cases/tip-off/reward';
import type { RewardCase } from '../../../domain/cases/tip-off/reward-case';
import { accidentLevelOf } from '../../../domain/cases/tip-off/reward-rules';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import { referenceLayers } from '../../../prisma/data/policy/layers';

const calendar = calendarJson as WorkCalendar;
const policy = zonePolicy();

function zonePolicy(): Policy {
  const result = resolvePolicy(referenceLayers, 'jxedz', '2026-11-23', 1);
  if (!result.ok) throw new Error(result.refusal.detail);
  return result.value;
}

const YUAN = 100;
const majorHazard: RewardCase = {
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
const fine = (yuan: number, change: Partial<RewardCase> = {}): RewardCase => ({
  ...majorHazard,
  fineFen: yuan * YUAN,
  ...change,
});
const insider = { reporterKind: 'insider', employmentProved: true } as const;
const accident = (deathsFinal: number, deathsConcealed: number): RewardCase => ({
  ...majorHazard,
  hazardGrade: 'none',
  accident: { deathsFinal, deathsConcealed, seriousInjuries: 0 },
});

describe('rewards', () => {
  test.each([
    [1, '15 % of the fine', fine(120_000), 18_000],
    [2, 'at least 3,000', fine(4_000), 3_000],
    [3, 'half a yuan rounds up', fine(20_010), 3_002],
    [4, 'at most 300,000', fine(2_500_000), 300_000],
    [5, 'major hazard without a fine: the minimum', fine(0), 3_000],
    [6, 'insider: 20 % more', fine(120_000, insider), 21_600],
    [7, 'insider: cap first, then uplift', fine(2_500_000, insider), 360_000],
    [8, 'two deaths concealed, general accident', accident(2, 2), 60_000],
    [9, 'twelve deaths concealed: at most 300,000', accident(12, 12), 300_000],
    [10, 'tier by the finally confirmed level, count by what was concealed', accident(4, 1), 40_000],
    [13, 'a joint report is one report', fine(120_000, { reporterKind: 'joint' }), 18_000],
    [16, 'known and overdue: rewarded', fine(120_000, { novelty: 'known-overdue' }), 18_000],
  ])('#%i %s', (_number, _rule, input, yuan) => {
    expect(computeReward(policy, input)).toMatchObject({ eligible: true, amountFen: yuan * YUAN });
  });

  test.each([
    [15, 'already being handled on time', { novelty: 'known-handled-on-time' }, 'already-handled'],
    [17, 'the inspector’s spouse', { excludedRelation: true }, 'excluded-relation'],
    [18, 'anonymous', { reporterKind: 'anonymous' }, 'anonymous'],
  ] as [number, string, Partial<RewardCase>, string][])(
    '#%i %s: no reward',
    (_number, _rule, change, reason) => {
      expect(computeReward(policy, fine(120_000, change))).toMatchObject({
        eligible: false,
        amountFen: 0,
        reason,
      });
    },
  );

  test('#11 exactly three deaths is a larger accident', () => {
    expect(accidentLevelOf(policy, { deathsFinal: 3, deathsConcealed: 0, seriousInjuries: 0 })).toBe(
      'larger',
    );
  });

  test('#12 of two reports of one matter the first accepted is rewarded, the other is told', () => {
    const a = { caseId: 'A', acceptedAt: '2026-09-21T01:00:00.000Z', receiptSeq: 2, realName: true };
    const b = { caseId: 'B', acceptedAt: '2026-09-21T02:00:00.000Z', receiptSeq: 1, realName: true };
    expect(firstReporter([b, a])).toEqual({ first: a, others: [b] });
    expect(computeReward(policy, fine(120_000, { earlierRewardOfSameMatter: true })).eligible).toBe(false);
  });

  test('#13 the first signatory collects it', () => {
    const signatories = ['ann', 'bob', 'cho'];
    expect(mayCollect({ signatories, collector: 'ann', writtenAuthorityFrom: null }).ok).toBe(true);
  });

  test('#14 the second signatory collects with written authority only', () => {
    const signatories = ['ann', 'bob', 'cho'];
    expect(mayCollect({ signatories, collector: 'bob', writtenAuthorityFrom: null }).ok).toBe(false);
    expect(mayCollect({ signatories, collector: 'bob', writtenAuthorityFrom: 'ann' }).ok).toBe(true);
  });

  // That the bureau alone cannot close such a case is the procedure's matter, tested there.
  test('#19 a death alleged: one working day to hand it to the government', () => {
    expect(arm('limit.tip-off.government-lead', '2026-09-18').dueOn).toBe('2026-09-20');
  });
});

/** Ten in the morning of a Shanghai date. */
const morning = (date: string) => instantOf(millisOf(startOfDay(date)) + 10 * 3_600_000);

function arm(key: string, anchor: string, expires = false): Clock {
  const [limit, ladder] = [limitOf(policy, key), ladderOf(policy, 'ladder.standard')];
  return armClock({ limit, ladder, anchor: morning(anchor), calendar, spreadMs: 0, expires });
}

function extend(clock: Clock, days: number, on: string) {
  const bounds = extensionOf(policy, 'extension.tip-off.verification');
  return extendClock(clock, days, morning(on), { calendar, bounds });
}

describe('time limits', () => {
  test.each([
    [
      20,
      'verification, 60 natural days, rolled over the holiday',
      'limit.tip-off.verification',
      '2026-08-03',
      '2026-10-08',
    ],
    [23, 'petition, 15 natural days, rolled', 'limit.petition.registration', '2026-09-18', '2026-10-08'],
    [24, 'claim, 60 natural days, rolled', 'limit.tip-off.claim', '2026-08-05', '2026-10-08'],
    [
      25,
      'licence, 20 working days with a make-up Saturday',
      'limit.licence.decision',
      '2026-09-21',
      '2026-10-26',
    ],
    [
      27,
      'construction permit, 7 working days',
      'limit.construction-permit.decision',
      '2026-09-28',
      '2026-10-13',
    ],
    [
      28,
      'one working day from Friday ends on a make-up Sunday',
      'limit.tip-off.assignment',
      '2026-09-18',
      '2026-09-20',
    ],
    [34, 'payment of a fine, 15 natural days, rolled', 'limit.penalty.payment', '2026-09-20', '2026-10-08'],
    [35, 'publication of a penalty, 7 working days', 'limit.penalty.publication', '2026-09-23', '2026-10-10'],
    [36, 'three months end with the month', 'limit.credit-repair.general', '2026-11-30', '2027-02-28'],
  ])('#%i %s', (_number, _rule, key, anchor, dueOn) => {
    const clock = arm(key, anchor);
    expect(clock).toMatchObject({ dueOn, dueAt: startOfDay(addDays(dueOn, 1)) });
  });

  test('#21 an extension is added to the unrolled day 60', () => {
    const result = extend(arm('limit.tip-off.verification', '2026-08-03'), 30, '2026-09-30');
    expect(result).toMatchObject({ ok: true, value: { dueOn: '2026-11-02' } });
  });

  test('#22 31 days, or a second extension, are refused', () => {
    const clock = arm('limit.tip-off.verification', '2026-08-03');
    expect(extend(clock, 31, '2026-09-30')).toMatchObject({ refusal: { code: 'extension-too-long' } });
    const once = extend(clock, 10, '2026-09-30');
    if (!once.ok) throw new Error(once.refusal.code);
    expect(extend(once.value, 10, '2026-10-01')).toMatchObject({ refusal: { code: 'extension-used-up' } });
  });

  test('#24 claimed on the last day is in time, on the next it is forfeited', () => {
    const clock = arm('limit.tip-off.claim', '2026-08-05', true);
    expect(readClock(clock, morning('2026-10-08')).overdue).toBe(false);
    expect(readClock(clock, morning('2026-10-09')).overdue).toBe(true);
    expect(clock.rungs.at(-1)).toMatchObject({ kind: 'expire', at: startOfDay('2026-10-09') });
  });

  test('#26 expert review from 09-28 to 10-16 is not counted', () => {
    const clock = arm('limit.licence.decision', '2026-09-21');
    const paused = pauseClock(clock, morning('2026-09-28'), 'expert-review', { calendar });
    expect(resumeClock(paused, morning('2026-10-16'), { calendar }).dueOn).toBe('2026-11-10');
  });

  test('#29 nothing said about missing papers: accepted as of the day of receipt', () => {
    const clock = arm('limit.licence.correction-notice', '2026-09-29', true);
    expect(clock.dueOn).toBe('2026-10-12');
    const deemed = clock.rungs.at(-1)!;
    expect([deemed.kind, shanghaiDate(deemed.at)]).toEqual(['expire', '2026-10-13']);
    // The clock of the licence then runs from receipt, not from the day on which silence spoke.
    expect(arm('limit.licence.decision', '2026-09-29').dueOn).toBe('2026-11-02');
  });

  test('#34 a fine paid late grows by 3 % a day, up to the fine; a review stands it still', () => {
    const { dueOn } = arm('limit.penalty.payment', '2026-09-20');
    const paid = (paidOn: string, stays: { from: string; to: string | null }[] = []) =>
      surchargeOf(policy, { fineFen: 120_000 * YUAN, dueOn: dueOn!, paidOn, stays });
    expect(paid('2026-10-08')).toEqual({ daysLate: 0, amountFen: 0, capped: false });
    expect(paid(addDays('2026-10-08', 10))).toEqual({
      daysLate: 10,
      amountFen: 36_000 * YUAN,
      capped: false,
    });
    expect(paid(addDays('2026-10-08', 60))).toEqual({
      daysLate: 60,
      amountFen: 120_000 * YUAN,
      capped: true,
    });
    const review = { from: '2026-10-11', to: '2026-11-30' };
    expect(paid('2026-12-03', [review])).toMatchObject({ daysLate: 5, amountFen: 18_000 * YUAN });
    expect(paid('2026-11-15', [{ from: '2026-10-01', to: null }])).toMatchObject({
      daysLate: 0,
      amountFen: 0,
    });
  });

  test('#40 into a year without a notice: the statutory holiday counts, provisionally', () => {
    const clock = arm('limit.tip-off.acceptance', '2026-12-25');
    expect(clock).toMatchObject({ dueOn: '2027-01-04', provisional: true });
  });
});
