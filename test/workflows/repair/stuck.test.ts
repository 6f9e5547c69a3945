import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { WorkflowIdConflictPolicy } from '@temporalio/client';
import { caseTypes } from '../../../domain/cases/catalogue';
import { repairs } from '../../../record/engine/repairs';
import { taskQueue } from '../../../workflows/kit/contract';
import { carry, carryTipOff } from '../../harness/courses/usual-course';
import { Office } from '../../harness/office';
import { devServer } from '../../harness/parts/temporal';
import { packWorkflows } from '../../harness/parts/workflow-bundle';

/* That a workflow runs under a case's number says nothing: whether the case gets on is what counts. */

const unhurried = { unhurried: true } as const;
const tipOffWorkflow = caseTypes['tip-off'].workflow;

let office: Office;
beforeAll(async () => {
  office = await Office.open({ temporal: devServer() });
});
afterAll(() => office.close());

it('cases whose histories no longer fit the code that was deployed go on by themselves', async () => {
  await office.stopWorker();
  await office.startWorker(await packWorkflows(require.resolve('./older-kit-workflows')));
  const numbers = [
    await carryTipOff(office, { until: 'tip-off/verification', ...unhurried }),
    await carryTipOff(office, { until: 'rectification/remedy', ...unhurried }),
    await carryTipOff(office, { until: 'payout/bank-return', ...unhurried }),
  ];
  await office.settled();
  await office.stopWorker();
  await office.startWorker();

  for (const number of numbers) {
    await carry(office, number);
  }

  const made = await repairsAfter(8, numbers);
  expect(made.map(({ caseNumber }) => caseNumber).sort()).toEqual([...numbers].sort());
  expect(new Set(made.map(({ cause }) => cause))).toEqual(new Set(['failing']));
  await office.settled();
  for (const number of numbers) expect((await office.view(number)).closed?.outcome).toBe('rewarded');
});

const decoys = {
  'another type at another task queue': { type: 'decoy', queue: 'decoys', cause: 'foreign' },
  'its own type at another task queue': { type: tipOffWorkflow, queue: 'decoys', cause: 'foreign' },
  'another type at the task queue of cases': { type: 'payout', queue: taskQueue, cause: 'foreign' },
  'its own type at its own task queue, for another case': {
    type: tipOffWorkflow,
    queue: taskQueue,
    cause: 'stalled',
  },
};

it.each(Object.entries(decoys))('a decoy of %s is replaced by the workflow of the case', async (_, decoy) => {
  const number = await carryTipOff(office, { until: 'tip-off/verification', ...unhurried });
  await office.settled();
  const { firstExecutionRunId } = await office.client.workflow.start(decoy.type, {
    workflowId: number,
    taskQueue: decoy.queue,
    args: [{ caseId: randomUUID() }],
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.TERMINATE_EXISTING,
  });
  await carry(office, number, { until: 'tip-off/verification-review' });

  expect(await repairsAfter(6, [number])).toEqual([
    { at: expect.any(String) as string, caseNumber: number, cause: decoy.cause, action: 'restarted' },
  ]);
  const described = await office.client.workflow.getHandle(number).describe();
  expect(described).toMatchObject({ type: tipOffWorkflow, taskQueue, status: { name: 'RUNNING' } });
  expect(described.runId).not.toBe(firstExecutionRunId);
  await carry(office, number, unhurried);
  expect((await office.view(number)).closed?.outcome).toBe('rewarded');
});

it('a case whose workflow only waits for a mail server or a worker is left alone', async () => {
  const numbers = [
    await carryTipOff(office, { until: 'tip-off/verification', ...unhurried }),
    await carryTipOff(office, { until: 'rectification/remedy', ...unhurried }),
  ];
  await office.settled();
  const runs = await Promise.all(numbers.map(runOf));

  await office.mail.down();
  await carry(office, numbers[0]!, { until: 'tip-off/verification-review' });
  await office.caughtUp();
  expect(await repairsAfter(5, numbers)).toEqual([]);

  await office.stopWorker();
  await carry(office, numbers[1]!, { until: 'rectification/site-recheck' });
  expect(await repairsAfter(5, numbers)).toEqual([]);
  expect(await Promise.all(numbers.map(runOf))).toEqual(runs);
});

async function runOf(number: string): Promise<string> {
  return (await office.client.workflow.getHandle(number).describe()).runId;
}

/** What is entered of these cases once the worker's rounds have come so often, while nobody touches a case. */
async function repairsAfter(rounds: number, numbers: readonly string[]) {
  for (let round = 0; round < rounds; round += 1) {
    await office.owner
      .$executeRaw`UPDATE anjie.case_file SET moved_at = moved_at - interval '1 minute' WHERE moved_at > now() - interval '1 minute'`;
    await office.relay();
    await office.reconcile();
    await pause(1_500);
  }
  const { items } = await repairs(office.db, { limit: 100, cursor: null });
  return items.filter(({ caseNumber }) => numbers.includes(caseNumber));
}
