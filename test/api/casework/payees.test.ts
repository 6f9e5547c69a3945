import { openOffice, type Office } from '../kit/office';
import { childOf, does, expectOk, payee, toClaim, type Story } from '../kit/story';

/* Whose account a reward is paid to: that of the request that was accepted, and nobody's else. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const rounds = 20;
const accounts = ['6222000000000001', '6222000000000002'] as const;

/** Two holders of one receipt code ask at once for two accounts; the one that was told yes, and how the other was refused. */
async function bothAtOnce(act: 'claim' | 'payee', { code }: Story) {
  const answers = await Promise.all(
    accounts.map((account) =>
      office.as(null).post(`/api/public/receipt/${act}`, { code, payee: { ...payee, account } }),
    ),
  );
  const accepted = accounts.filter((_, index) => answers[index]!.status === 200);
  const refused = answers
    .filter(({ status }) => status !== 200)
    .map(({ status, body }) => [status, body.code]);
  return { accepted, refused };
}

async function bankListOf(payout: string): Promise<string> {
  return expectOk(await office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] })).body.file
    .content;
}

async function accountsKeptOf({ number }: Story): Promise<number> {
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  return office.vaultDatabase.payee.count({ where: { caseId: id } });
}

it(`pays the account of the claim that was accepted, ${rounds} of ${rounds} times where two come at once`, async () => {
  const round = async () => {
    const story = await toClaim(office);
    const { accepted, refused } = await bothAtOnce('claim', story);
    expect([accepted.length, refused]).toEqual([1, [[409, 'step-not-open']]]);
    expect(await accountsKeptOf(story)).toBe(1);

    await does(office, story, 'payout/release');
    const list = await bankListOf(await childOf(office, story, 'payout'));
    expect(accounts.filter((account) => list.includes(account))).toEqual(accepted);
  };
  const reporters = Array.from({ length: 4 }, async () => {
    for (let done = 0; done < rounds / 4; done++) await round();
  });
  await Promise.all(reporters);
}, 300_000);

it('pays the account of the correction that was accepted, and keeps both that were accepted', async () => {
  const story = await toClaim(office);
  expectOk(await office.as(null).post('/api/public/receipt/claim', { code: story.code, payee }));
  const payout = await childOf(office, story, 'payout');
  await does(office, story, 'payout/release');
  await bankListOf(payout);
  await does(office, story, 'payout/bank-return', { body: { verdict: 'refused', cause: 'account-closed' } });
  const { accepted, refused } = await bothAtOnce('payee', story);
  expect([accepted.length, refused]).toEqual([1, [[409, 'step-not-open']]]);
  expect(await accountsKeptOf(story)).toBe(2);

  await does(office, story, 'payout/release');
  const list = await bankListOf(payout);
  expect(accounts.filter((account) => list.includes(account))).toEqual(accepted);
});
