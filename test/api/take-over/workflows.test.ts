import { openKeptOffice, type KeptOffice } from '../kit/kept-office';
import { expectOk } from '../kit/story';
import { devServer } from '../../harness/parts/temporal';
import { acceptedOn, agreeTo, assignedOn, daysBefore, enterTip } from './entering';

/* A matter that was taken over is kept by its workflow as any other, from the agreement on. */

let office: KeptOffice;
beforeAll(async () => {
  office = await openKeptOffice(devServer());
});
afterAll(() => office.close());

it('waits for the agreement, tells an overdue step once, and goes on after another engine began anew', async () => {
  const decided = [acceptedOn(daysBefore(office, 150)), await assignedOn(office, daysBefore(office, 149))];
  const entry = { decided, receivedOn: daysBefore(office, 152) };
  const { number } = expectOk(await enterTip(office, entry)).body;
  const mails = () => office.mail.mails.filter(({ text }) => text.includes(number)).length;
  await office.settled();
  // To those who may agree.
  const asked = mails();
  expect(asked).toBeGreaterThan(0);
  expectOk(await agreeTo(office, number));
  await office.settled();
  expect(mails()).toBe(asked + 1);

  const handle = office.engine.client.workflow.getHandle(number);
  await handle.terminate('lost');
  const visitedOn = daysBefore(office, 1);
  const body = { verdict: 'unsubstantiated', visitedOn, findings: '未发现所反映的情况。' };
  expectOk(await office.as('inspector1').decide(number, 'tip-off/verification', body));
  await office.settled();
  expect((await handle.describe()).status.name).toBe('RUNNING');
  expect(mails()).toBe(asked + 1);
});
