import { shanghaiDate } from '../../../domain/time/calendar';
import type { CaseAnswer } from '../people';
import { carryOn, rowOf, type NetworkStory } from './story';

/** The firm of the demonstration, by the credit code that stands on its gate. */
const demoFirm = '91330402MADEM00013';

const awards = [
  { kind: 'hazard', grade: 'general', amountFen: 20_000 },
  { kind: 'suggestion', grade: 'general', amountFen: 10_000 },
];

/** A firm sets up its fund; what a team leader reports is put right, awarded and paid; the zone sees the figure. */
export const safetyFund: NetworkStory = {
  title: 'A safety fund, and an award out of it',
  async play(crew) {
    const fund = await fundOf(crew);
    const opened = await crew.person('team1').post<CaseAnswer>('/api/fund-reports', { kind: 'hazard' });
    crew.tell('opened', 'team1', opened);
    const { number } = await carryOn(crew, opened);
    const told = await withoutAccount(crew);
    const { whole } = await crew.person('chief').get('/api/network/funds');
    crew.say(`the zone sees: ${(whole as { paidFen: number }).paidFen / 100} yuan paid, and no report`);
    return [
      await rowOf(crew, 'head1', fund, { about: 'a fund of the firm', outcome: null }),
      await rowOf(crew, 'head1', number, { about: 'put right, awarded, paid', outcome: 'awarded' }),
      await rowOf(crew, 'head1', told, {
        about: 'reported without an account, paid by code',
        outcome: 'awarded',
      }),
    ];
  },
};

/** An employee reports without an account, answers a question by the receipt code, and is paid against a claim code. */
async function withoutAccount(crew: Parameters<NetworkStory['play']>[0]): Promise<string> {
  const employee = crew.somebody('an employee');
  const report = { creditCode: demoFirm, kind: 'hazard', text: '二号冲床防护罩松动。' };
  const { number, receiptCode: code } = await employee.post<{ number: string; receiptCode: string }>(
    '/api/public/fund-reports',
    report,
  );
  crew.say(`${number}  reported without an account → the firm checks it`);
  await crew.decide('safety1', number, 'check', { verdict: 'asked', question: '哪一侧松动?' });
  await employee.post('/api/public/receipt/answer', { code, text: '靠通道的左侧。' });
  const checked = await crew.decide('safety1', number, 'check', {
    ...{ verdict: 'confirmed', grade: 'general', findings: '属实。' },
  });
  await carryOn(crew, checked, 'fund-report/payment');
  const { reward } = await employee.post<{ reward: { claimCode: string } }>('/api/public/receipt', { code });
  const { claimCode } = reward;
  const paid = { verdict: 'paid', means: 'cash', reference: `OUT-${number}`, claimCode };
  await crew.decide('cashier1', number, 'payment', paid);
  return number;
}

/** The fund that the firm has, or a new one, with money for the award. */
async function fundOf(crew: Parameters<NetworkStory['play']>[0]): Promise<string> {
  const known = (await crew.person('head1').get('/api/network/fund'))['number'] as string | null;
  const number = known ?? (await setUp(crew));
  const allocated = { verdict: 'allocated', amountFen: 1_000_000, source: 'own-funds' };
  await crew.decide('head1', number, 'safety-fund/keeping', allocated);
  const received = { verdict: 'received', reference: `IN-${Date.now()}` };
  await crew.decide('cashier1', number, 'safety-fund/receipt', received);
  return number;
}

async function setUp(crew: Parameters<NetworkStory['play']>[0]): Promise<string> {
  const rules = '奖励员工报告隐患和提出合理化建议。';
  const opened = await crew.person('head1').post<CaseAnswer>('/api/safety-funds', { rules });
  crew.tell('opened', 'head1', opened);
  const from = shanghaiDate(new Date().toISOString());
  await crew.decide('head1', opened.number, 'safety-fund/keeping', { verdict: 'scheduled', from, awards });
  return opened.number;
}
