import { MessageOffice } from './message-office';

/* That a message reaches somebody: by the next channel, then by the next person, each attempt on record. */

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

let desk: MessageOffice;
beforeAll(async () => {
  desk = await MessageOffice.open();
});
afterAll(() => desk.close());

beforeEach(() => {
  desk.nobodyKnows();
  desk.hooks.behave({ status: 200 });
});

describe('a rung whose mail bounces', () => {
  it('goes by the next channel of that person, then to the next office, and no mail is sent twice', async () => {
    const number = await desk.tip();
    await desk.choose('chief', { webhook: `${desk.hooks.url}/chief` });
    desk.nobodyKnows('chief');
    desk.hooks.behave({ status: 404 });
    await desk.ring(number, 'remind-80');
    await desk.round();
    await desk.round();

    expect(await desk.attempts(number)).toEqual([
      ['clerk', 'mail', 'taken'],
      ['chief', 'mail', 'refused'],
      ['chief', 'webhook', 'refused'],
      ['deputy', 'mail', 'taken'],
    ]);
    expect(await desk.results(number)).toEqual(['sent', 'handed-on']);
    expect(desk.mailsTo('deputy').map(({ text }) => text.includes('原收件人未收到'))).toEqual([true]);
    expect(desk.mailsTo('clerk')).toHaveLength(1);
  });
});

describe('an overdue rung', () => {
  it('that nobody acknowledges in time goes to the next office', async () => {
    const number = await desk.tip();
    await desk.ring(number, 'overdue');
    await desk.round();
    const before = await desk.attempts(number);
    desk.pass(3 * dayMs);
    await desk.round();
    await desk.round();
    const after = (await desk.attempts(number)).slice(before.length);
    expect(after).toEqual([
      ['deputy', 'mail', 'taken'],
      ['director', 'mail', 'taken'],
    ]);
  });
});
