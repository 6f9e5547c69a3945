import { renewal } from '../../domain/cases/certificate/case-type';
import { roundsOf } from '../../domain/case/case-queries';
import { standardPlant } from '../harness/courses/standard-plant';
import {
  contact,
  desks,
  director,
  plantBeforeStart,
  plantInOperation,
  ProjectStory,
} from './kit/project-story';

/* A project from its lead to the end of its operation, over every path of its procedure. */

test('a lead that comes to nothing ends the project', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead', { body: { verdict: 'dropped', reason: '选址外地' } });
  expect(story.project.closed?.outcome).toBe('dropped');
});

test('after the list is told, what needs nothing begins at once and side by side', async () => {
  const story = await ProjectStory.of('hazardous-chemical-plant');
  await story.does('project/lead');
  await story.does('project/notification');
  expect(story.open.sort()).toEqual([
    'approval-item/application project-filing',
    'project/construction-gate',
  ]);

  await story.obtain('project-filing');
  expect(story.open.sort()).toEqual([
    'approval-item/application eia-report',
    'approval-item/application land-use-permit',
    'approval-item/application safety-condition-review',
    'approval-item/application safety-facility-design-review',
    'project/construction-gate',
  ]);
});

test('a matter is not opened before what it needs: no construction permit without land, planning and drawings', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  await story.obtain('project-filing', 'land-use-permit', 'works-planning-permit');
  expect(story.item('construction-permit')).toBeNull();
  await story.obtain('drawing-review');
  expect(story.item('construction-permit')).not.toBeNull();
});

test('a gate stays shut and names what is missing, items and papers', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  await story.obtain('project-filing', 'land-use-permit');
  await story.handsIn('site-plan');
  expect(await story.tries('project/construction-gate')).toMatchObject({
    ok: false,
    refusal: { code: 'gate-shut', facts: { items: ['works-planning-permit'], papers: ['land-contract'] } },
  });
  await story.obtain('works-planning-permit');
  await story.handsIn('land-contract');
  await story.does('project/construction-gate');
  expect(story.open).not.toContain('project/construction-gate');
});

test('no start without the environmental impact assessment, and no operation without the acceptances', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  await story.handsIn(...standardPlant.papers.construction, ...standardPlant.papers.start);
  await story.obtain(...standardPlant.construction);
  await story.does('project/construction-gate');
  await story.obtain('drawing-review', 'construction-permit');
  expect(await story.refusalOf('project/start')).toBe('gate-shut');
  await story.obtain('eia-table');
  await story.does('project/start');
  await story.does('project/works');
  await story.handsIn(...standardPlant.papers.operation);
  await story.obtain('planning-verification', 'fire-acceptance', 'completion-filing', 'pollutant-permit');
  expect(await story.tries('project/operation-gate')).toMatchObject({
    refusal: { code: 'gate-shut', facts: { items: ['safety-facility-acceptance'], papers: [] } },
  });
});

test('the whole way ends in operation, with a certificate that runs and yearly reviews', async () => {
  const story = await plantInOperation();
  expect(story.open.sort()).toEqual(['certificate/renewal pollutant-permit', 'project/yearly-review']);
  await story.on('2027-08-02');
  await story.does('project/yearly-review');
  expect(await story.refusalOf('project/yearly-review', { body: { verdict: 'ended', reason: '搬迁' } })).toBe(
    'child-case-open',
  );
  await story.does('certificate/renewal pollutant-permit', {
    body: { verdict: 'surrendered', reason: '搬迁' },
  });
  await story.does('project/yearly-review', { body: { verdict: 'ended', reason: '搬迁' } });
  expect(story.project.closed?.outcome).toBe('ended');
});

test('a permit whose works did not begin in three months is void and has to be applied for again', async () => {
  const story = await plantBeforeStart('2026-02-02');
  await story.on('2026-05-20');
  expect(story.open).toEqual(['approval-item/application construction-permit']);
  await story.obtain('construction-permit');
  await story.does('project/start');
  expect(story.open).toContain('project/works');
});

test('the start of the works is put off twice, each time by three months at most', async () => {
  const story = await plantBeforeStart('2026-02-02');
  const step = 'project/start';
  const request = (byValue: number) => ({ act: 'request-extension', step, byValue, reason: '资金' }) as const;
  const grant = { act: 'answer-extension', step, grant: true, reason: '同意' } as const;
  expect(await story.act(request(4), contact)).toMatchObject({
    refusal: { code: 'extension-too-long', facts: { maxEach: 3, unit: 'months' } },
  });
  for (const byValue of [3, 3]) {
    expect((await story.act(request(byValue), contact)).ok).toBe(true);
    expect((await story.act(grant, director)).ok).toBe(true);
  }
  expect(await story.act(request(1), contact)).toMatchObject({ refusal: { code: 'extension-used-up' } });
});

test('the works neither began, stopped nor ended on a day to come', async () => {
  const story = await plantBeforeStart('2026-02-02');
  const started = (startedOn: string) => ({ body: { verdict: 'started', startedOn } });
  expect(await story.refusalOf('project/start', started('2026-12-01'))).toBe('date-ahead');
  await story.does('project/start');
  const stopped = { verdict: 'stopped', stoppedOn: '2026-12-01', reason: '资金' };
  expect(await story.refusalOf('project/works', { body: stopped })).toBe('date-ahead');
  const completed = { verdict: 'completed', completedOn: '2026-12-01' };
  expect(await story.refusalOf('project/works', { body: completed })).toBe('date-ahead');
});

test('works that stood still for a year have their permit verified before they go on', async () => {
  const story = await plantBeforeStart('2025-12-01');
  await story.does('project/start');
  await story.does('project/works', {
    body: { verdict: 'stopped', stoppedOn: '2025-12-01', reason: '资金' },
  });
  await story.does('project/stop-report');
  await story.on('2026-12-07');
  await story.does('project/resumption');
  expect(story.open).toEqual(['approval-item/application permit-verification']);
  await story.obtain('permit-verification');
  expect(story.open).toEqual(['project/works']);
});

test('a refused matter may be applied for again', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  await story.obtain('project-filing');
  await story.does('approval-item/application land-use-permit');
  await story.does('approval-item/acceptance land-use-permit');
  await story.does('approval-item/decision land-use-permit', {
    body: { verdict: 'refused', clause: 'planning:art38', reason: '不符合规划' },
  });
  const first = story.item('land-use-permit');
  await story.does('approval-item/delivery land-use-permit');
  expect(story.item('land-use-permit')).not.toBe(first);
});

test('a department that intervened early accepts on the spot; not for a matter that has begun, nor another department’s', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  const early = { act: 'intervene-early', matter: 'works-planning-permit', reason: '预审图纸' } as const;
  expect(await story.act(early, desks['jxedz-housing'].handler)).toMatchObject({
    refusal: { code: 'not-your-unit' },
  });
  expect((await story.act(early, desks['jxedz-planning'].handler)).ok).toBe(true);
  expect(await story.act(early, desks['jxedz-planning'].handler)).toMatchObject({
    refusal: { code: 'item-begun' },
  });
  await story.obtain('project-filing', 'land-use-permit');
  await story.does('approval-item/application works-planning-permit');
  expect(story.open).toContain('approval-item/decision works-planning-permit');
});

test('who intervened early in a matter does not decide it, but may decide another', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  const { counter, handler } = desks['jxedz-planning'];
  const early = { act: 'intervene-early', matter: 'works-planning-permit', reason: '预审图纸' } as const;
  await story.act(early, handler);
  await story.obtain('project-filing', 'land-use-permit');
  await story.does('approval-item/application works-planning-permit');
  const decision = 'approval-item/decision works-planning-permit';
  expect(await story.refusalOf(decision, { by: handler })).toBe('same-person');
  expect(
    await story.refusalOf(decision, { by: { ...counter, standsInFor: [handler.personId] } as never }),
  ).toBe('same-person');
  await story.does(decision, { by: counter });
});

test('withdrawing a project ends its open items with it', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  expect(await story.withdraws(contact)).toBe(false);
  expect(await story.withdraws(desks['jxedz-investment'].chief)).toBe(true);
  expect(story.open).toEqual([]);
  expect(story.itemView('project-filing').closed?.outcome).toBe('withdrawn');
});

describe('a project that is withdrawn and begins again', () => {
  const { chief } = desks['jxedz-investment'];
  const reopen = { act: 'reopen', fromStep: 'project/construction-gate', reason: '投资方回来' } as const;

  async function withdrawn(): Promise<ProjectStory> {
    const story = await ProjectStory.of();
    await story.does('project/lead');
    await story.does('project/notification');
    await story.obtain('project-filing', 'land-use-permit');
    expect(await story.withdraws(chief)).toBe(true);
    return story;
  }

  test('knows in its own record which of its items ended with it', async () => {
    const story = await withdrawn();
    expect(Object.values(story.project.children).map(({ closed }) => closed?.outcome)).toEqual([
      'granted',
      'granted',
      'withdrawn',
      'withdrawn',
    ]);
  });

  test('opens the items again that ended with it, and keeps the permits that it had', async () => {
    const story = await withdrawn();
    const [permit, ended] = [story.item('land-use-permit'), story.item('works-planning-permit')];
    expect((await story.act(reopen, director)).ok).toBe(true);
    expect(story.open.sort()).toEqual([
      'approval-item/application eia-table',
      'approval-item/application works-planning-permit',
      'project/construction-gate',
    ]);
    expect(story.item('land-use-permit')).toBe(permit);
    expect(story.item('works-planning-permit')).not.toBe(ended);
    await story.obtain('works-planning-permit');
    await story.handsIn(...standardPlant.papers.construction);
    await story.does('project/construction-gate');
  });
});

test('a certificate that was renewed keeps its last day, though its project was withdrawn and began again', async () => {
  const story = await plantInOperation();
  const permit = 'pollutant-permit';
  await story.does(`certificate/renewal ${permit}`);
  await story.obtain(`${permit}-renewal`);
  const lastDay = () =>
    roundsOf(story.office.view(story.certificate(permit) ?? ''), renewal).at(-1)?.clock.dueOn;
  const [first, renewedUntil] = [story.certificate(permit), lastDay()];
  for (const fromStep of ['project/handover', 'project/yearly-review']) {
    await story.withdraws(desks['jxedz-investment'].chief);
    expect((await story.act({ act: 'reopen', fromStep, reason: '恢复' }, director)).ok).toBe(true);
    if (fromStep === 'project/handover') await story.does('project/handover');
    expect(story.certificate(permit)).not.toBe(first);
    expect(lastDay()).toBe(renewedUntil);
  }
});

test('a stop of over a year is verified anew, though the project began again and one was verified before', async () => {
  const story = await plantBeforeStart('2024-03-04');
  const stopsForAYear = async (until: string) => {
    const stoppedOn = story.office.now.slice(0, 10);
    await story.does('project/works', { body: { verdict: 'stopped', stoppedOn, reason: '资金' } });
    await story.does('project/stop-report');
    await story.on(until);
    await story.does('project/resumption');
  };
  await story.does('project/start');
  await stopsForAYear('2025-06-02');
  await story.obtain('permit-verification');
  const { chief } = desks['jxedz-investment'];
  await story.withdraws(chief);
  await story.act({ act: 'reopen', fromStep: 'project/start', reason: '恢复' }, director);
  await story.does('project/start');
  await stopsForAYear('2026-07-01');
  expect(story.open).toEqual(['approval-item/application permit-verification']);
});

test('an item that its department withdraws alone may be applied for again; the others go on', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  await story.obtain('project-filing');
  const first = story.item('land-use-permit') ?? '';
  expect(await story.withdraws(desks['jxedz-housing'].chief, first)).toBe(false);
  expect(await story.withdraws(desks['jxedz-planning'].chief, first)).toBe(true);
  expect(story.item('land-use-permit')).not.toBe(first);
  expect(story.open).toContain('approval-item/application land-use-permit');
  expect(story.open).toContain('approval-item/application eia-table');
});

test('who accepted one item may decide another, and never the one that they accepted', async () => {
  const story = await ProjectStory.of();
  await story.does('project/lead');
  await story.does('project/notification');
  await story.obtain('project-filing', 'land-use-permit');
  const { counter, handler } = desks['jxedz-planning'];
  const item = 'works-planning-permit';
  await story.does(`approval-item/application ${item}`);
  await story.does(`approval-item/acceptance ${item}`, {
    by: handler,
    body: { verdict: 'accepted', handler: counter.personId },
  });
  expect(await story.refusalOf(`approval-item/decision ${item}`, { by: handler })).toBe('not-assignee');
  await story.does(`approval-item/decision ${item}`, { by: counter });
});
