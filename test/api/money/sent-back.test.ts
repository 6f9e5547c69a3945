import { takeBackPayout } from './money-office';
import { openOffice, type Office } from '../kit/office';
import { claim, expectOk, payee, toClaim, today, type Story } from '../kit/story';

/* 退汇: the bank takes a payment, and sends the money back days after it was entered as paid. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const header = 'claimCode,result,bankReference,cause,batch,amount,returnedOn\n';
const line = (...cells: string[]) => `${cells.join(',')}\n`;
let references = 0;
const fresh = (kind: string) => `${kind}-${String((references += 1)).padStart(6, '0')}`;

interface Payment {
  readonly story: Story;
  readonly payout: string;
  readonly claimCode: string;
}

/** A reward that stands at the release of its payment. */
async function claimed(): Promise<Payment> {
  const story = await toClaim(office);
  const payout = await claim(office, story);
  return { story, payout, claimCode: (await paymentOf(payout)).claimCode };
}

const paymentOf = async (payout: string) =>
  expectOk(await office.as('payer1').get(`/api/cases/${payout}`)).body.payment;
const receipt = async ({ story }: Payment) =>
  expectOk(await office.as(null).post('/api/public/receipt', { code: story.code })).body;
const bankSays = async (login: string, ...lines: string[]) =>
  (
    await office
      .as(login)
      .post('/api/payouts/bank-returns', header + lines.join(''), { 'content-type': 'text/csv' })
  ).body.lines;

/** Releases a payment and puts it on a list; answers the batch. */
async function list({ payout }: Payment): Promise<string> {
  expectOk(await office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' }));
  const listed = expectOk(await office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }));
  expect(listed.body.results).toMatchObject([{ ok: true }]);
  return listed.body.batch;
}

async function paid(): Promise<Payment & { readonly batch: string }> {
  const payment = await claimed();
  const batch = await list(payment);
  expect(
    await bankSays('confirmer1', line(payment.claimCode, 'paid', fresh('BANK'), '', '', '', '')),
  ).toMatchObject([{ ok: true }]);
  return { ...payment, batch };
}

const sentBack = (
  { claimCode }: Payment,
  change: { reference?: string; amount?: string; on?: string; batch?: string } = {},
) =>
  line(
    claimCode,
    'returned',
    change.reference ?? fresh('BACK'),
    'account-closed',
    change.batch ?? '',
    change.amount ?? '15000.00',
    change.on ?? today(),
  );

const correct = async ({ story }: Payment) =>
  expectOk(
    await office.as(null).post('/api/public/receipt/payee', {
      code: story.code,
      payee: { ...payee, account: '6222000011112222' },
    }),
  );

it('opens case and tip-off again, tells the reporter, and is paid once more to the corrected account', async () => {
  const payment = await paid();
  const { story, payout, claimCode } = payment;
  expect(await receipt(payment)).toMatchObject({ stage: 'closed', reward: { state: 'paid' } });
  expect(await bankSays('confirmer1', sentBack(payment))).toMatchObject([{ claimCode, ok: true }]);

  const told = await receipt(payment);
  expect(told).toMatchObject({
    waitsFor: 'you',
    youMay: ['payee', 'papers'],
    reward: { state: 'account-to-correct' },
  });
  expect(told.words.zh).toContain('退汇');
  expect(told.milestones.map(({ what }: { what: string }) => what).slice(-2)).toEqual(['paid', 'sent-back']);
  expect(await paymentOf(payout)).toMatchObject({
    state: 'returned',
    batch: null,
    bankReference: null,
    paidFen: 0,
  });
  expect((await office.as('chief').get(`/api/cases/${story.number}`)).body).toMatchObject({ outcome: null });

  await correct(payment);
  await list(payment);
  expect(await bankSays('confirmer2', line(claimCode, 'paid', fresh('BANK'), '', '', '', ''))).toMatchObject([
    { ok: true },
  ]);
  expect(await receipt(payment)).toMatchObject({ stage: 'closed', reward: { state: 'paid' } });
  const settled = await paymentOf(payout);
  expect(settled).toMatchObject({ state: 'paid', paidFen: 1_500_000 });
  expect(settled.bankEntries.map(({ kind }: { kind: string }) => kind)).toEqual(['paid', 'returned', 'paid']);
  expect((await office.as('chief').get(`/api/cases/${story.number}`)).body).toMatchObject({
    outcome: 'rewarded',
  });
});

it('is offered to the confirmer on the closed case, and may be entered by hand', async () => {
  const { payout } = await paid();
  const steps = (await office.as('confirmer1').get(`/api/cases/${payout}`)).body.steps;
  const answered = steps.find(({ step }: { step: string }) => step === 'payout/bank-return');
  expect(answered).toMatchObject({
    decision: { verdict: 'paid' },
    you: { may: true },
    verdicts: [{ verdict: 'returned' }],
  });
  const body = {
    verdict: 'returned',
    bankReference: fresh('BACK'),
    amountFen: 1_500_000,
    returnedOn: today(),
    cause: 'name-mismatch',
  };
  expect((await office.as('payer1').decide(payout, 'payout/bank-return', body)).body.code).toBe(
    'role-missing',
  );
  const entered = expectOk(await office.as('confirmer1').decide(payout, 'payout/bank-return', body));
  expect(entered.body).toMatchObject({ outcome: null, open: [{ step: 'payout/payee-correction' }] });
});

it('changes nothing when the same file comes twice, whoever sends it, also after the next payment', async () => {
  const payment = await paid();
  const file = sentBack(payment);
  expect(await bankSays('confirmer1', file)).toMatchObject([{ ok: true, repeated: false }]);
  expect(await bankSays('confirmer2', file)).toMatchObject([{ ok: true, repeated: true }]);
  await correct(payment);
  await list(payment);
  await bankSays('confirmer1', line(payment.claimCode, 'paid', fresh('BANK'), '', '', '', ''));
  expect(await bankSays('confirmer1', file)).toMatchObject([{ ok: true, repeated: true }]);
  expect(await paymentOf(payment.payout)).toMatchObject({ state: 'paid' });
});

it('is refused with another amount, for what never was paid, and under a reference that is known', async () => {
  const payment = await paid();
  const code = async (...lines: string[]) => (await bankSays('confirmer1', ...lines))[0].code;
  expect(await code(sentBack(payment, { amount: '14999.99' }))).toBe('return-not-whole');
  expect(await code(sentBack(payment, { amount: 'all of it' }))).toBe('form-invalid');
  expect(await code(sentBack(payment, { on: '2026-02-30' }))).toBe('form-invalid');
  expect(await code(sentBack(payment, { on: '' }))).toBe('form-invalid');
  expect(await code(sentBack(payment, { batch: 'B-20261123-AAAAAA' }))).toBe('bank-file-mismatch');
  const [{ bankReference: known }] = (await paymentOf(payment.payout)).bankEntries;
  expect(await code(sentBack(payment, { reference: known }))).toBe('bank-file-mismatch');
  const unpaid = await claimed();
  await list(unpaid);
  expect(await code(sentBack(unpaid))).toBe('verdict-not-possible');
  expect(await paymentOf(payment.payout)).toMatchObject({ state: 'paid', paidFen: 1_500_000 });
});

it('holds a reference of the bank for one transfer, also where two enter it at once', async () => {
  const payments = [await claimed(), await claimed()];
  for (const payment of payments) await list(payment);
  const bankReference = fresh('BANK');
  const answers = await Promise.all(
    payments.map(({ payout }) =>
      office.as('confirmer1').decide(payout, 'payout/bank-return', { verdict: 'paid', bankReference }),
    ),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 422]);
  expect(answers.find(({ status }) => status === 422)?.body).toMatchObject({ code: 'bank-file-mismatch' });
});

it('takes a second refusal for the same cause, if the line names its list, and the same line again for nothing new', async () => {
  const payment = await claimed();
  const refused = (batch: string) => line(payment.claimCode, 'refused', '', 'account-closed', batch, '', '');
  const first = await list(payment);
  expect(await bankSays('confirmer1', refused(''))).toMatchObject([{ ok: true, repeated: false }]);
  expect(await bankSays('confirmer1', refused(''), refused(first))).toMatchObject([
    { ok: true, repeated: true },
    { ok: true, repeated: true },
  ]);
  await correct(payment);
  const second = await list(payment);
  expect(await bankSays('confirmer1', refused(''), refused(first))).toMatchObject([
    { ok: false, code: 'batch-missing' },
    { ok: true, repeated: true },
  ]);
  expect(await paymentOf(payment.payout)).toMatchObject({ state: 'listed', batch: second });
  expect(await bankSays('confirmer1', refused(second))).toMatchObject([{ ok: true, repeated: false }]);
  expect(await paymentOf(payment.payout)).toMatchObject({ state: 'refused', batch: null });
});

it('is claimed anew where a payment that came to nothing was reopened by the office', async () => {
  const payment = await claimed();
  const { story, payout } = payment;
  expect(await takeBackPayout(office, payout, 'taken-back')).toMatchObject({ ok: true });
  expect((await office.as('chief').get(`/api/cases/${story.number}`)).body).toMatchObject({
    outcome: 'reward-lapsed',
  });
  expectOk(
    await office
      .as('deputy')
      .act(story.number, 'reopen', { fromStep: 'tip-off/claim', reason: '举报人已说明' }),
  );
  await claim(office, story);
  const { number } = await office.db.caseFile.findFirstOrThrow({
    where: {
      caseType: 'payout',
      outcome: null,
      parentId: (await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } })).id,
    },
    orderBy: { openedAt: 'desc' },
  });
  const again = { ...payment, payout: number };
  expect(again.payout).not.toBe(payout);
  await list(again);
  const { claimCode } = await paymentOf(again.payout);
  expect(await bankSays('confirmer1', line(claimCode, 'paid', fresh('BANK'), '', '', '', ''))).toMatchObject([
    { ok: true },
  ]);
  expect(await receipt(payment)).toMatchObject({ reward: { state: 'paid' } });
});

it('is told apart from what is paid in the sums of the rewards, which come to what was approved', async () => {
  const sums = async () => expectOk(await office.as('auditor').get('/api/reports/rewards')).body;
  const before = await sums();
  const payment = await paid();
  const whenPaid = await sums();
  expect(whenPaid).toMatchObject({
    rewards: before.rewards + 1,
    approvedFen: before.approvedFen + 1_500_000,
    paidFen: before.paidFen + 1_500_000,
  });
  await bankSays('confirmer1', sentBack(payment));
  const whenBack = await sums();
  expect(whenBack).toMatchObject({
    approvedFen: whenPaid.approvedFen,
    paidFen: before.paidFen,
    sentBackFen: before.sentBackFen + 1_500_000,
    bank: { paidFen: whenPaid.bank.paidFen, returnedFen: before.bank.returnedFen + 1_500_000 },
  });
  const { approvedFen, toClaimFen, inPaymentFen, sentBackFen, paidFen, givenUpFen } = whenBack;
  expect(toClaimFen + inPaymentFen + sentBackFen + paidFen + givenUpFen).toBe(approvedFen);
  expect((await office.as('payer1').get('/api/reports/rewards')).body.code).toBe('role-missing');
});
