import { shanghaiDate, startOfDay } from '../../../domain/time/calendar';
import { changeOffice } from '../kit/changes';
import { expectOk } from '../kit/story';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { enterprise, viewAt } from '../kit/usual';
import { acceptedOn, agreeTo, assignedOn, daysBefore, enterTip, past, type Entry } from './entering';

/*
 * A tip-off that ran in an old register goes on here with its true days: entered by a chief, agreed to by an approver.
 */

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const daysAgo = (days: number) => daysBefore(office, days);
const enter = (entry: Entry, by?: string) => enterTip(office, entry, by);
const agree = (number: string, by?: string, grant?: boolean) => agreeTo(office, number, by, grant);
const accepted = (on = daysAgo(36)) => acceptedOn(on);
const assigned = (on = daysAgo(35)) => assignedOn(office, on);
const open = async (number: string) =>
  Object.values((await viewAt(office, number)).steps).filter(({ decision }) => decision === null);
const kinds = async (number: string) => {
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  const lines = await office.db.recordEvent.findMany({ where: { caseId: id }, orderBy: { seq: 'asc' } });
  // Lines are read field by field.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  return lines.map(({ body }) => body as Record<string, any>);
};

it('begins today and goes on at verification, its time counted from the true day of acceptance', async () => {
  const { body } = expectOk(await enter({ decided: [accepted(), await assigned()] }));
  expect(await open(body.number)).toEqual([]);
  expectOk(await agree(body.number));

  const [step, ...others] = await open(body.number);
  expect([step?.step, others]).toEqual(['tip-off/verification', []]);
  expect(step?.clock.anchor).toBe(startOfDay(daysAgo(36)));
  expect(step?.assignee).toBe(await personOf(office, 'inspector1'));
  const lines = await kinds(body.number);
  expect(lines[0]).toMatchObject({
    kind: 'opened',
    takeOver: { source: 'register-2026', receivedOn: daysAgo(40) },
  });
  expect(lines.filter(({ kind }) => kind === 'decided')).toEqual([]);
  expect(lines.filter(({ kind }) => kind === 'decided-before')).toMatchObject([
    { key: 'tip-off/acceptance#1', on: daysAgo(36), facts: { death: false } },
    { key: 'tip-off/assignment#1', on: daysAgo(35) },
  ]);
  const file = await office.db.caseFile.findUniqueOrThrow({ where: { number: body.number } });
  expect(shanghaiDate(file.openedAt.toISOString())).toBe(daysAgo(0));
});

it('does nothing before another person agrees, who is not the one that entered it', async () => {
  const { number } = expectOk(await enter({ decided: [accepted()] })).body;
  expect((await agree(number, 'chief')).body.code).toBe('role-missing');
  const waiting = expectOk(await office.as('deputy').get('/api/worklist/requests')).body.items;
  expect(waiting).toMatchObject([{ number, answer: 'answer-take-over' }]);
  expectOk(await agree(number));
  expect((await agree(number)).body.code).toBe('not-requested');
  expect((await enter({ decided: [] }, 'clerk1')).body.code).toBe('role-missing');
});

it('is struck where the other does not agree, and its number may be entered again', async () => {
  const registerNo = '举报〔2026〕88号';
  const { number } = expectOk(await enter({ decided: [accepted()], registerNo })).body;
  expect((await enter({ decided: [accepted()], registerNo })).body.code).toBe('record-known');
  expectOk(await agree(number, 'deputy', false));
  expect(await office.db.caseFile.findUniqueOrThrow({ where: { number } })).toMatchObject({
    outcome: 'withdrawn',
  });
  expectOk(await enter({ decided: [accepted()], registerNo }));
});

it('of an overdue matter tells whoever decides it once, and fires no rung from before', async () => {
  const decided = [accepted(daysAgo(150)), await assigned(daysAgo(149))];
  const { number } = expectOk(await enter({ decided, receivedOn: daysAgo(152) })).body;
  expectOk(await agree(number));
  const lines = await kinds(number);
  const [passed] = lines.filter(({ kind }) => kind === 'rungs-passed');
  expect(passed?.['rungs'].length).toBeGreaterThan(2);
  const letters = lines.filter(({ kind, key }) => kind === 'effect-asked' && key.startsWith('rung/'));
  expect(letters).toMatchObject([{ effect: { to: { kind: 'step', key: 'tip-off/verification#1' } } }]);
  const { due_at: dueAt } = (
    await office.db.$queryRaw<{ due_at: Date }[]>`SELECT due_at FROM anjie.case_file WHERE number = ${number}`
  )[0]!;
  expect(dueAt.getTime()).toBeLessThan(office.now().getTime());
  const caseId = (await office.db.caseFile.findUniqueOrThrow({ where: { number } })).id;
  const at = office.now().toISOString();
  const { seq } = await viewAt(office, number);
  await office.desk.advance({ caseId, knownSeq: seq, at, wants: [] });
  expect((await kinds(number)).filter(({ kind }) => kind === 'rung-fired')).toEqual([]);
});

it('counts pauses and extensions that were granted before', async () => {
  const decided = [accepted(), await assigned()];
  const plain = expectOk(await enter({ decided })).body.number;
  const pause = { ground: 'appraisal', from: daysAgo(30), to: daysAgo(21) };
  const granted = [{ step: 'tip-off/verification', extendedBy: 5, pauses: [pause] }];
  const longer = expectOk(await enter({ decided, granted })).body.number;
  for (const number of [plain, longer]) expectOk(await agree(number));
  const [[one], [other]] = [await open(plain), await open(longer)];
  expect(other?.clock).toMatchObject({ extendedBy: 5, extensions: 1 });
  expect(other!.clock.dueAt! > one!.clock.dueAt!).toBe(true);
  const unlawful = [
    { step: 'tip-off/verification', extendedBy: 0, pauses: [{ ...pause, ground: 'auction' }] },
  ];
  expect((await enter({ decided, granted: unlawful })).body.code).toBe('reason-not-lawful');
});

it('keeps persons apart as if they had decided here: those who are known, or who vouches for the unknown', async () => {
  const signed = async (by: object) => [
    ...[accepted(), await assigned()],
    past('tip-off/verification', daysAgo(20), finding(daysAgo(22)), by),
    past('tip-off/co-signature', daysAgo(19), { verdict: 'signed' }, by),
  ];
  const known = expectOk(
    await enter({ decided: await signed({ by: [await personOf(office, 'inspector1')] }) }),
  );
  const unknown = expectOk(await enter({ decided: await signed({}) }));
  for (const { body } of [known, unknown]) expectOk(await agree(body.number));
  const review = (number: string) =>
    office.as('chief').decide(number, 'tip-off/verification-review', { verdict: 'approved' });
  expect((await review(unknown.body.number)).body.code).toBe('same-person');
  expectOk(await review(known.body.number));
});

const finding = (visitedOn: string) => ({
  ...{ verdict: 'substantiated', visitedOn, enterpriseId: enterprise },
  hazards: [{ item: 'h1', grade: 'major', clause: 'dust-explosion:1', description: '除尘器无泄爆口' }],
});

it('is kept from an approver with an interest in its firm before anybody agrees', async () => {
  const personId = await personOf(office, 'deputy');
  expectOk(await changeOffice(office, 'enter-recusal', { personId, enterpriseId: enterprise }));
  const { number } = expectOk(await enter({ decided: await toTheReview() })).body;
  expect((await agree(number)).status).toBe(404);
  expect(expectOk(await office.as('deputy').get('/api/worklist/requests')).body.items).toEqual([]);
  expectOk(await agree(number, 'director'));
});

async function toTheReview() {
  const inspectors = { by: [await personOf(office, 'inspector1')] };
  return [
    ...[accepted(), await assigned()],
    past('tip-off/verification', daysAgo(30), finding(daysAgo(31)), inspectors),
    past(
      'tip-off/co-signature',
      daysAgo(29),
      { verdict: 'signed' },
      { by: [await personOf(office, 'inspector2')] },
    ),
    past('tip-off/verification-review', daysAgo(28), { verdict: 'approved' }),
    past('tip-off/feedback', daysAgo(27), { verdict: 'given', message: '经核查属实。' }),
  ];
}

const item = {
  ...{ item: 'h1', description: '除尘器无泄爆口', measure: '加装泄爆片', responsible: '厂长' },
  ...{ fundsFen: 500_000, plan: '停产整改' },
};
const ordered = (on: string, remedyDays = 20) =>
  past('rectification/order', on, { verdict: 'issued', remedyDays, items: [item] });

it('takes its child case over at the step where that stands', async () => {
  const decided = [
    ...(await toTheReview()),
    ordered(daysAgo(27)),
    past('rectification/acknowledgement', daysAgo(26), { verdict: 'acknowledged' }),
  ];
  const { number } = expectOk(await enter({ decided })).body;
  expectOk(await agree(number));
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  const child = await office.db.caseFile.findFirstOrThrow({ where: { parentId: id } });
  expect(child.enterpriseId).toBe(enterprise);
  const [remedy] = await open(child.number);
  expect(remedy).toMatchObject({ step: 'rectification/remedy', clock: { anchor: startOfDay(daysAgo(26)) } });
  // The firm reads its order; of the register of tips it reads nothing.
  const told = expectOk(await office.as('contact1').get(`/api/cases/${child.number}`)).text;
  expect(told).toContain('decided-before');
  for (const secret of ['register-2026', '举报〔', number, 'vouchers']) expect(told).not.toContain(secret);
  const letters = (await kinds(child.number)).filter(({ kind }) => kind === 'effect-done');
  expect(letters).toMatchObject([{ result: 'superseded' }]);
});

async function toTheApproval(amountFen: number) {
  const remedied = { item: 'h1', papers: [], statement: '已加装' };
  return [
    ...(await toTheReview()),
    ordered(daysAgo(27)),
    past('rectification/acknowledgement', daysAgo(26), { verdict: 'acknowledged' }),
    past('rectification/remedy', daysAgo(20), { verdict: 'proved', items: [remedied] }),
    past('rectification/site-recheck', daysAgo(18), {
      ...{ verdict: 'passed', companion: await personOf(office, 'inspector2'), findings: '已加装' },
    }),
    past('rectification/co-signature', daysAgo(18), { verdict: 'signed' }),
    past('rectification/recheck-opinion', daysAgo(18), { verdict: 'told', message: '复查合格' }),
    past('tip-off/penalty', daysAgo(16), {
      ...{ verdict: 'fined', fineFen: 10_000_000, confiscatedFen: 0, decidedOn: daysAgo(16) },
    }),
    past(
      'tip-off/reward-proposal',
      daysAgo(14),
      {
        ...{
          verdict: 'proposed',
          novelty: 'unknown-before',
          excludedRelation: false,
          employmentProved: false,
        },
        ...{ earlierRewardOfSameMatter: false, accident: null },
      },
      { amountFen, by: [await personOf(office, 'reward')] },
    ),
  ];
}

const approval = (documentNo?: string) =>
  past('tip-off/reward-approval', daysAgo(12), { verdict: 'approved' }, documentNo ? { documentNo } : {});
const payee = { holder: '王小明', bank: '嘉兴银行开发区支行', account: '6222021234567890123' };
const claimed = () => past('tip-off/claim', daysAgo(10), { verdict: 'claimed' });

it('is paid what was approved before, by the hands of today and once', async () => {
  const decided = [...(await toTheApproval(880_000)), approval('奖励〔2026〕3号'), claimed()];
  expect((await enter({ decided })).body.code).toBe('payee-missing');
  const { number } = expectOk(await enter({ decided, payee })).body;
  expectOk(await agree(number));
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  const payout = await office.db.caseFile.findFirstOrThrow({ where: { parentId: id, caseType: 'payout' } });
  expectOk(await office.as('director').decide(payout.number, 'payout/release', { verdict: 'released' }));
  const list = expectOk(
    await office
      .as('payer1')
      .post('/api/payouts/bank-list', { cases: [payout.number] }, { accept: 'text/csv' }),
  );
  expect(list.text).toContain('8800.00');
  const reward = await office.db.reward.findUniqueOrThrow({ where: { caseId: id } });
  expect(reward).toMatchObject({ amountFen: 880_000, state: 'in-payment' });
});

it('asks for the number of the paper where money follows, and for the sum where one was set', async () => {
  const decided = await toTheApproval(880_000);
  const wrong = await enter({ decided: [...decided, approval()] });
  expect([wrong.body.code, wrong.body.errors[0].pointer]).toEqual([
    'form-invalid',
    `/decided/${decided.length}/documentNo`,
  ]);
  const sum = [{ ...decided[0], amountFen: 5 }];
  expect((await enter({ decided: sum })).body.errors[0].pointer).toBe('/decided/0/amountFen');
});

describe('is refused', () => {
  const code = async (entry: Entry) => {
    const { status, body } = await enter(entry);
    return status === 201 ? 'taken' : [body.code, body.errors?.[0]?.pointer];
  };

  it('with decisions that do not come in the procedure, or on days on which they cannot have been taken', async () => {
    expect(await code({ decided: [await assigned()] })).toEqual(['form-invalid', '/decided/0']);
    expect(await code({ decided: [accepted(daysAgo(41))] })).toEqual(['form-invalid', '/decided/0/on']);
    expect(await code({ decided: [accepted(daysAgo(-1))] })).toEqual(['date-ahead', '/decided/0/on']);
    expect(
      await code({ decided: [], granted: [{ step: 'tip-off/penalty', extendedBy: 0, pauses: [] }] }),
    ).toEqual(['form-invalid', '/granted/0']);
  });

  it('where it has ended, by a decision or by a limit that decides', async () => {
    const declined = {
      verdict: 'declined',
      allegesDeath: false,
      clause: 'same-matter-accepted',
      reason: '重复',
    };
    expect(await code({ decided: [past('tip-off/acceptance', daysAgo(36), declined)] })).toEqual([
      'form-invalid',
      '/decided',
    ]);
  });

  it('of payments: whatever is paid is paid here', async () => {
    const paid = past('payout/release', daysAgo(1), { verdict: 'released' }, { documentNo: 'A-001' });
    const decided = [...(await toTheApproval(1)), approval('A-001')];
    const place = `/decided/${decided.length}/step`;
    expect(await code({ decided: [...decided, paid] })).toEqual(['form-invalid', place]);
  });

  it('with persons or firms that there are not', async () => {
    const stranger = '00000000-0000-4000-8000-00000000dead';
    expect((await enter({ decided: [{ ...accepted(), by: [stranger] }] })).body.code).toBe('assignee-unfit');
  });
});

it('leaves who the reporter is to the vault, and lets them come back with a code', async () => {
  const { number, receiptCode } = expectOk(await enter({ decided: [accepted()] })).body;
  const status = () => office.as(null).post('/api/public/receipt', { code: receiptCode });
  expectOk(await status());
  expectOk(await agree(number));
  expectOk(await status());
  const rows = JSON.stringify(await kinds(number));
  expect(rows).toContain('decided-before');
  expect(rows).not.toContain('王小明');
  expect(rows).not.toContain('13800001111');
});
