import { approvalOutcome } from '../../domain/cases/approval-item/approval-outcome';
import { armClock } from '../../domain/time/clock';
import { useOfLimit } from '../../domain/time/clock-reading';
import { instantOf, millisOf } from '../../domain/time/calendar';
import type { Limit, LimitUnit } from '../../domain/time/limit';
import { ProjectStory, desks } from './kit/project-story';
import { calendar, morning } from './kit/story';

/* How long an approval item took, as the compression of time and the public promises read it. */

async function withPlanningDesk(on = '2026-09-07'): Promise<ProjectStory> {
  const story = await ProjectStory.of('standard-plant', on);
  await story.does('project/lead');
  await story.does('project/notification');
  await story.obtain('project-filing');
  await story.does('approval-item/application land-use-permit');
  await story.does('approval-item/acceptance land-use-permit');
  return story;
}

test('nothing is told of an item before it is decided', async () => {
  const story = await withPlanningDesk();
  expect(approvalOutcome(story.itemView('land-use-permit'))).toBeNull();
});

test('days taken count from acceptance in the unit of the limit, pauses left out', async () => {
  const story = await withPlanningDesk('2026-09-07');
  await story.on('2026-09-09');
  const { handler } = desks['jxedz-planning'];
  const item = story.item('land-use-permit') ?? '';
  const step = 'approval-item/decision';
  await story.pauses(item, handler, 15);
  await story.on('2026-09-14');
  await story.act({ act: 'resume', step, reason: '评审结束' }, handler, item);
  await story.on('2026-09-16');
  await story.does('approval-item/decision land-use-permit');
  // 8 September, then 15 and 16: the dates that the pause touched do not count.
  expect(approvalOutcome(story.itemView('land-use-permit'))).toMatchObject({
    matter: 'land-use-permit',
    department: 'jxedz-planning',
    verdict: 'granted',
    limitUnit: 'working-days',
    limitDays: 20,
    promiseDays: 14,
    actualDays: 3,
    promiseBroken: false,
    explainedAt: null,
  });
});

test('a decision after the promise and within the law breaks the promise, and is explained', async () => {
  const story = await withPlanningDesk('2026-11-02');
  await story.on('2026-11-23');
  await story.does('approval-item/decision land-use-permit');
  expect(approvalOutcome(story.itemView('land-use-permit'))).toMatchObject({
    actualDays: 15,
    promiseBroken: true,
    explainedAt: null,
  });
  await story.does('approval-item/explanation land-use-permit');
  expect(approvalOutcome(story.itemView('land-use-permit'))).toMatchObject({
    explainedAt: morning('2026-11-23'),
  });
});

test('a filing is decided by its arrival: no day of the law, and none taken', async () => {
  const story = await withPlanningDesk('2026-09-07');
  expect(approvalOutcome(story.itemView('project-filing'))).toMatchObject({
    matter: 'project-filing',
    verdict: 'filed',
    limitDays: 0,
    promiseDays: null,
    actualDays: 0,
    promiseBroken: false,
    decidedAt: morning('2026-09-07'),
  });
});

test('what silence grants took the whole limit, and broke the promise', async () => {
  const story = await ProjectStory.ofItem('pollutant-permit-renewal', { on: '2026-03-02' });
  await story.handsIn('pollutant-application');
  await story.does('approval-item/application pollutant-permit-renewal');
  await story.on('2026-05-06');
  expect(approvalOutcome(story.itemView('pollutant-permit-renewal'))).toMatchObject({
    verdict: 'granted-by-silence',
    limitDays: 20,
    promiseDays: 14,
    actualDays: 20,
    promiseBroken: true,
  });
});

describe('how much of a limit is used', () => {
  const anchor = morning('2026-09-07');
  const clockOf = (unit: LimitUnit, value: number, expires = false) => {
    const limit: Limit = {
      key: 'limit.test',
      value,
      unit,
      effect: 'statutory',
      rollsForward: false,
      source: { title: 'test', confidence: 'verified' },
    };
    const ladder = { key: 'ladder.test', rungs: [] };
    return armClock({ limit, ladder, anchor, calendar, spreadMs: 0, expires });
  };
  const after = (ms: number) => instantOf(millisOf(anchor) + ms);

  test('is told in the unit of the limit, in seconds too, and rounded down', () => {
    const use = useOfLimit(clockOf('seconds', 28), after(9_999), { calendar });
    expect(use).toEqual({ unit: 'seconds', limit: 28, used: 9 });
    expect(useOfLimit(clockOf('hours', 24), after(5_400_000), { calendar })).toMatchObject({ used: 1 });
  });

  test('months are told in the natural days that they have', () => {
    const use = useOfLimit(clockOf('months', 3), morning('2026-09-17'), { calendar });
    expect(use).toEqual({ unit: 'calendar-days', limit: 91, used: 10 });
  });

  test('a limit that ended by itself is used whole, however late that is noticed', () => {
    expect(useOfLimit(clockOf('working-days', 5, true), morning('2026-11-02'), { calendar })).toMatchObject({
      used: 5,
    });
    expect(useOfLimit(clockOf('seconds', 5, true), after(60_000), { calendar })).toMatchObject({ used: 5 });
  });
});
