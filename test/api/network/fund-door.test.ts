import { randomUUID } from 'node:crypto';
import { accountsByRole } from '../kit/accounts';
import { openOffice, type Office } from '../kit/office';
import { enterprise, expectOk } from '../kit/story';
import { contribute, newReference, report, setUpFund, today } from './fund-story';

/* Somebody of a firm reports to its fund without an account: nobody learns who, and the award is paid against a code. */

let office: Office;
let creditCode: string;
beforeAll(async () => {
  office = await openOffice();
  ({ creditCode } = await office.db.enterprise.findUniqueOrThrow({ where: { id: enterprise } }));
  await contribute(office, await setUpFund(office), 1_000_000);
});
afterAll(() => office.close());

const words = '三号冲床的防护罩松动。';
const form = (change: object = {}) => ({ creditCode, kind: 'hazard', text: words, ...change });
const send = (body: object, headers = {}) =>
  office.as(null).post('/api/public/fund-reports', body, { 'intake-token': null, ...headers });

interface Held {
  readonly number: string;
  readonly receiptCode: string;
}

const handIn = async (change: object = {}) => expectOk(await send(form(change))).body as Held;
const byCode = async ({ receiptCode: code }: Held, move = '', more: object = {}) =>
  office.as(null).post(`/api/public/receipt${move}`, { code, ...more });
const looks = async (held: Held) => expectOk(await byCode(held)).body;
const asks = (number: string) =>
  office.as('safety1').decide(number, 'fund-report/check', { verdict: 'asked', question: '哪一侧松动?' });
const pays = (number: string, claimCode?: string) =>
  office.as('cashier1').decide(number, 'fund-report/payment', {
    ...{ verdict: 'paid', means: 'cash', reference: newReference() },
    ...(claimCode === undefined ? {} : { claimCode }),
  });

it('is taken without an account, and waits for the check', async () => {
  const held = await handIn();
  expect(held.receiptCode).toMatch(/^([0-9A-Z]{4}-){4}[0-9A-Z]$/);
  expect(await looks(held)).toMatchObject({
    ...{ number: held.number, receivedOn: today(), stage: 'check', waitsFor: 'enterprise' },
    ...{ reward: null, messages: [], youMay: ['withdraw', 'papers'] },
  });
  const { input } = (await office.as('safety1').get(`/api/cases/${held.number}`)).body;
  expect(input).toMatchObject({ byReporter: true, kind: 'hazard' });
});

it('is refused, with nothing written, for a firm that is not there or a form that is wrong', async () => {
  const before = await office.db.caseFile.count();
  expect((await send(form({ creditCode: '91330402MA2XXXXX0X' }))).status).toBeGreaterThanOrEqual(400);
  const stranger = await send(form({ creditCode: '91330402MADEM09998' }));
  expect(stranger.body.code).toBe('enterprise-unknown');
  for (const change of [{ text: '' }, { kind: 'wish' }, { name: '张三' }])
    expect((await send(form(change))).body.code).toBe('form-invalid');
  expect(await office.db.caseFile.count()).toBe(before);
});

it('is the same report where the same request comes again, and its code is shown to nobody without the token', async () => {
  const headers = { 'idempotency-key': randomUUID() };
  expectOk(await send(form(), headers));
  expect((await send(form(), headers)).body.code).toBe('handed-in-already');
});

it('shows its words to whoever checks it, and to nobody else of the firm or the zone', async () => {
  const { number } = await handIn();
  const checker = expectOk(await office.as('safety1').get(`/api/cases/${number}`));
  expect(checker.text).toContain(words);
  for (const login of ['head1', 'cashier1', 'team1']) {
    const { text } = expectOk(await office.as(login).get(`/api/cases/${number}`));
    expect([login, text.includes(words)]).toEqual([login, false]);
  }
  const own = ['head1', 'safety1', 'cashier1', 'team1'];
  for (const login of (await accountsByRole(office)).filter((each) => !own.includes(each)))
    for (const part of ['', '/record', '/ledger', '/file'])
      expect([login, part, (await office.as(login).get(`/api/cases/${number}${part}`)).status]).not.toEqual([
        ...[login, part],
        200,
      ]);
});

it('tells nobody of the firm when it came but the day, and gives no hash by which the hour could be tried', async () => {
  const { number } = await handIn();
  const { openedAt } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  const events = await office.db.recordEvent.findMany({ where: { case: { number } } });
  for (const login of ['head1', 'safety1', 'cashier1', 'team1'])
    for (const url of [`/api/cases/${number}`, `/api/cases/${number}/file`, '/api/cases', '/api/worklist']) {
      const { text } = expectOk(await office.as(login).get(url));
      expect([login, url, text.includes(openedAt.toISOString())]).toEqual([login, url, false]);
      for (const { hash } of events)
        expect([login, url, text.includes(Buffer.from(hash).toString('hex'))]).toEqual([login, url, false]);
    }
  expect((await office.as('safety1').get(`/api/cases/${number}/record`)).status).not.toBe(200);
});

it('is asked for more and answers by the code, as often as the firm asks', async () => {
  const held = await handIn();
  expect((await byCode(held, '/answer', { text: '左侧' })).body.code).toBe('step-not-open');
  expectOk(await asks(held.number));
  expect(await looks(held)).toMatchObject({
    ...{ waitsFor: 'you', youMay: ['answer', 'withdraw', 'papers'] },
    messages: [{ on: today(), text: '哪一侧松动?' }],
  });
  expectOk(await byCode(held, '/answer', { text: '靠通道的左侧。' }));
  expect(await looks(held)).toMatchObject({ waitsFor: 'enterprise' });
  const { text } = expectOk(await office.as('safety1').get(`/api/cases/${held.number}`));
  expect(text).toContain('靠通道的左侧。');
  expectOk(await asks(held.number));
});

it('asks whoever has an account by the statement, and nobody by a code', async () => {
  const number = await report.stated(office);
  const { open } = expectOk(await asks(number)).body;
  expect(open).toMatchObject([{ step: 'fund-report/statement' }]);
  const { text } = expectOk(await office.as('safety1').get(`/api/cases/${number}`));
  expect(text).toContain('冲床防护罩松动');
});

it('is taken back by its code until it was checked', async () => {
  const [early, late] = [await handIn(), await handIn()];
  expect(expectOk(await byCode(early, '/withdraw')).body).toMatchObject({ stage: 'closed' });
  expectOk(await report.check(office, late.number));
  expect((await byCode(late, '/withdraw')).body.code).toBe('step-not-open');
});

describe('its award', () => {
  const approved = async () => {
    const held = await handIn();
    expectOk(await report.check(office, held.number));
    expectOk(await report.remedy(office, held.number));
    expect((await looks(held)).reward).toBeNull();
    expectOk(await report.approve(office, held.number));
    return held;
  };

  it('is paid against the code that the receipt shows, and by no other hand (golden: 200 yuan)', async () => {
    const held = await approved();
    const { reward } = await looks(held);
    expect(reward).toMatchObject({ amountFen: 20_000, amount: '200.00', state: 'to-claim' });
    const claimCode = reward.claimCode as string;
    expect(claimCode).not.toBe(held.receiptCode);
    const codes = [undefined, 'C-AAAAAAAAAA', (await looks(await approved())).reward.claimCode as string];
    for (const wrong of codes) expect((await pays(held.number, wrong)).body.code).toBe('claim-code-wrong');
    expectOk(await pays(held.number, claimCode));
    expect(await looks(held)).toMatchObject({ stage: 'closed', reward: { state: 'paid', claimCode: null } });
    expect((await pays(held.number, claimCode)).body.code).toBe('case-closed');
  });

  it('shows the claim code to nobody but the holder of the receipt', async () => {
    const held = await approved();
    const claimCode = (await looks(held)).reward.claimCode as string;
    for (const login of ['cashier1', 'head1', 'safety1', 'team1']) {
      const { text } = expectOk(await office.as(login).get(`/api/cases/${held.number}`));
      expect([login, text.includes(claimCode)]).toEqual([login, false]);
    }
  });

  it('of somebody with an account takes no code', async () => {
    const number = await report.approved(office);
    expect((await pays(number, 'C-AAAAAAAAAA')).body.code).toBe('claim-code-wrong');
    expectOk(await pays(number));
  });
});

it('is closed to the moves of a tip-off, and a tip-off to its own', async () => {
  const held = await handIn();
  for (const move of ['/waive', '/payee', '/claim']) {
    const payee = { holder: '甲', bank: '乙银行', account: '6222021234567890123' };
    const { body } = await byCode(held, move, move === '/waive' ? {} : { payee });
    expect([move, body.code]).toEqual([move, 'step-not-open']);
  }
  const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };
  const other = expectOk(await office.as(null).post('/api/public/tip-offs', tip)).body as Held;
  expect((await byCode(other, '/answer', { text: '答复' })).body.code).toBe('step-not-open');
});
