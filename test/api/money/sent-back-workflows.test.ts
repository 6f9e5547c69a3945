import { eventually } from '../../harness/eventually';
import { payAgain, payoutOf, sendBack } from '../../harness/courses/sent-back';
import { carryTipOff, openStepsOf } from '../../harness/courses/usual-course';
import { Office } from '../../harness/office';
import { devServer } from '../../harness/parts/temporal';
import { detailsOf } from '../../harness/runs';

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
  const payout = await payoutOf(office, tipOff);

  await sendBack(office, tipOff);
  expect((await openStepsOf(office, tipOff)).map(({ step }) => step)).toEqual(['payout/payee-correction']);
  for (const number of [tipOff, payout]) {
    await eventually('both workflows run', async () => (await statusOf(number)) === 'RUNNING');
  }
  expect(await detailsOf(office, payout)).toContain('更正收款信息 Correction of the payee');
  expect(await detailsOf(office, tipOff)).toContain(payout);

  await payAgain(office, tipOff);
  for (const number of [tipOff, payout]) {
    await eventually('both workflows have ended again', async () => (await statusOf(number)) === 'COMPLETED');
  }
  expect((await office.view(tipOff)).closed?.outcome).toBe('rewarded');
});
