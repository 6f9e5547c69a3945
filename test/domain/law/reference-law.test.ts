import { explainCounting } from '../../../domain/law/counting-rules';
import { limitOf, resolvePolicy, rowOf, type Policy, type PolicyRow } from '../../../domain/law/policy';
import { changeLayers } from '../../../domain/law/policy-change';
import { matterOf } from '../../../domain/law/matter';
import { armClock, pauseClock, resumeClock } from '../../../domain/time/clock';
import type { Counting } from '../../../domain/time/clock-state';
import { countedDates } from '../../../domain/time/clock-reading';
import { startOfDay, type WorkCalendar } from '../../../domain/time/calendar';
import { computeReward } from '../../../domain/cases/tip-off/reward';
import type { RewardCase } from '../../../domain/cases/tip-off/reward-case';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import { referenceLayers as law } from '../../../prisma/data/policy/layers';

/* What the reference law says, and that each row says from where and how sure; conventions of counting as rows. */

const calendar = calendarJson as WorkCalendar;
const rows = law.flatMap((layer) => layer.rows);

function policyOn(on: string, layers = law): Policy {
  const policy = resolvePolicy(layers, 'jxedz', on, 1);
  if (!policy.ok) throw new Error(policy.refusal.detail);
  return policy.value;
}
const policy = policyOn('2026-11-30');

describe('every row of the reference law', () => {
  it('names an article, or says why not', () => {
    expect(rows.filter(({ source }) => (source.article ?? '') === '').map(({ key }) => key)).toEqual([]);
  });

  it('that was read in the statute itself says where it can be read', () => {
    const without = rows.filter(({ source }) => source.confidence === 'verified' && source.url === undefined);
    expect(without.map(({ key }) => key)).toEqual([]);
  });

  it('of national law is in force from the day of its law, and not from that of the zone', () => {
    const national = law.find(({ id }) => id === 'national')!;
    expect(national.rows.filter(({ validFrom }) => validFrom === '2024-03-01').map(({ key }) => key)).toEqual(
      [],
    );
  });

  it('that is a limit names the calendar by which it is counted', () => {
    const limits = rows.filter(({ key }) => key.startsWith('limit.'));
    expect(limits.filter(({ value }) => (value as { calendar?: string }).calendar !== 'cn')).toEqual([]);
  });

  it('that is a limit in natural days or months goes on past a day off, or says why not', () => {
    const departs = rows.filter(({ key, value }) => {
      const { unit, rollsForward } = value as { unit: string; rollsForward: boolean };
      return key.startsWith('limit.') && (unit === 'calendar-days' || unit === 'months') && !rollsForward;
    });
    expect(departs.filter(({ value }) => !('rollReason' in (value as object)))).toEqual([]);
    expect(departs.map(({ key }) => key).sort()).toEqual([
      'limit.certificate',
      'limit.chief-officer.certificate',
      'limit.contest-team.score',
      'limit.contest.registration',
      'limit.contest.result',
      'limit.credit-repair.showing',
      'limit.diagnosis-campaign.running',
      'limit.diagnosis.remedy',
      'limit.diagnosis.visit',
      'limit.expert-service.report',
      'limit.inspection.notice',
      'limit.inspection.visit',
      'limit.matter.completion-filing',
      'limit.matter.project-filing',
      'limit.training-file.look',
      'limit.training-file.renewal',
      'limit.training-session.enrolment',
      'limit.training-session.result',
    ]);
  });
});

describe('rows that are corrected', () => {
  it.each([
    ['limit.matter.pollutant-permit', 20, 'calendar-days', 'verified'],
    ['limit.matter.pollutant-permit-key', 30, 'calendar-days', 'verified'],
    ['limit.acceptance.pollutant-permit', 3, 'calendar-days', 'verified'],
    ['limit.approval-item.acceptance', 5, 'working-days', 'verified'],
    ['limit.matter.construction-permit', 7, 'working-days', 'unsure'],
    ['limit.tip-off.conclusion-review', 30, 'calendar-days', 'seen'],
    ['limit.matter.safety-condition-review', 45, 'calendar-days', 'unsure'],
    ['limit.matter.eia-report', 60, 'calendar-days', 'unsure'],
  ])('%s: %i %s, %s', (key, value, unit, confidence) => {
    expect(limitOf(policy, key)).toMatchObject({ value, unit, source: { confidence } });
  });

  it('counts a pollutant permit from acceptance, and asks a chemical plant for that of key management', () => {
    expect(matterOf(policy, 'pollutant-permit').begins).toBe('acceptance');
    const { items } = rowOf(policy, 'project-type.hazardous-chemical-plant').value;
    const asked = items.map(({ matter }) => matter).filter((matter) => matter.startsWith('pollutant-permit'));
    expect(asked).toEqual(['pollutant-permit-key']);
  });

  it('ends with the last day of the law that it comes from, and goes on under the next as unsure', () => {
    const source = (on: string) => limitOf(policyOn(on), 'limit.matter.safety-condition-review').source;
    expect(source('2026-04-30')).toMatchObject({ title: '危险化学品安全管理条例', confidence: 'verified' });
    expect(source('2026-05-01')).toMatchObject({ title: '危险化学品安全法', confidence: 'unsure' });
  });

  it.each(['limit.certificate', 'limit.credit-repair.showing'])('%s is no law', (key) => {
    expect(limitOf(policy, key)).toMatchObject({ effect: 'none', source: { confidence: 'unsure' } });
  });
});

// --- conventions --------------------------------------------------------------------------------

const customary: Counting = { firstDayCounts: false, dayEndsAt: '24:00', pauses: 'days-touched' };
const threeWorkingDays = (anchor: string, counting: Counting) =>
  armClock({
    limit: { ...limitOf(policy, 'limit.tip-off.acceptance'), value: 3 },
    ladder: { key: 'ladder.test', rungs: [] },
    anchor,
    calendar,
    counting,
    spreadMs: 0,
  });

/** An hour's pause on each of these days, from ten in the morning. */
function pausedOn(days: readonly string[], counting: Counting, hours = 1) {
  return days.reduce(
    (clock, day) => {
      const from = Date.parse(startOfDay(day)) + 10 * 3_600_000;
      const at = (ms: number) => new Date(ms).toISOString();
      return resumeClock(pauseClock(clock, at(from), 'testing', { calendar }), at(from + hours * 3_600_000), {
        calendar,
      });
    },
    threeWorkingDays('2026-11-02T02:00:00.000Z', counting),
  );
}

describe('how a limit counts is said by rows of policy', () => {
  const hours = ['2026-11-03', '2026-11-04', '2026-11-05'];

  it('an hour on each of three days takes three days out, or none, as the row says', () => {
    expect(pausedOn(hours, customary).dueOn).toBe('2026-11-10');
    expect(pausedOn(hours, { ...customary, pauses: 'time-stood-still' }).dueOn).toBe('2026-11-05');
  });

  it('hours that stood still are added up: three times eight take one day out', () => {
    expect(pausedOn(hours, { ...customary, pauses: 'time-stood-still' }, 8).dueOn).toBe('2026-11-06');
  });

  it('the first day counts, or does not', () => {
    const counted = threeWorkingDays('2026-11-02T02:00:00.000Z', { ...customary, firstDayCounts: true });
    expect(counted.dueOn).toBe('2026-11-04');
    expect(countedDates(counted, calendar)).toEqual(['2026-11-02', '2026-11-03', '2026-11-04']);
  });

  it('a day ends at midnight, or with the hours of the office', () => {
    const due = (dayEndsAt: string) =>
      threeWorkingDays('2026-11-02T02:00:00.000Z', { ...customary, dayEndsAt }).dueAt;
    expect(due('24:00')).toBe('2026-11-05T16:00:00.000Z');
    expect(due('17:30')).toBe('2026-11-05T09:30:00.000Z');
  });

  it('a limit that names another calendar is not counted by this one', () => {
    const limit = { ...limitOf(policy, 'limit.tip-off.acceptance'), calendar: 'moon' };
    const arm = () =>
      armClock({
        ...{ limit, ladder: { key: 'l', rungs: [] }, calendar },
        ...{ anchor: '2026-11-02T02:00:00.000Z', spreadMs: 0 },
      });
    expect(arm).toThrow(/'moon'/);
  });

  it('each line of the explanation names its row and its source', () => {
    const lines = explainCounting(pausedOn(hours, customary), policy);
    expect(lines.map(({ row }) => row)).toEqual([
      'limit.tip-off.acceptance',
      'counting.first-day',
      'counting.day-end',
      'counting.pause',
    ]);
    expect(lines.filter(({ source }) => source === null)).toEqual([]);
  });

  it('whether the first day counts may be said for one kind of notice alone', () => {
    const key = 'counting.first-day.policy';
    const standing = rows.find((row) => row.key === key)!;
    const row: PolicyRow = { ...standing, value: { counts: true }, validFrom: '2027-01-01' };
    const changed = changeLayers(law, {
      ...{ layer: 'jxedz', add: [row], openCases: 'keep' },
      end: [{ key, validFrom: standing.validFrom, validTo: '2026-12-31' }],
    });
    if (!changed.ok) throw new Error(changed.refusal.detail);
    const then = policyOn('2027-01-01', changed.value.layers);
    expect(rowOf(then, 'counting.first-day').value.counts).toBe(false);
    expect(rowOf(then, key as 'counting.first-day').value.counts).toBe(true);
  });
});

describe('a reward', () => {
  const insider: RewardCase = {
    fineFen: 2_001_000,
    confiscatedFen: 0,
    reporterKind: 'insider',
    hazardGrade: 'major',
    accident: null,
    novelty: 'unknown-before',
    excludedRelation: false,
    employmentProved: true,
    earlierRewardOfSameMatter: false,
  };

  it('is rounded once, at the end, as the row says; and each line names its row', () => {
    const { amountFen, lines } = computeReward(policy, insider);
    expect(lines.map(({ rule, row }) => [rule, row])).toEqual([
      ['share', 'reward.share'],
      ['insider-uplift', 'reward.insider'],
      ['round', 'reward.rounding'],
    ]);
    expect(amountFen).toBe(360_200);
  });

  it('is rounded at each step where the row says that', () => {
    const standing = policy.rows['reward.rounding']!;
    const each = { ...standing, value: { unitFen: 100, when: 'each-step' } };
    const rounded = computeReward({ ...policy, rows: { ...policy.rows, 'reward.rounding': each } }, insider);
    expect(rounded.lines.map(({ rule }) => rule)).toEqual(['share', 'round', 'insider-uplift', 'round']);
  });
});
