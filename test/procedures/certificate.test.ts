import { gapsOf } from '../../domain/cases/certificate/renewals';
import { renewal } from '../../domain/cases/certificate/case-type';
import type { StepState } from '../../domain/case/case-view';
import { roundsOf } from '../../domain/case/case-queries';
import { lastDayToApply } from '../../domain/law/matter';
import { resolvePolicy } from '../../domain/law/policy';
import { referenceLayers } from '../../prisma/data/policy/layers';
import { desks, ProjectStory } from './kit/project-story';
import { startOfDay } from '../../domain/time/calendar';

/* A certificate on its way to its last day, renewed, given up or lost (行政许可法 art. 50). */

const permit = 'pollutant-permit';
const reason = '情况说明';

const running = (validUntil = '2031-08-03', on = '2026-08-03') =>
  ProjectStory.ofCertificate(permit, validUntil, { on, validMonths: 60 });

function renewals(story: ProjectStory): StepState[] {
  return roundsOf(story.project, renewal);
}

const lastDays = (story: ProjectStory) => renewals(story).map(({ clock }) => clock.dueOn);
const rungsOf = (story: ProjectStory, round: number) =>
  renewals(story)[round - 1]?.clock.rungs.map(({ id, at }) => [id, at]);

/** Applies for renewal and has it accepted. */
async function applies(story: ProjectStory): Promise<void> {
  await story.does(`certificate/renewal ${permit}`);
  await story.does(`approval-item/application ${permit}-renewal`);
  await story.does(`approval-item/acceptance ${permit}-renewal`);
}

it('reminds its holder 90, 60 and 30 days before it ends, the last time through the section chief', async () => {
  const story = await running();
  expect(rungsOf(story, 1)).toEqual([
    ['remind-90', startOfDay('2031-05-05')],
    ['apply-by', startOfDay('2031-06-04')],
    ['remind-30', startOfDay('2031-07-04')],
    ['expire', startOfDay('2031-08-04')],
  ]);
  expect(
    renewals(story)[0]
      ?.clock.rungs.map(({ to }) => to)
      .slice(0, 3),
  ).toEqual(['enterprise', 'enterprise', 'section-chief']);
});

it.each([
  ['2027-03-15', '2027-01-14'],
  ['2030-03-15', '2030-01-14'],
])('that ends on %s is to be renewed by %s, 60 days before (golden 37)', async (validUntil, applyBy) => {
  const story = await running(validUntil, '2024-03-15');
  expect(renewals(story)[0]?.clock.rungs.find(({ id }) => id === 'apply-by')?.at).toBe(startOfDay(applyBy));
});

it('asks for the renewal of a work-safety licence three months before', async () => {
  const story = await ProjectStory.ofCertificate('safety-licence', '2029-11-30', {
    ...{ on: '2026-11-30', validMonths: 36 },
  });
  expect(rungsOf(story, 1)?.[0]).toEqual(['apply-by', startOfDay('2029-08-30')]);
});

it('that nobody renews ends with its last day, and not before', async () => {
  const story = await running('2026-10-04');
  await story.on('2026-10-04');
  expect(story.project.closed).toBeNull();
  await story.on('2026-10-05');
  expect(story.project.closed?.outcome).toBe('expired');
});

it('may be given up by its holder at any time', async () => {
  const story = await running();
  await story.does(`certificate/renewal ${permit}`, { body: { verdict: 'surrendered', reason } });
  expect(story.project.closed?.outcome).toBe('surrendered');
});

it('once renewed runs on from the day on which it would have ended, not from the decision', async () => {
  const story = await running('2026-12-31');
  await applies(story);
  await story.obtain(`${permit}-renewal`);
  expect(lastDays(story)).toEqual(['2026-12-31', '2031-12-31']);
  expect(story.open).toEqual([`certificate/renewal ${permit}`]);
});

describe('silence about a renewal', () => {
  const renewalItem = `${permit}-renewal`;
  const decisions = (story: ProjectStory) =>
    Object.values(story.itemView(renewalItem).steps).flatMap(({ step, decision }) =>
      step.endsWith('decision') ? [decision?.verdict ?? 'waits'] : [],
    );

  it('renews at the end of the last day, and neither when the handling limit ends nor later', async () => {
    const story = await running('2026-12-31');
    await applies(story);
    await story.on('2026-12-31');
    expect(decisions(story)).toEqual(['waits']);
    await story.on('2027-01-01');
    expect(decisions(story)).toEqual(['granted-by-silence']);
    await story.obtain(renewalItem);
    expect(lastDays(story)).toEqual(['2026-12-31', '2031-12-31']);
    expect(gapsOf(story.project, '2027-01-02')).toEqual([]);
  });

  it('leaves the office late meanwhile: its handling limit ends, is called late and is escalated', async () => {
    const story = await running('2026-12-31');
    await applies(story);
    await story.on('2026-09-15');
    const [state] = Object.values(story.itemView(renewalItem).steps).filter(({ step }) =>
      step.endsWith('deemed-decision'),
    );
    expect(state?.clock.dueOn).toBe('2026-08-24');
    expect(state?.fired).toEqual(expect.arrayContaining(['overdue', 'escalate']));
    await story.does(`approval-item/deemed-decision ${renewalItem}`);
    expect(decisions(story)).toEqual(['granted']);
  });

  it('renews on that day also while the time of the office stands still', async () => {
    const story = await running('2026-12-31');
    await story.on('2026-10-12');
    await applies(story);
    const { handler } = desks['jxedz-ecology'];
    const item = story.item(renewalItem) ?? '';
    await story.pauses(item, handler, 60, 'expert-review');
    await story.on('2026-12-12');
    await story.pauses(item, handler, 60, 'testing');
    await story.on('2027-01-01');
    expect(decisions(story)).toEqual(['granted-by-silence']);
  });

  it.each([
    ['2026-11-01', 'on the last day in time', ['granted-by-silence']],
    ['2026-11-02', 'a day too late', ['waits']],
  ])('of an application of %s, %s: %j', async (on, _what, expected) => {
    const story = await running('2026-12-31');
    await story.on(on);
    await applies(story);
    await story.on('2027-01-01');
    expect(decisions(story)).toEqual(expected);
  });

  it('never renews what was applied for too late: the days until the decision are shown as a gap', async () => {
    const story = await running('2026-12-31');
    await story.on('2026-12-30');
    await applies(story);
    await story.on('2027-01-21');
    expect(gapsOf(story.project, '2027-01-21')).toEqual([{ from: '2027-01-01', to: null }]);
    await story.does(`approval-item/decision ${renewalItem}`);
    await story.obtain(renewalItem);
    expect(lastDays(story)).toEqual(['2026-12-31', '2032-01-21']);
    expect(gapsOf(story.project, '2027-01-22')).toEqual([{ from: '2027-01-01', to: '2027-01-20' }]);
  });

  it('renews nothing whose papers came only after its end', async () => {
    const story = await running('2026-12-31');
    await story.does(`certificate/renewal ${permit}`);
    await story.does(`approval-item/application ${renewalItem}`);
    await story.does(`approval-item/acceptance ${renewalItem}`, {
      body: { verdict: 'correction', missing: ['pollutant-application'], reason },
    });
    story.office.leapTo('2027-01-04T02:00:00.000Z');
    await story.does(`approval-item/correction ${renewalItem}`);
    await story.does(`approval-item/acceptance ${renewalItem}`);
    await story.on('2027-03-01');
    expect(decisions(story)).toEqual(['waits']);
  });

  it.each([
    ['pollutant-permit', '2031-08-03', '2031-06-04'],
    ['safety-licence', '2029-11-30', '2029-08-30'],
    ['another-permit', '2031-08-03', '2031-07-04'],
  ])('counts for a %s that ends on %s where it is applied for by %s', (matter, validUntil, applyBy) => {
    const policy = resolvePolicy(referenceLayers, 'jxedz', '2026-11-30', 1);
    if (!policy.ok) throw new Error(policy.refusal.detail);
    expect(lastDayToApply(policy.value, matter, validUntil)).toBe(applyBy);
  });
});

it('whose renewal is refused runs to its end, and says nothing again that was said before', async () => {
  const story = await running('2026-12-31');
  await story.on('2026-11-10');
  await applies(story);
  await story.does(`approval-item/decision ${permit}-renewal`, {
    body: { verdict: 'refused', clause: 'licence:art50', reason },
  });
  await story.obtain(`${permit}-renewal`);
  expect(lastDays(story)).toEqual(['2026-12-31', '2026-12-31']);
  expect(rungsOf(story, 2)?.map(([id]) => id)).toEqual(['remind-30', 'expire']);
  await story.on('2027-01-01');
  expect(story.project.closed?.outcome).toBe('expired');
});

it('withdrawn by its department takes the open renewal along', async () => {
  const story = await running();
  await applies(story);
  const { chief } = desks['jxedz-ecology'];
  expect(await story.withdraws(chief)).toBe(true);
  expect(story.project.closed?.outcome).toBe('withdrawn');
  expect(story.itemView(`${permit}-renewal`).closed?.outcome).toBe('withdrawn');
});
