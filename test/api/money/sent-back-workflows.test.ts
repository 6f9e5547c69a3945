import { eventually } from '../../harness/eventually';
import { carry, carryTipOff, decide, openStepsOf } from '../../harness/courses/usual-course';
import { Office } from '../../harness/office';
import { devServer } from '../../harness/parts/temporal';
import { detailsOf } from '../../harness/runs';
import { shanghaiDate } from '../../../domain/time/calendar';

/* 退汇: the bank sends money back after the workflows of the payment and of its tip-off have ended. */

let office: Office;
beforeAll(async () => {
  office = await Office.open({ temporal: devServer() });
});
afterAll(() => office.close());

const statusOf = async (number: string) =>
  (await office.client.workflow.getHandle(number).describe()).status.name;

it('starts the workflows of both anew, which wait where the record waits and end as before once it is paid again', async () => {
  const tipOff = await carryTipOff(office, { unhurried: true });
  const { children } = await office.view(tipOff);
  const payout = children['child/payout#1']?.number ?? '';
  for (const number of [tipOff, payout]) {
    await eventually('both workflows have ended', async () => (await statusOf(number)) === 'COMPLETED');
  }

  const { amountFen } = (await office.view(payout)).input;
  const sentBack = {
    verdict: 'returned',
    bankReference: 'BACK-000001',
    amountFen,
    returnedOn: shanghaiDate(new Date().toISOString()),
    cause: 'account-closed',
  };
  expect(await decide(office, payout, 'payout/bank-return', sentBack)).toMatchObject({ ok: true });
  await office.settled();
  expect((await openStepsOf(office, tipOff)).map(({ step }) => step)).toEqual(['payout/payee-correction']);
  for (const number of [tipOff, payout]) {
    await eventually('both workflows run', async () => (await statusOf(number)) === 'RUNNING');
  }
  expect(await detailsOf(office, payout)).toContain('更正收款信息 Correction of the payee');
  expect(await detailsOf(office, tipOff)).toContain(payout);

  await carry(office, tipOff, {
    unhurried: true,
    instead: { 'payout/bank-return': [sentBack, { verdict: 'paid', bankReference: 'BANK-000002' }] },
  });
  await office.settled();
  for (const number of [tipOff, payout]) {
    await eventually('both workflows have ended again', async () => (await statusOf(number)) === 'COMPLETED');
  }
  expect((await office.view(tipOff)).closed?.outcome).toBe('rewarded');
});
