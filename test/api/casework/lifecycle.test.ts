import writeWorkbook from 'write-excel-file/node';
import { workbookType } from '../../../api/files/import-table';
import { shanghaiDate } from '../../../domain/time/calendar';
import { changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import {
  accept,
  assign,
  award,
  childOf,
  claim,
  does,
  enterprise,
  expectOk,
  handIn,
  payee,
  propose,
  rectify,
  toClaim,
  today,
  verify,
  withdraw,
} from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const status = async (code: string) => (await office.as(null).post('/api/public/receipt', { code })).body;
const csv = (text: string) => ({ payload: text, headers: { 'content-type': 'text/csv' } });

async function importReturns(login: string, text: string) {
  return office.as(login).post('/api/payouts/bank-returns', text, csv(text).headers);
}

it('carries a tip-off from the form to the money, each step by another person', async () => {
  const story = await handIn(office);
  expect(story.number).toMatch(/^TO-2026-/);
  expect(await status(story.code)).toMatchObject({
    stage: 'intake',
    waitsFor: 'bureau',
    reward: null,
    youMay: ['withdraw', 'papers'],
  });

  await accept(office, story);
  await assign(office, story);
  expect(await status(story.code)).toMatchObject({ stage: 'verification', waitsFor: 'bureau' });
  await verify(office, story);
  expect(await status(story.code)).toMatchObject({ stage: 'rectification' });
  await rectify(office, story);
  await propose(office, story);
  await award(office, story);

  const waiting = await status(story.code);
  expect(waiting).toMatchObject({ waitsFor: 'you', youMay: ['claim', 'waive', 'papers'] });
  expect(waiting.reward).toMatchObject({ amountFen: 1_500_000, amount: '15,000.00', state: 'to-claim' });
  expect(waiting.reward.lines.length).toBeGreaterThan(0);
  expect(waiting.messages.map(({ text }: { text: string }) => text)).toEqual(['您反映的问题已核查完毕。']);

  const payout = await claim(office, story);
  expectOk(await office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' }));
  const listed = expectOk(await office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }));
  expect(listed.body.results).toMatchObject([{ number: payout, ok: true }]);
  expect(listed.body.file.content).toContain('6222021234567890123');
  expect(listed.body.file.content).toContain('15000.00');
  const claimCode = (await office.as('payer1').get(`/api/cases/${payout}`)).body.payment.claimCode;

  const file = `claimCode,result,bankReference,cause\n${claimCode},paid,BANK-000001,\n`;
  const first = await importReturns('confirmer1', file);
  expect(first.body.lines).toMatchObject([{ claimCode, ok: true, repeated: false }]);
  const again = await importReturns('confirmer2', file);
  expect(again.body.lines).toMatchObject([{ claimCode, ok: true, repeated: true }]);

  expect(await status(story.code)).toMatchObject({
    stage: 'closed',
    waitsFor: 'nobody',
    reward: { state: 'paid' },
  });
  const detail = await office.as('chief').get(`/api/cases/${story.number}`);
  expect(detail.body).toMatchObject({ outcome: 'rewarded', stage: 'closed' });
  const openings = await office.vaultDatabase.vaultOpening.findMany();
  expect(openings.map(({ what }) => what)).toEqual(['payee']);
});

it('corrects an account that the bank refused, and pays only after a fresh release', async () => {
  const story = await toClaim(office);
  const payout = await claim(office, story);
  const release = () => office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' });
  expectOk(await release());
  const list = (login: string, accept = 'application/json') =>
    office.as(login).post('/api/payouts/bank-list', { cases: [payout] }, { accept });
  const listed = await list('payer1', workbookType);
  expect(listed.headers['content-type']).toBe(workbookType);
  expect(listed.headers['content-disposition']).toMatch(/^attachment; filename="bank-list-B-.*\.xlsx"$/);
  const [order] = await office.db.payoutOrder.findMany({ where: { state: 'listed' } });
  const claimCode = order?.claimCode ?? '';

  const header = 'claimCode,result,bankReference,cause\n';
  const refusedFile = `${header}${claimCode},refused,,account-unknown\n`;
  expect((await importReturns('confirmer1', refusedFile)).body.lines).toMatchObject([{ ok: true }]);
  const cells = refusedFile
    .trim()
    .split('\n')
    .map((line) => line.split(',').map((value) => ({ value, type: String })));
  const inWorkbook = await office
    .as('confirmer1')
    .post('/api/payouts/bank-returns', await writeWorkbook(cells).toBuffer(), {
      'content-type': workbookType,
    });
  expect(expectOk(inWorkbook).body.lines).toMatchObject([{ line: 2, ok: true, repeated: true }]);
  const toCorrect = { waitsFor: 'you', reward: { state: 'account-to-correct' } };
  expect(await status(story.code)).toMatchObject(toCorrect);

  const early = await list('payer1');
  expect([early.status, early.body.code]).toEqual([409, 'nothing-listed']);
  expect(early.text).not.toContain('6222');

  expectOk(
    await office.as(null).post('/api/public/receipt/payee', {
      code: story.code,
      payee: { ...payee, account: '6222000011112222' },
    }),
  );
  expectOk(await release());
  const second = await list('payer2');
  expect(second.body.file.content).toContain('6222000011112222');
  // The old file again is not taken for an answer to the new transfer.
  expect((await importReturns('confirmer1', refusedFile)).body.lines).toMatchObject([
    { ok: false, code: 'batch-missing' },
  ]);

  const taken = await importReturns('confirmer2', `${header}${claimCode},paid,BANK-000001,\n`);
  expect(taken.body.lines).toMatchObject([{ ok: false, code: 'bank-file-mismatch' }]);
  expect(
    (await importReturns('confirmer2', `${header}${claimCode},paid,BANK-000002,\n`)).body.lines,
  ).toMatchObject([{ ok: true }]);
  expect(await status(story.code)).toMatchObject({ stage: 'closed', reward: { state: 'paid' } });
});

it('tells of each line of a bank file what became of it', async () => {
  const lines =
    'claimCode,result,bankReference,cause\nC-UNKNOWN,paid,BANK-000009,\nC-OTHER,perhaps,,\nC-OTHER,refused,,because\n';
  const answer = await importReturns('confirmer1', lines);
  expect(answer.body.lines.map(({ code }: { code: string }) => code)).toEqual([
    'bank-file-mismatch',
    'form-invalid',
    'form-invalid',
  ]);
  expect((await importReturns('confirmer1', 'something else\n1\n')).body.code).toBe('bank-file-malformed');
  expect((await importReturns('payer1', lines)).body.code).toBe('role-missing');
});

it('lets the reporter give the reward up, or take the tip back while nobody has acted', async () => {
  const story = await toClaim(office);
  const waived = await office.as(null).post('/api/public/receipt/waive', { code: story.code });
  expect(waived.body).toMatchObject({ stage: 'closed', reward: { state: 'given-up' } });

  const other = await handIn(office);
  expect(
    (await office.as(null).post('/api/public/receipt/withdraw', { code: other.code })).body,
  ).toMatchObject({ stage: 'closed' });
  const accepted = await handIn(office);
  await accept(office, accepted);
  expect(
    (await office.as(null).post('/api/public/receipt/withdraw', { code: accepted.code })).body.code,
  ).toBe('step-not-open');
});

it('keeps the account that was claimed with: a second claim changes nothing', async () => {
  const story = await toClaim(office);
  const key = { 'idempotency-key': 'claim-of-this-story' };
  const body = { code: story.code, payee };
  expectOk(await office.as(null).post('/api/public/receipt/claim', body, key));
  const tipOff = await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } });
  const kept = () => office.vaultDatabase.payee.findMany({ where: { caseId: tipOff.id } });
  const before = await kept();
  expect(before).toHaveLength(1);
  expect((await office.as(null).post('/api/public/receipt/claim', body, key)).status).toBe(200);
  const other = { code: story.code, payee: { ...payee, account: '9999999999' } };
  expect((await office.as(null).post('/api/public/receipt/claim', other)).body.code).toBe('step-not-open');
  expect((await office.as(null).post('/api/public/receipt/payee', other)).body.code).toBe('step-not-open');
  expect(await kept()).toEqual(before);
});

it('records what a clerk was handed, from the day it came', async () => {
  const letter = {
    reporterKind: 'anonymous',
    channel: 'letter',
    category: 'violation',
    text: '厂里让没有证的人上岗操作。',
    receivedOn: '2026-11-10',
  };
  const { number, receiptCode } = expectOk(await office.as('clerk2').post('/api/tip-offs', letter)).body;
  expect(await status(receiptCode)).toMatchObject({ receivedOn: '2026-11-10' });
  const detail = (await office.as('clerk2').get(`/api/cases/${number}`)).body;
  expect(detail.steps[0].clock).toMatchObject({ dueOn: '2026-11-17' });
  expect(detail.record[1].texts).toEqual({ text: letter.text });
  const future = await office.as('clerk2').post('/api/tip-offs', { ...letter, receivedOn: '2099-01-01' });
  expect(future.body).toMatchObject({ code: 'date-ahead', errors: [{ pointer: '/receivedOn' }] });
  const ages = await office.as('clerk2').post('/api/tip-offs', { ...letter, receivedOn: '0026-11-30' });
  expect(ages.body).toMatchObject({ code: 'form-invalid', errors: [{ pointer: '/receivedOn' }] });
  const years = await office.as('clerk2').post('/api/tip-offs', { ...letter, receivedOn: '2020-11-10' });
  expect(years.body).toMatchObject({ code: 'form-invalid', errors: [{ pointer: '/receivedOn' }] });
  expect((await office.as('chief').post('/api/tip-offs', letter)).body.code).toBe('role-missing');
});

describe('refusals', () => {
  it('each have their code, write nothing, and are entered', async () => {
    const story = await handIn(office);
    const { number } = story;
    const refusal = async (login: string, step: string, body: object, headers = {}) => {
      const answer = await office.as(login).decide(number, step, body, headers);
      return [answer.status, answer.body.code];
    };
    const accepted = { verdict: 'accepted', allegesDeath: false };
    expect(await refusal('clerk1', 'tip-off/acceptance', { verdict: 'forgotten' })).toEqual([
      422,
      'verdict-not-possible',
    ]);
    expect(await refusal('clerk1', 'tip-off/acceptance', { verdict: 'accepted' })).toEqual([
      400,
      'form-invalid',
    ]);
    expect(await refusal('clerk1', 'tip-off/acceptance', { ...accepted, extra: true })).toEqual([
      400,
      'form-invalid',
    ]);
    expect(await refusal('clerk1', 'tip-off/acceptance', accepted, { 'if-match': '"1"' })).toEqual([
      412,
      'case-moved',
    ]);
    expect(await refusal('clerk1', 'tip-off/acceptance', accepted, { 'if-match': '"three"' })).toEqual([
      400,
      'if-match-malformed',
    ]);
    expect(await refusal('clerk1', 'tip-off/acceptance', accepted, { 'idempotency-key': 'short' })).toEqual([
      400,
      'key-malformed',
    ]);
    expect(await refusal('inspector1', 'tip-off/acceptance', accepted)).toEqual([403, 'role-missing']);
    expect(await refusal('clerk1', 'tip-off/verification-review', { verdict: 'approved' })).toEqual([
      409,
      'step-not-open',
    ]);
    const url = `/api/tip-offs/${number}/acceptance`;
    const without = await office.as('clerk1').post(url, accepted);
    expect([without.status, without.body.code]).toEqual([428, 'if-match-missing']);

    await accept(office, story);
    const lead = await personOf(office, 'inspector1');
    const payer = await personOf(office, 'payer1');
    expect(
      await refusal('chief', 'tip-off/assignment', { verdict: 'assigned', lead, companion: lead }),
    ).toEqual([422, 'assignee-unfit']);
    expect(
      await refusal('chief', 'tip-off/assignment', { verdict: 'assigned', lead, companion: payer }),
    ).toEqual([422, 'assignee-unfit']);
    await assign(office, story);
    expect(
      await refusal('inspector3', 'tip-off/verification', {
        verdict: 'unsubstantiated',
        visitedOn: today(),
        findings: '无',
      }),
    ).toEqual([403, 'not-assignee']);

    const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
    const entered = await office.db.refusedAttempt.findMany({
      where: { caseId: id },
      orderBy: { id: 'asc' },
    });
    expect(entered.map(({ code }) => code)).toEqual([
      'verdict-not-possible',
      'form-invalid',
      'form-invalid',
      'case-moved',
      'if-match-malformed',
      'key-malformed',
      'role-missing',
      'step-not-open',
      'if-match-missing',
      'assignee-unfit',
      'assignee-unfit',
      'not-assignee',
    ]);
  });

  it('know a person through another account, and a level that is too low', async () => {
    const story = await handIn(office);
    await accept(office, story);
    await assign(office, story);
    await verify(office, story);
    await rectify(office, story);
    await propose(office, story, 100_000_000);
    const approve = (login: string) =>
      office.as(login).decide(story.number, 'tip-off/reward-approval', { verdict: 'approved' });
    expect((await approve('reward-approver')).body).toMatchObject({ code: 'same-person', status: 403 });
    expect((await approve('deputy')).body).toMatchObject({ code: 'level-too-low', facts: { needed: 3 } });
    expect(
      (await office.as('reward-approver').get('/api/worklist')).body.items.map(
        (line: { number: string }) => line.number,
      ),
    ).not.toContain(story.number);
    expect((await approve('director')).status).toBe(200);
  });

  it('answer a repeated request as the first time, and refuse the key for another', async () => {
    const { number } = await handIn(office);
    const headers = { 'idempotency-key': 'accept-it-once', 'if-match': '"3"' };
    const url = `/api/tip-offs/${number}/acceptance`;
    const first = await office.as('clerk1').post(url, { verdict: 'accepted', allegesDeath: false }, headers);
    const again = await office.as('clerk1').post(url, { allegesDeath: false, verdict: 'accepted' }, headers);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(again.text).toBe(first.text);
    expect(again.headers['etag']).toBe(first.headers['etag']);
    const other = await office.as('clerk1').post(url, { verdict: 'accepted', allegesDeath: true }, headers);
    expect(other.body).toMatchObject({ code: 'key-reused', status: 422 });

    const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };
    const key = { 'idempotency-key': 'hand-in-once', 'intake-token': 'a'.repeat(32) };
    const one = await office.as(null).post('/api/public/tip-offs', tip, key);
    const two = await office.as(null).post('/api/public/tip-offs', tip, key);
    expect(two.body).toEqual(one.body);
  });

  it('let one of two decisions at once through', async () => {
    const { number } = await handIn(office);
    const decide = (login: string) =>
      office
        .as(login)
        .decide(
          number,
          'tip-off/acceptance',
          { verdict: 'accepted', allegesDeath: false },
          { 'if-match': '"3"' },
        );
    await Promise.all([office.as('clerk1').get('/api/session'), office.as('clerk2').get('/api/session')]);
    const answers = await Promise.all([decide('clerk1'), decide('clerk2'), decide('clerk1')]);
    expect(answers.map(({ status: code }) => code).sort()).toEqual([200, 409, 409]);
  });
});

describe('acts', () => {
  it('pause and resume a clock, extend it with approval, note and reassign', async () => {
    const story = await handIn(office);
    await accept(office, story);
    await assign(office, story);
    const { number } = story;
    const step = 'tip-off/verification';
    const act = async (login: string, name: string, body: object) => {
      const answer = await office.as(login).act(number, name, body);
      return answer.status === 200 ? 200 : answer.body.code;
    };
    const pause = (ground: string, days = 20) => ({ step, ground, days, reason: '等待检测' });
    const grant = { step, grant: true, reason: '同意' };
    expect(await act('inspector1', 'request-pause', pause('holiday'))).toBe('reason-not-lawful');
    expect(await act('inspector1', 'request-pause', pause('expert-review'))).toBe('reason-not-lawful');
    expect(await act('inspector1', 'request-pause', pause('testing', 61))).toBe('pause-too-long');
    expect(await act('inspector1', 'request-pause', pause('testing'))).toBe(200);
    expect(await act('inspector1', 'request-pause', pause('testing'))).toBe('request-open');
    expect(await act('chief', 'answer-pause', grant)).toBe('role-missing');
    expect(await act('deputy', 'answer-pause', grant)).toBe(200);
    expect(await act('deputy', 'answer-pause', grant)).toBe('not-requested');
    const standing = (await office.as('chief').get(`/api/cases/${number}`)).body.steps.find(
      (each: { step: string }) => each.step === step,
    );
    expect(standing).toMatchObject({
      clock: { state: 'paused', dueAt: expect.any(String) },
      pause: { ground: 'testing', expectedDays: 20, until: expect.any(String) },
      pauseRequest: { state: 'granted' },
    });
    const stays = (await office.as('inspector1').get('/api/worklist')).body.items.find(
      (line: { number: string }) => line.number === number,
    );
    expect(stays.pause).toEqual({ ground: 'testing', until: standing.pause.until });
    expect(await act('inspector1', 'resume', { step, reason: '检测完成' })).toBe(200);
    expect(await act('inspector1', 'request-extension', { step, byValue: 31, reason: '案情复杂' })).toBe(
      'extension-too-long',
    );
    expect(await act('inspector1', 'request-extension', { step, byValue: 30, reason: '案情复杂' })).toBe(200);
    const extend = { step, grant: true, reason: '同意', told: '案情复杂,核查延长三十日' };
    expect(await act('chief', 'answer-extension', extend)).toBe('role-missing');
    expect(await act('deputy', 'answer-extension', extend)).toBe('level-too-low');
    expect(await act('director', 'answer-extension', extend)).toBe(200);
    const on = shanghaiDate(new Date().toISOString());
    expect(await act('inspector1', 'request-start-correction', { step, on, reason: '录入有误' })).toBe(200);
    const correct = { step, grant: true, reason: '核对无误' };
    expect(await act('inspector1', 'answer-start-correction', correct)).toBe('role-missing');
    expect(await act('chief', 'answer-start-correction', correct)).toBe(200);
    expect(await act('inspector3', 'note', { text: '周边企业也有类似情况' })).toBe(200);
    expect(
      await act('chief', 'assign', { step, to: await personOf(office, 'inspector3'), reason: '调整' }),
    ).toBe(200);
    expect(await act('payer1', 'note', { text: '看看' })).toBe('case-not-found');
    expect(await act('chief-fire', 'request-withdrawal', { reason: '不是我的', told: '不是我的' })).toBe(
      'case-not-found',
    );
    const { body } = await office.as('inspector3').get(`/api/cases/${number}`);
    expect(body.steps.find((each: { step: string }) => each.step === step)).toMatchObject({
      limit: { value: 60, extendedBy: 30 },
      you: { may: true },
    });
  });

  it('withdraw a case and open it again', async () => {
    const story = await handIn(office);
    await accept(office, story);
    expect((await withdraw(office, story.number)).body).toMatchObject({ outcome: 'withdrawn' });
    const reopen = { fromStep: 'tip-off/acceptance', reason: '并非重复' };
    expect((await office.as('chief').act(story.number, 'reopen', reopen)).body.code).toBe('role-missing');
    expect((await office.as('director').act(story.number, 'reopen', reopen)).body).toMatchObject({
      outcome: null,
      stage: 'intake',
    });
  });
});

it('shows finance a payment and never a tip, the enterprise its order and never what led to it', async () => {
  const story = await toClaim(office);
  const payout = await claim(office, story);
  const order = await childOf(office, story, 'rectification');
  const see = async (login: string, number: string) => {
    const answer = await office.as(login).get(`/api/cases/${number}`);
    return answer.status === 200 ? answer.body : answer.status;
  };

  const payment = await see('payer1', payout);
  expect(payment.payment).toMatchObject({
    amountFen: 1_500_000,
    approvals: [{ step: 'tip-off/reward-proposal' }, { step: 'tip-off/reward-approval' }],
  });
  expect(payment.payment.reward.lines.length).toBeGreaterThan(0);
  const told = JSON.stringify(payment);
  for (const secret of [story.number, order, enterprise, '禾源', '王小明', '6222', '无证焊接', '除尘器'])
    expect(told).not.toContain(secret);
  expect(await see('payer1', story.number)).toBe(404);
  expect(await see('confirmer1', order)).toBe(404);
  expect((await office.as('payer1').get(`/api/cases/${payout}/record`)).status).toBe(404);

  const issued = await see('contact1', order);
  expect(issued.record.flatMap((line: { texts: object }) => Object.values(line.texts))).toContain(
    '通道仍被占用',
  );
  const shown = JSON.stringify(issued);
  const inspector = await personOf(office, 'inspector1');
  for (const secret of [story.number, payout, 'tip-off', '无证焊接', '除尘器', inspector, '周强'])
    expect(shown).not.toContain(secret);
  expect([
    await see('contact2', order),
    await see('contact1', story.number),
    await see('contact1', payout),
  ]).toEqual([404, 404, 404]);
  expect((await office.as('contact1').get(`/api/cases/${order}/record`)).status).toBe(404);

  expect(await see('inspector-fire', story.number)).toBe(404);
  expect(await see('operator', story.number)).toBe(404);
  expect(await see('admin', story.number)).toBe(404);
  const audited = await see('auditor', story.number);
  expect(audited.record.every((line: { texts: object }) => Object.keys(line.texts).length === 0)).toBe(true);
  expect((await office.as('auditor').get(`/api/cases/${story.number}/record`)).body.lines.length).toBe(
    audited.seq,
  );
  const pages: { lines: { seq: number }[]; nextCursor: string | null }[] = [];
  for (let cursor = ''; pages.at(-1)?.nextCursor !== null; cursor = `&cursor=${pages.at(-1)?.nextCursor}`)
    pages.push(
      expectOk(await office.as('auditor').get(`/api/cases/${story.number}/record?limit=4${cursor}`)).body,
    );
  expect(pages.flatMap(({ lines }) => lines.map(({ seq }) => seq))).toEqual(
    Array.from({ length: audited.seq }, (_, at) => at + 1),
  );
  expect(Math.max(...pages.map(({ lines }) => lines.length))).toBe(4);
  const approver = JSON.stringify(await see('deputy', story.number));
  expect(approver).toContain('除尘器');
  expect(approver).not.toContain('无证焊接');
});

it('is about the enterprise of the finding that stands, and no longer about one that was named by mistake', async () => {
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  const otherEnterprise = 'e0000000-0000-4000-8000-000000000002';
  await verify(office, story, enterprise, { verdict: 'returned', reason: '主体有误' });
  await verify(office, story, otherEnterprise);
  const order = await childOf(office, story, 'rectification');
  const family = await office.db.caseFile.findMany({ where: { number: { in: [story.number, order] } } });
  expect(family.map(({ enterpriseId }) => enterpriseId)).toEqual([otherEnterprise, otherEnterprise]);
  await does(office, story, 'rectification/order');
  expect((await office.as('contact2').get(`/api/cases/${order}`)).status).toBe(200);
  expect((await office.as('contact1').get(`/api/cases/${order}`)).status).toBe(404);
});

it('answers for a case that may not be seen in the same bytes as for one that does not exist', async () => {
  const { number } = await handIn(office);
  const strip = (answer: { text: string }) => answer.text.replace(/"instance":"[^"]+"/, '');
  const hidden = await office.as('payer1').get(`/api/cases/${number}`);
  const absent = await office.as('payer1').get('/api/cases/TO-2026-AAAAAAAA');
  expect([hidden.status, strip(hidden)]).toEqual([404, strip(absent)]);
  expect({ ...hidden.headers, date: '', 'content-length': '' }).toMatchObject({
    'content-type': absent.headers['content-type'],
  });
  const body = { verdict: 'accepted', allegesDeath: false };
  const decide = (each: string) => office.as('payer1').decide(each, 'tip-off/acceptance', body);
  expect(strip(await decide(number))).toBe(strip(await decide('TO-2026-AAAAAAAA')));
  const entered = await office.db.refusedAttempt.findMany({
    where: { act: 'tip-off/acceptance' },
    orderBy: { id: 'desc' },
    take: 2,
  });
  expect(entered.map(({ code }) => code).sort()).toEqual(['case-not-found', 'role-missing']);
});

it('hides a case from whoever has an interest in its enterprise', async () => {
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story);
  const personId = await personOf(office, 'inspector4');
  expect((await office.as('inspector4').get(`/api/cases/${story.number}`)).status).toBe(200);
  expectOk(
    await changeOffice(office, 'enter-recusal', { personId, enterpriseId: enterprise }, { by: 'inspector4' }),
  );
  expect((await office.as('inspector4').get(`/api/cases/${story.number}`)).status).toBe(404);
});
