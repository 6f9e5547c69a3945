import { isDeepStrictEqual } from 'node:util';
import { Office } from '../harness/office';
import { ownTemporal, temporalCli, type OwnTemporal } from '../harness/parts/own-temporal';
import { eventually } from '../harness/eventually';
import { carry, carryTipOff } from '../harness/courses/usual-course';
import { runsOf } from '../harness/runs';
import { assertEngineIsFresh, EngineFromBefore } from '../../record/engine/restored-office';
import { enterRestored } from '../../record/office/restored';
import { storyToldIn } from '../harness/told-story';

let temporal: OwnTemporal;
let office: Office;
beforeAll(async () => {
  temporal = await ownTemporal();
  office = await Office.open({ temporal });
});
afterAll(async () => {
  await office.close();
  await temporal.stop();
});

const cli = (...args: string[]) => temporalCli(temporal, 'workflow', ...args);

it('cases whose workflows were terminated, cancelled or deleted run again as they stood', async () => {
  const lost = {
    terminated: await carryTipOff(office, { until: 'tip-off/verification', unhurried: true }),
    cancelled: await carryTipOff(office, { until: 'tip-off/verification', unhurried: true }),
    deleted: await carryTipOff(office, { until: 'tip-off/verification', unhurried: true }),
    withItsChild: await carryTipOff(office, { until: 'rectification/remedy', unhurried: true }),
  };
  const child = childOf(await office.view(lost.withItsChild));
  const before = await everything();
  await cli('terminate', '--workflow-id', lost.terminated);
  await cli('cancel', '--workflow-id', lost.cancelled);
  await cli('delete', '--workflow-id', lost.deleted);
  for (const number of [lost.withItsChild, child]) await cli('terminate', '--workflow-id', number);
  await eventually('no workflow runs', async () => (await runningCases()).length === 0);

  await reconciled();

  expect(await everything()).toEqual(before);
  const { raw } = await office.client.workflow.getHandle(child).describe();
  expect(raw.workflowExecutionInfo?.parentExecution?.workflowId).toBe(lost.withItsChild);
  for (const number of [lost.terminated, lost.cancelled, lost.deleted]) {
    const story = await storyToldIn(office.client, await runsOf(office.client, number));
    expect(story.signals[0]?.name).toBe('流程修复 workflow repaired: missing');
    expect(story.lines.map(({ words }) => words)).toEqual([
      '举报:立案 tip-off: case opened',
      '受理 acceptance: accepted',
      '派件 assignment: assigned',
    ]);
  }
  await carryOn(Object.values(lost));
});

it('a case whose workflow was reset to its first task goes on, and sends and pays nothing twice', async () => {
  const number = await carryTipOff(office, { until: 'payout/bank-return', unhurried: true });
  const before = await everything();
  const { runId } = await office.client.workflow.getHandle(number).describe();

  await cli('reset', '--workflow-id', number, '--type', 'FirstWorkflowTask', '--reason', 'drill');
  await eventually('the new run has read the record', async () => {
    const described = await office.client.workflow.getHandle(number).describe();
    return described.runId !== runId && described.status.name === 'RUNNING' && described.historyLength > 4;
  });
  await office.settled();

  expect(await everything()).toEqual(before);
  await carryOn([number]);
});

it('an empty Temporal gets every open case back: same steps, same due instants, nothing sent or paid twice', async () => {
  for (const until of [
    'tip-off/acceptance',
    'tip-off/verification',
    'rectification/acknowledgement',
    'tip-off/claim',
    'payout/bank-return',
  ]) {
    await carryTipOff(office, { until, unhurried: true });
  }
  const paid = await carryTipOff(office, { unhurried: true });
  await office.settled();
  const before = await everything();
  const open = await openCases();

  await office.stopWorker();
  await temporal.restartEmpty();
  expect(await runningCases()).toEqual([]);
  await office.startWorker();
  await reconciled();
  await office.settled();

  expect(await runningCases()).toEqual(open);
  expect(await everything()).toEqual(before);
  expect(await office.db.payoutOrder.count({ where: { state: 'paid' } })).toBe(
    (await office.db.caseFile.findMany({ where: { caseType: 'payout', outcome: 'paid' } })).length,
  );
  expect((await office.view(paid)).closed?.outcome).toBe('rewarded');

  await carryOn(open.filter((number) => number.startsWith('TO-')));
  const mailIds = office.mail.mails.map(({ messageId }) => messageId);
  expect(new Set(mailIds).size).toBe(mailIds.length);
});

/** As the worker's rounds do it, round after round until every open case runs. */
it('an engine with workflows from before the office was restored is refused, an emptied one is not', async () => {
  await carryTipOff(office, { until: 'tip-off/verification', unhurried: true });
  await assertEngineIsFresh(office.client, office.db);
  const backup = { id: 'a-backup', madeAt: '2026-08-03T00:00:00.000Z', recordsCutOff: 0 };
  await enterRestored(office.db, office.signer, backup);
  await expect(assertEngineIsFresh(office.client, office.db)).rejects.toThrow(EngineFromBefore);

  for (const number of await runningCases())
    await cli('terminate', '--workflow-id', number, '--reason', 'drill');
  await eventually('no workflow runs', async () => (await runningCases()).length === 0);
  await assertEngineIsFresh(office.client, office.db);
  const lines = await office.db.officeEvent.findMany({ where: { kind: 'restored' } });
  await enterRestored(office.db, office.signer, backup);
  expect(await office.db.officeEvent.findMany({ where: { kind: 'restored' } })).toEqual(lines);
  expect(lines).toMatchObject([{ body: { backup: 'a-backup', recordsCutOff: 0 } }]);
});

async function reconciled(): Promise<void> {
  await eventually('every open case has a running workflow', async () => {
    await office.reconcile();
    // What a round has started shows in the list a moment later.
    return eventually('the list shows them', allRun, { withinMs: 3_000 });
  });
  await office.settled();
}

async function allRun(): Promise<boolean> {
  return isDeepStrictEqual(await runningCases(), await openCases());
}

/** Cases that came back go their way to the payment, and their workflows end. */
async function carryOn(numbers: readonly string[]): Promise<void> {
  for (const number of numbers) {
    await carry(office, number, { unhurried: true });
    expect((await office.view(number)).closed?.outcome).toBe('rewarded');
  }
  await eventually('as many workflows run as cases are open', allRun);
}

/** Everything that a recovery must leave as it is. */
async function everything() {
  return {
    openSteps: await office.owner.$queryRaw`SELECT * FROM anjie.open_step ORDER BY case_id, key`,
    events: await office.owner.$queryRaw`SELECT case_id, seq, kind, at FROM anjie.record_event ORDER BY 1, 2`,
    effects: await office.owner.$queryRaw`SELECT * FROM anjie.effect_order ORDER BY case_id, key`,
    payouts: await office.owner.$queryRaw`SELECT * FROM anjie.payout_order ORDER BY case_id`,
    mails: office.mail.mails.map(({ messageId }) => messageId),
  };
}

async function openCases(): Promise<string[]> {
  const files = await office.db.caseFile.findMany({ where: { outcome: null }, select: { number: true } });
  return files.map(({ number }) => number).sort();
}

async function runningCases(): Promise<string[]> {
  const numbers: string[] = [];
  for await (const { workflowId } of office.client.workflow.list({ query: "ExecutionStatus = 'Running'" })) {
    numbers.push(workflowId);
  }
  return numbers.sort();
}

function childOf({ children }: Awaited<ReturnType<Office['view']>>): string {
  const [child] = Object.values(children);
  if (child === undefined) throw new Error('no child case');
  return child.number;
}
