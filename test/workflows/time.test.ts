import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Office } from '../harness/office';
import { skippingClock, type SkippingClock } from '../harness/skipping-clock';
import { timeSkipping } from '../harness/temporal';
import { carryTipOff, openStepsOf } from '../harness/usual-course';

let env: TestWorkflowEnvironment;
let clock: SkippingClock;
let office: Office;
beforeAll(async () => {
  env = await timeSkipping();
  clock = await skippingClock(env);
  office = await Office.open({
    temporal: { address: env.address, namespace: env.namespace ?? 'default' },
    now: () => clock.now(),
  });
});
afterAll(async () => {
  await office.close();
  await env.teardown();
});

it('trial', async () => {
  const number = await carryTipOff(office, { until: 'tip-off/acceptance' });
  await office.settled();
  const v = await office.view(number);
  console.log(JSON.stringify(v.steps['tip-off/acceptance#1']!.clock.rungs), clock.now());
  await clock.sleep('30 days');
  const rows = await office.db.recordEvent.findMany({ orderBy: { seq: 'asc' } });
  console.log(rows.map((r) => [r.seq, r.kind, r.at.toISOString(), r.key, JSON.stringify(r.body).slice(0, 150)]));
  console.log(clock.now(), await openStepsOf(office, number));
  await office.stopWorker();
  console.time('x');
  await clock.sleep('10 days');
  console.timeEnd('x');
});
