import { openOffice, type Office } from '../kit/office';
import { enterprise, expectOk, payee, toClaim } from '../kit/story';
import { contribute, setUpFund } from '../network/fund-story';
import { hiddenIn, sendForm, type Fields } from './page-forms';

/* What a reporter does by the code on the pages, once the case is far enough for it. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const post = (what: string, fields: Fields) => sendForm(office, `/receipt${what}?lang=zh`, fields);
const account = (change: Partial<typeof payee> = {}): Fields =>
  Object.fromEntries(
    Object.entries({ ...payee, ...change }).map(([field, value]) => [`payee.${field}`, value]),
  );

describe('the reward', () => {
  it('is shown as it was computed, and claimed with an account that is judged, confirmed and taken once', async () => {
    const { code } = await toClaim(office);
    const { text } = await post('', { code });
    expect(text).toContain('待领取');
    expect(text).toContain('如何计算');
    const { reward } = (await office.as(null).post('/api/public/receipt', { code })).body;
    expect(text).toContain(`¥${reward.amount}`);
    expect(text).toContain(reward.claimBy);
    for (const { clause } of reward.lines) expect(text).toContain(clause);

    const wrong = await post('/claim', { code, ...account({ account: '12' }) });
    expect([wrong.status, wrong.text.includes('href="#f-payee-account"')]).toEqual([422, true]);
    expect(wrong.text).toContain(`value="${payee.bank}"`);

    const sure = await post('/claim', { code, ...account() });
    expect(sure.text).toContain(payee.holder);
    expect((await post('', { code })).text).toContain('待领取');
    const fields = { ...hiddenIn(sure.text, '/receipt/claim'), go: 'sure' };
    const [done, again] = [await post('/claim', fields), await post('/claim', fields)];
    expect([done.status, again.status]).toEqual([200, 200]);
    expect(done.text).toContain('正在支付');
    expect(done.text).not.toContain(payee.account);
    expect(await office.db.caseFile.count({ where: { caseType: 'payout' } })).toBe(1);
  });

  it('is given up only once that was confirmed', async () => {
    const { code } = await toClaim(office);
    const sure = await post('/waive', { code });
    expect(sure.text).toContain('放弃之后不能再领取');
    expect((await post('', { code })).text).toContain('待领取');
    const done = await post('/waive', { ...hiddenIn(sure.text, '/receipt/waive'), go: 'sure' });
    expect(done.text).toContain('您放弃了奖励');
  });
});

it('leads to a report within a firm too, whose question is answered there', async () => {
  const { creditCode } = await office.db.enterprise.findUniqueOrThrow({ where: { id: enterprise } });
  await contribute(office, await setUpFund(office), 1_000_000);
  const body = { creditCode, kind: 'hazard', text: '三号冲床的防护罩松动。' };
  const { number, receiptCode: code } = expectOk(
    await office.as(null).post('/api/public/fund-reports', body),
  ).body;
  expectOk(
    await office.as('safety1').decide(number, 'fund-report/check', { verdict: 'asked', question: '哪一侧?' }),
  );
  const { text } = await post('', { code });
  expect(text).toContain('哪一侧?');
  const empty = await post('/answer', { code });
  expect([empty.status, empty.text.includes('href="#f-text"')]).toEqual([422, true]);
  const sure = await post('/answer', { code, text: '左侧,靠墙。' });
  const done = await post('/answer', { ...hiddenIn(sure.text, '/receipt/answer'), go: 'sure' });
  expect(done.text).toContain('您已答复');
});
