import { Worker } from '@temporalio/worker';
import { firmId } from '../harness/cast';
import { carry, openByForm, type Course } from '../harness/courses/usual-course';
import { Office } from '../harness/office';
import { devServer } from '../harness/parts/temporal';
import { packWorkflows } from '../harness/parts/workflow-bundle';
import { deployVersionTwo, leadershipApproval, takeVersionTwoBack } from '../procedures/kit/inspection-two';

/* The same change as in test/procedures/version-two.test.ts, with a worker that is stopped and started with it. */

const form = { enterpriseId: firmId, ground: 'accident', items: ['exits'], reason: '情况说明' };

let office: Office;
beforeAll(async () => {
  office = await Office.open({ temporal: devServer(), sealed: false });
});
afterAll(async () => {
  takeVersionTwoBack();
  await office.close();
});

async function inspect(course: Course = {}): Promise<string> {
  const number = await openByForm(office, 'inspection', form, office.cast.lead);
  await carry(office, number, { unhurried: true, ...course });
  return number;
}

it('open cases go on the old way, new ones the new way, and the histories of both replay', async () => {
  const before = await inspect({ until: 'inspection/approval' });
  const behind = await inspect({ until: 'inspection/visit' });

  await office.stopWorker();
  deployVersionTwo();
  const bundle = await packWorkflows(require.resolve('./version-two-workflows'), {
    forms: [require.resolve('../procedures/kit/inspection-two')],
  });
  await office.startWorker(bundle);

  for (const number of [before, behind]) {
    await carry(office, number, { unhurried: true });
    expect(await openedSteps(number)).not.toContain(leadershipApproval.id);
  }
  const fresh = await inspect();
  expect(await openedSteps(fresh)).toContain(leadershipApproval.id);

  for (const number of [before, behind, fresh]) {
    const handle = office.client.workflow.getHandle(number);
    expect(await handle.result()).toBe('problems-found');
    const replayed = Worker.runReplayHistory(
      { workflowBundle: bundle, dataConverter: office.dataConverter },
      await handle.fetchHistory(),
      number,
    );
    await expect(replayed).resolves.toBeUndefined();
  }
});

async function openedSteps(number: string): Promise<string[]> {
  return (await office.record(number, 'step-opened')).map(({ key }) => key.split('#')[0] ?? key);
}
