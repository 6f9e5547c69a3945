import { createServer, type AddressInfo } from 'node:net';
import { makeMailer } from '../../activities/mail';
import { activitiesOf } from '../../worker/office';
import { eventually } from '../harness/eventually';
import { Office } from '../harness/office';
import { runsOf } from '../harness/runs';
import { devServer } from '../harness/parts/temporal';
import { carry, carryTipOff } from '../harness/courses/usual-course';

let office: Office;
beforeAll(async () => {
  office = await Office.open({ temporal: devServer() });
});
afterEach(() => {
  office.wakesWorkflows = true;
});
afterAll(() => office.close());

/** A tip-off with an order that is about to be made out, of which the firm will be told by letter. */
async function orderOf(): Promise<{ number: string; caseId: string }> {
  const tipOff = await carryTipOff(office, { until: 'rectification/order', unhurried: true });
  const [child] = Object.values((await office.view(tipOff)).children);
  if (child === undefined) throw new Error('no child case was born');
  return child;
}

const lettersOf = (number: string) => office.mail.mails.filter(({ subject }) => subject.includes(number));

/** The activities that the workflow of a case has asked the engine for, beside those within its tasks. */
async function activitiesIn(number: string): Promise<string[]> {
  const runs = await runsOf(office.client, number);
  return runs.flatMap(({ events }) =>
    events.flatMap(({ activityTaskScheduledEventAttributes: asked }) => asked?.activityType?.name ?? []),
  );
}

it('sends a letter within the workflow task that asks for it', async () => {
  const { number } = await orderOf();
  await carry(office, number, { until: 'rectification/acknowledgement', unhurried: true });

  expect(lettersOf(number)).toHaveLength(1);
  expect(await activitiesIn(number)).toEqual([]);
});

it('tries again what did not go at once until it goes, and the case does not wait for it', async () => {
  const { number } = await orderOf();
  await office.mail.down();
  await carry(office, number, { until: 'rectification/site-recheck' });
  await office.caughtUp();
  await eventually('the letter is left to an activity', async () => (await activitiesIn(number)).length > 0);
  const inOutage = await office.record(number, 'effect-done');

  await office.mail.up();
  await office.settled();

  expect(inOutage).toEqual([]);
  expect((await office.record(number, 'effect-done')).map(({ result }) => result)).toEqual(['sent']);
  expect(lettersOf(number)).toHaveLength(1);
  expect(await activitiesIn(number)).toEqual(['carryOut']);
});

it('sends the letter of a child case that has ended before its parent could start it', async () => {
  const { number, caseId } = await orderOf();
  await office.client.workflow.getHandle(number).terminate();
  office.wakesWorkflows = false;
  await carry(office, number, { until: 'rectification/site-recheck' });
  office.wakesWorkflows = true;
  await carry(office, number, { until: 'tip-off/penalty' });

  await eventually('the letter is sent', () => lettersOf(number).length === 1);
  const view = await eventually('its outcome is on the record', async () => {
    const found = (await office.desk.viewOf({ caseId }))?.view;
    return Object.values(found?.effects ?? {}).every(({ result }) => result !== null) && found;
  });
  expect(view.closed?.outcome).toBe('remedied');
});

it('leaves a mail server that does not answer in peace where a workflow task would wait for it', async () => {
  let calls = 0;
  const mute = createServer(() => (calls += 1));
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const { port } = mute.address() as AddressInfo;
  const mailer = makeMailer({ smtpUrl: `smtp://127.0.0.1:${port}`, from: 'anjie@office.test' });
  const { db, desk } = office;
  const { carryOutAtOnce } = activitiesOf({ db, desk, mailer, publicUrl: 'http://localhost' });
  const { number, caseId } = await orderOf();
  office.wakesWorkflows = false;
  await carry(office, number, { until: 'rectification/acknowledgement' });
  const request = { caseId, knownSeq: 0, at: new Date().toISOString() };

  for (let time = 0; time < 3; time += 1)
    await expect(carryOutAtOnce(request)).rejects.toMatchObject({ type: 'effects-failed' });

  expect(calls).toBe(1);
  mute.close();
});
