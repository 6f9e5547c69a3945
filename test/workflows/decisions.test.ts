import { Office } from '../harness/office';
import { devServer } from '../harness/temporal';
import { carryTipOff } from '../harness/usual-course';

let office: Office;
beforeAll(async () => {
  office = await Office.open({ temporal: devServer() });
});
afterAll(() => office.close());

it('carries a tip-off to its payment', async () => {
  const number = await carryTipOff(office);
  expect((await office.view(number)).closed?.outcome).toBe('rewarded');
  await office.settled();
  console.log(office.mail.mails.map((m) => [m.to, m.subject]));
});
