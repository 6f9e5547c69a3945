import { openOffice, type Office } from '../kit/office';
import { does, enterprise, expectOk, reach } from '../kit/story';
import { contribute, fundOf, newReference, report, setUpFund, today } from './fund-story';

/* The fund of a firm from its first day to its end, each person by their own login. */

let office: Office;
let fund: string;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const codeOf = async (answer: Promise<{ body: { code: string } }>) => (await answer).body.code;

describe('the fund', () => {
  it('is set up by the head alone, once for a firm', async () => {
    const rules = { rules: '奖励员工报告隐患。' };
    expect(await codeOf(office.as('team1').post('/api/safety-funds', rules))).toBe('role-missing');
    expect(await codeOf(office.as('chief').post('/api/safety-funds', rules))).toBe('role-missing');
    fund = await setUpFund(office);
    expect(await codeOf(office.as('head1').post('/api/safety-funds', rules))).toBe('fund-exists');
    expect(await fundOf(office)).toMatchObject({ number: fund, balanceFen: 0, schedules: [{}] });
  });

  it('has what came in, under a reference that stands once (golden: 6,000 yuan in two parts)', async () => {
    await contribute(office, fund, 200_000);
    const { text } = await contribute(office, fund, 400_000);
    expect(text).toContain(fund);
    expect(await fundOf(office)).toMatchObject({
      contributedFen: 600_000,
      balanceFen: 600_000,
      short: false,
    });
    const again = { verdict: 'allocated', amountFen: 1_000, source: 'donation' };
    expectOk(await office.as('head1').decide(fund, 'safety-fund/keeping', again));
    const [{ reference }] = await office.db.$queryRaw<[{ reference: string }]>`
      SELECT reference FROM anjie.fund_entry WHERE reference IS NOT NULL LIMIT 1`;
    const taken = { verdict: 'received', reference };
    expect(await codeOf(office.as('cashier1').decide(fund, 'safety-fund/receipt', taken))).toBe(
      'reference-known',
    );
    const none = { verdict: 'not-received', reason: '未到账' };
    expectOk(await office.as('cashier1').decide(fund, 'safety-fund/receipt', none));
    expect((await fundOf(office)).balanceFen).toBe(600_000);
  });
});

describe('an award', () => {
  it('is owed from its approval, paid once, and published without a name (golden: 200 yuan)', async () => {
    const number = await report.approved(office);
    expect(await fundOf(office)).toMatchObject({ needFen: 20_000, balanceFen: 600_000, paidFen: 0 });
    const reference = newReference();
    const key = { 'idempotency-key': 'pay-this-award-once' };
    const paid = expectOk(await report.pay(office, number, reference, key));
    expect(expectOk(await report.pay(office, number, reference, key)).body).toEqual(paid.body);
    expect(await codeOf(report.pay(office, number))).toBe('case-closed');
    expect(await fundOf(office)).toMatchObject({ needFen: 0, balanceFen: 580_000, paidFen: 20_000 });
    const { items } = (await office.as('team1').get('/api/network/fund/awards')).body as { items: object[] };
    expect(items.map((item) => Object.keys(item).sort())).toEqual([
      ['amountFen', 'grade', 'kind', 'number', 'paidOn'],
    ]);
    expect(items).toMatchObject([{ number, kind: 'hazard', grade: 'general', amountFen: 20_000 }]);
  });

  it('that is more than the fund has is approved with a warning, and not paid (golden: 10,000 of 5,800 yuan)', async () => {
    const [first, second] = [
      await report.approved(office, { grade: 'major' }),
      await report.approved(office, { grade: 'major' }),
    ];
    const warned = await office.db.$queryRaw<{ number: string }[]>`
      SELECT f.number FROM anjie.effect_order o JOIN anjie.case_file f ON f.id = o.case_id WHERE o.key LIKE 'mail/fund-short#%'`;
    expect(warned).toEqual([{ number: second }]);
    expect(await fundOf(office)).toMatchObject({ needFen: 1_000_000, balanceFen: 580_000, short: true });
    expectOk(await report.pay(office, first));
    expect(await codeOf(report.pay(office, second))).toBe('fund-balance-short');
    expect(await fundOf(office)).toMatchObject({ needFen: 500_000, balanceFen: 80_000, short: true });
    const ended = { verdict: 'ended', reason: '搬迁' };
    expect(await codeOf(office.as('head1').decide(fund, 'safety-fund/keeping', ended))).toBe('fund-owes');
    await contribute(office, fund, 420_000);
    expectOk(await report.pay(office, second));
    expect(await fundOf(office)).toMatchObject({ needFen: 0, balanceFen: 0, short: false });
  });
});

describe('a hazard that the bureau knows too', () => {
  const seen = { item: 'h1', grade: 'general', clause: 'law-41', description: '光电保护装置失效。' };
  const order = async () => {
    const form = { enterpriseId: enterprise, source: 'site-check', foundOn: today(), hazards: [seen] };
    const opened = await office.as('inspector1').post('/api/rectifications', form);
    return expectOk(opened).body as { number: string };
  };

  it('is linked by the number of an order that the firm was issued, and by no other', async () => {
    const { number: untold } = await order();
    const stated = await report.stated(office);
    for (const named of [untold, 'RE-2026-AAAAAAAA'])
      expect(await codeOf(report.check(office, stated, { order: named }))).toBe('order-unknown');
  });

  it('is awarded by the firm where its report was first, and then by nobody else (golden)', async () => {
    const tip = await office.as(null).post('/api/public/tip-offs', {
      ...{ reporterKind: 'real-name', channel: 'web', category: 'major-hazard', text: '车间里无证焊接。' },
      identity: { name: '王小明', phone: '13800001111' },
    });
    const story = {
      number: expectOk(tip).body.number as string,
      code: expectOk(tip).body.receiptCode as string,
    };
    await contribute(office, fund, 20_000);
    const first = await report.stated(office);
    const order_ = await reach(office, story, 'tip-off/verification').then(async () => {
      await does(office, story, 'tip-off/verification');
      await does(office, story, 'tip-off/co-signature');
      await does(office, story, 'tip-off/verification-review');
      await does(office, story, 'rectification/order');
      const [{ number }] = await office.db.$queryRaw<[{ number: string }]>`
        SELECT c.number FROM anjie.case_file c JOIN anjie.case_file p ON p.id = c.parent_id
        WHERE p.number = ${story.number} AND c.case_type = 'rectification'`;
      return number;
    });
    expectOk(await report.check(office, first, { order: order_ }));
    expectOk(await report.remedy(office, first));
    expectOk(await report.approve(office, first));

    for (const step of ['acknowledgement', 'remedy', 'site-recheck', 'co-signature', 'recheck-opinion'])
      await does(office, story, `rectification/${step}`);
    await does(office, story, 'tip-off/penalty');
    await reach(office, story, 'tip-off/reward-proposal');
    const proposal = {
      ...{ verdict: 'proposed', novelty: 'unknown-before', excludedRelation: false, employmentProved: false },
      ...{ earlierRewardOfSameMatter: false, accident: null },
    };
    const propose = (change: object) =>
      office.as('reward').decide(story.number, 'tip-off/reward-proposal', { ...proposal, ...change });
    expect(await codeOf(propose({}))).toBe('awarded-by-firm');
    const said = expectOk(await propose({ earlierRewardOfSameMatter: true }));
    expect(said.status).toBe(200);
    const { facts } = (
      (await office.as('reward').get(`/api/cases/${story.number}`)).body as {
        steps: { step: string; decision: { facts: { amountFen: number } } }[];
      }
    ).steps.find(({ step }) => step === 'tip-off/reward-proposal')!.decision;
    expect(facts.amountFen).toBe(0);
    expectOk(await report.pay(office, first));
  });

  it('is awarded by the firm no more once an order of any origin is closed (golden)', async () => {
    const { number } = await order();
    await does(office, { number, code: '' }, 'rectification/order');
    const [late, open] = [await report.stated(office), await report.stated(office)];
    expectOk(await report.check(office, open, { order: number }));
    expectOk(await report.remedy(office, open));
    for (const step of ['acknowledgement', 'remedy', 'site-recheck', 'co-signature', 'recheck-opinion'])
      await does(office, { number, code: '' }, `rectification/${step}`);
    expect(await codeOf(report.approve(office, open))).toBe('order-closed');
    expectOk(await report.check(office, late, { order: number }));
    expect(expectOk(await report.remedy(office, late)).body.outcome).toBe('settled-without-award');
  });
});

describe('the fund at its end', () => {
  it('gives what is left back to the firm, and the lines of each movement sum to nothing', async () => {
    await contribute(office, fund, 33_300);
    const { balanceFen, contributedFen, paidFen } = await fundOf(office);
    expect(balanceFen).toBe(contributedFen - paidFen);
    const ended = { verdict: 'ended', reason: '搬迁' };
    expectOk(await office.as('head1').decide(fund, 'safety-fund/keeping', ended));
    expect(await fundOf(office)).toMatchObject({ number: null, balanceFen: 0, releasedFen: balanceFen });
    const uneven = await office.db.$queryRaw`
      SELECT case_id, seq FROM anjie.fund_entry GROUP BY 1, 2 HAVING sum(amount_fen) <> 0 OR count(*) <> 2`;
    expect(uneven).toEqual([]);
  });
});
