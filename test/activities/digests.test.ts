import { MessageOffice } from './message-office';

/* How people want to be told what is not urgent, and text messages with their reports. */

let desk: MessageOffice;
beforeAll(async () => {
  desk = await MessageOffice.open();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.nobodyKnows();
  await desk.office.owner.accountChannels.deleteMany();
});

const shanghai = (time: string) => Date.parse(`${time}:00.000+08:00`);
const passTo = (time: string) => desk.pass(shanghai(time) - desk.now.getTime());
const dayOf = () => new Date(desk.now.getTime() + 8 * 3_600_000).toISOString().slice(0, 10);
const dayAfter = () => new Date(desk.now.getTime() + 32 * 3_600_000).toISOString().slice(0, 10);

it('a digest holds all of a day in one mail at its time, once for two workers', async () => {
  await desk.choose('clerk', { digestAt: 17 * 60 + 30 });
  const numbers = [await desk.tip(), await desk.tip(), await desk.tip()];
  const before = desk.mailsTo('clerk').length;
  for (const number of numbers) await desk.ring(number, 'remind-50');
  await desk.round();
  expect(desk.mailsTo('clerk')).toHaveLength(before);
  for (const number of numbers) expect(await desk.results(number)).toEqual(['handed-on']);

  const today = shanghai(`${dayOf()}T17:30`) > desk.now.getTime() ? dayOf() : dayAfter();
  passTo(`${today}T17:31`);
  await desk.round(2);
  await desk.round();
  const mails = desk.mailsTo('clerk').slice(before);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.subject).toBe('3 项办案提醒 Messages about cases: 3');
  for (const number of numbers) {
    expect(mails[0]?.text).toContain(number);
    expect(await desk.endings(number)).toEqual(['reached']);
  }
});

it('a digest leaves out what has been done meanwhile', async () => {
  await desk.choose('clerk', { digestAt: 0 });
  const [kept, done] = [await desk.tip(), await desk.tip()];
  for (const number of [kept, done]) await desk.ring(number, 'remind-50');
  const before = desk.mailsTo('clerk').length;
  await desk.accept(done);
  passTo(`${dayAfter()}T00:01`);
  await desk.round();

  const [mail] = desk.mailsTo('clerk').slice(before);
  expect(mail?.text).toContain(kept);
  expect(mail?.text).not.toContain(done);
  expect((await desk.endings(done))[0]).toBe('superseded');
});

it('quiet hours hold back what is not urgent until they are over', async () => {
  const number = await desk.tip();
  const minute = (ms: number) => Math.floor(((ms + 8 * 3_600_000) / 60_000) % 1_440);
  const { rungs } = Object.values((await desk.office.view(number)).steps)[0]!.clock;
  const from = minute(Date.parse(rungs[0]!.fireAt));
  await desk.choose('clerk', { quiet: { from: (from + 1_410) % 1_440, to: (from + 60) % 1_440 } });
  const before = desk.mailsTo('clerk').length;
  await desk.ring(number, 'remind-50');
  desk.pass(50 * 60_000);
  await desk.round();
  expect(desk.mailsTo('clerk')).toHaveLength(before);

  desk.pass(15 * 60_000);
  await desk.round();
  expect(desk.mailsTo('clerk')).toHaveLength(before + 1);
});

it('a text message that is reported as not delivered goes by the next channel', async () => {
  desk.gateway.behave(({ method }) => ({
    status: 200,
    body: JSON.stringify(method === 'POST' ? { code: 'OK' } : { state: 'failed' }),
  }));
  await desk.choose('clerk', { phone: '13800000000', channels: ['sms'] });
  const number = await desk.tip();
  await desk.ring(number, 'remind-50');
  await desk.round();
  desk.pass(30_000);
  await desk.round();
  await desk.round();

  expect(await desk.attempts(number)).toEqual([
    ['clerk', 'sms', 'taken'],
    ['clerk', 'sms', 'not-delivered'],
    ['clerk', 'mail', 'taken'],
  ]);
});

it('a text message counts as delivered when the gateway says so, and not before', async () => {
  let state = 'sent';
  desk.gateway.behave(({ method }) => ({
    status: 200,
    body: JSON.stringify(method === 'POST' ? { code: 'OK' } : { state }),
  }));
  await desk.choose('clerk', { phone: '13800000000', channels: ['sms'] });
  const number = await desk.tip();
  await desk.ring(number, 'remind-50');
  await desk.round();
  desk.pass(30_000);
  await desk.round();
  expect(await desk.endings(number)).toEqual([null]);

  state = 'delivered';
  desk.pass(90_000);
  await desk.round();
  expect(await desk.endings(number)).toEqual(['reached']);
  expect(await desk.attempts(number)).toEqual([
    ['clerk', 'sms', 'taken'],
    ['clerk', 'sms', 'delivered'],
  ]);
});
