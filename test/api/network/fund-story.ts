import { shanghaiDate } from '../../../domain/time/calendar';
import type { Answer, Front } from '../kit/front';
import { expectOk } from '../kit/story';

/* The people of the first firm and their fund, at the door of an office. */

export const today = () => shanghaiDate(new Date().toISOString());

export const awards = [
  { kind: 'hazard', grade: 'general', amountFen: 20_000 },
  { kind: 'hazard', grade: 'major', amountFen: 500_000 },
  { kind: 'suggestion', grade: 'general', amountFen: 10_000 },
];

let references = 0;
export const newReference = () => `REF-${String((references += 1)).padStart(6, '0')}`;

export async function setUpFund(office: Front): Promise<string> {
  const opened = await office.as('head1').post('/api/safety-funds', { rules: '奖励员工报告隐患。' });
  const { number } = expectOk(opened).body as { number: string };
  expectOk(
    await office
      .as('head1')
      .decide(number, 'safety-fund/keeping', { verdict: 'scheduled', from: today(), awards }),
  );
  return number;
}

export async function contribute(office: Front, fund: string, amountFen: number): Promise<Answer> {
  const body = { verdict: 'allocated', amountFen, source: 'own-funds' };
  expectOk(await office.as('head1').decide(fund, 'safety-fund/keeping', body));
  const received = { verdict: 'received', reference: newReference() };
  return expectOk(await office.as('cashier1').decide(fund, 'safety-fund/receipt', received));
}

export const report = {
  async stated(office: Front, kind = 'hazard', text = '冲床防护罩松动。'): Promise<string> {
    const { number } = expectOk(await office.as('team1').post('/api/fund-reports', { kind })).body as {
      number: string;
    };
    expectOk(await office.as('team1').decide(number, 'fund-report/statement', { verdict: 'stated', text }));
    return number;
  },

  check: (office: Front, number: string, change: object = {}) =>
    office.as('safety1').decide(number, 'fund-report/check', {
      ...{ verdict: 'confirmed', grade: 'general', findings: '属实。' },
      ...change,
    }),

  remedy: (office: Front, number: string) =>
    office.as('safety1').decide(number, 'fund-report/remedy', { verdict: 'done', measures: '已整改。' }),

  approve: (office: Front, number: string, headers = {}) =>
    office.as('head1').decide(number, 'fund-report/approval', { verdict: 'approved' }, headers),

  pay: (office: Front, number: string, reference = newReference(), headers = {}) =>
    office
      .as('cashier1')
      .decide(number, 'fund-report/payment', { verdict: 'paid', means: 'transfer', reference }, headers),

  async approved(office: Front, change: object = {}, kind?: string): Promise<string> {
    const number = await report.stated(office, kind);
    expectOk(await report.check(office, number, change));
    expectOk(await report.remedy(office, number));
    expectOk(await report.approve(office, number));
    return number;
  },
};

export const fundOf = async (office: Front, login = 'team1') =>
  (await office.as(login).get('/api/network/fund')).body as {
    number: string | null;
    contributedFen: number;
    paidFen: number;
    releasedFen: number;
    balanceFen: number;
    needFen: number;
    short: boolean;
    schedules: object[];
  };
