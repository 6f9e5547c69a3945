import { changeOffice } from '../kit/changes';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { newPlant } from '../kit/plant';
import { accept, assign, expectOk, handIn, today, verify } from '../kit/story';

/* Firms of a real office: entered, called otherwise, ended, and joined where two rows are one firm. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterEach(() => office.logOut());
afterAll(() => office.close());

const codes = [
  '91330400MA2B12345F',
  '91330400MA2C67890Y',
  '91440300708461136T',
  '91330100799655058B',
  '91330400MA2D11111J',
  '91330400MA2E22222X',
  '91330400MA2F333339',
  '91330400MA2G44444L',
];

async function enter(name: string, change: object = {}): Promise<string> {
  const form = { creditCode: codes.shift(), name, trade: 'C33', zone: 'jxedz/tanghui', ...change };
  return expectOk(await changeOffice(office, 'enter-enterprise', form)).body.detail.enterpriseId;
}

async function listed(id: string) {
  const firms = expectOk(await office.as('chief').get('/api/enterprises')).body as { id: string }[];
  return firms.find((firm) => firm.id === id);
}

const seesCase = async (login: string, number: string) =>
  (await office.as(login).get(`/api/cases/${number}`)).status;

it('is named by a finding and by an opening at once', async () => {
  const firm = await enter('嘉兴新程精工有限公司');
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story, firm);
  const { number } = expectOk(
    await office.as('project1').post('/api/projects', { ...newPlant, enterpriseId: firm }),
  ).body;
  for (const each of [story.number, number])
    expect(await office.db.caseFile.findUnique({ where: { number: each } })).toMatchObject({
      enterpriseId: firm,
    });
});

it('that turned out to be another one leads a finding that names it to the one that stays', async () => {
  const [from, into] = [await enter('嘉兴新程精工厂'), await enter('嘉兴新程精密机械有限公司')];
  expectOk(await changeOffice(office, 'merge-enterprises', { from, into }));
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  await verify(office, story, from);
  expect(await office.db.caseFile.findUnique({ where: { number: story.number } })).toMatchObject({
    enterpriseId: into,
  });
});

it('that was never entered, or has ended, is named by no finding', async () => {
  const ended = await enter('嘉兴已注销制品有限公司');
  expectOk(await changeOffice(office, 'close-enterprise', { enterpriseId: ended }));
  const story = await handIn(office);
  await accept(office, story);
  await assign(office, story);
  for (const enterpriseId of [ended, '0198c000-0000-4000-8000-00000000dead']) {
    const body = {
      verdict: 'substantiated',
      visitedOn: today(),
      enterpriseId,
      hazards: [{ item: 'h1', grade: 'general', clause: 'exits:2', description: '疏散通道被占' }],
    };
    const { status, body: said } = await office
      .as('inspector1')
      .decide(story.number, 'tip-off/verification', body);
    expect([status, said.code, said.errors?.[0]?.pointer]).toEqual([
      422,
      'enterprise-unknown',
      '/enterpriseId',
    ]);
  }
});

it('is entered once, under a code that can be one', async () => {
  const form = { creditCode: '91330400MA2B12345F', name: '又一家', trade: null, zone: null };
  expect((await changeOffice(office, 'enter-enterprise', form)).body.code).toBe('enterprise-known');
  const wrong = await changeOffice(office, 'enter-enterprise', { ...form, creditCode: '91330400MA2B12354F' });
  expect([wrong.status, wrong.body.code]).toEqual([400, 'form-invalid']);
  expect(wrong.body.errors).toMatchObject([{ pointer: '/creditCode' }]);
});

it('is found by its former name: a tip that gives it recuses whoever has an interest', async () => {
  const firm = await enter('嘉兴旧名包装有限公司');
  expectOk(
    await changeOffice(office, 'rename-enterprise', { enterpriseId: firm, name: '浙江禾润智造有限公司' }),
  );
  expect(await listed(firm)).toMatchObject({
    name: '浙江禾润智造有限公司',
    aliases: ['嘉兴旧名包装有限公司'],
  });
  const personId = await personOf(office, 'chief');
  expectOk(await changeOffice(office, 'enter-recusal', { personId, enterpriseId: firm }));
  const { number } = await handIn(office, { text: '嘉兴旧名包装有限公司的车间冒烟。' });
  expect(await seesCase('chief', number)).toBe(404);
  expect(await seesCase('clerk1', number)).toBe(200);
});

it('that has ended gets no openings and no notices, and its cases go on', async () => {
  const firm = await enter('嘉兴已注销商贸有限公司', { trade: 'F51' });
  const form = { ...newPlant, enterpriseId: firm };
  const { number } = expectOk(await office.as('project1').post('/api/projects', form)).body;
  const closed = expectOk(await changeOffice(office, 'close-enterprise', { enterpriseId: firm })).body;
  expect(closed.detail).toMatchObject({ openCases: 1 });
  expect((await office.as('project1').post('/api/projects', form)).body.code).toBe('enterprise-unknown');
  expect(await seesCase('project1', number)).toBe(200);
  expect(await listed(firm)).toMatchObject({ closed: true, mergedInto: null });
});

describe('two rows that turn out to be one firm', () => {
  const [from, into] = ['e0000000-0000-4000-8000-000000000001', 'e0000000-0000-4000-8000-000000000002'];
  let project: string;
  let tip: string;
  beforeAll(async () => {
    const form = { ...newPlant, enterpriseId: from };
    project = expectOk(await office.as('project1').post('/api/projects', form)).body.number;
    tip = (await handIn(office, { text: '禾源金属制品有限公司夜间违规动火。' })).number;
    const recusals = [
      ['inspector1', from],
      ['legal', into],
    ] as const;
    for (const [login, enterpriseId] of recusals)
      expectOk(
        await changeOffice(office, 'enter-recusal', {
          personId: await personOf(office, login),
          enterpriseId,
        }),
      );
    office.logOut();
    expectOk(await changeOffice(office, 'merge-enterprises', { from, into }));
  });

  it('have their cases, and those of moves to come, at the one that stays', async () => {
    const file = () => office.db.caseFile.findUnique({ where: { number: project } });
    expect(await file()).toMatchObject({ enterpriseId: into });
    const { body } = expectOk(await office.as('project1').get(`/api/enterprises/${from}/file`));
    expect(body.enterprise.id).toBe(into);
    expect(body.items.map(({ number }: { number: string }) => number)).toContain(project);
    await office.db.caseFile.updateMany({ where: { number: project }, data: { enterpriseId: from } });
    expect(await file()).toMatchObject({ enterpriseId: into });
  });

  it('are one firm for what a firm has once, by whichever of the two it is named', async () => {
    const record = { tier: 'general', documentNo: 'JX-2026-4711', conduct: '瞒报隐患' };
    const enterRecord = (enterpriseId: string) =>
      office.as('legal2').post('/api/credit-repairs', { ...record, enterpriseId, establishedOn: today() });
    expectOk(await enterRecord(into));
    for (const firm of [from, into]) expect((await enterRecord(firm)).body.code).toBe('record-known');
  });

  it('have the recusals of both listed by the one that stays, and by person', async () => {
    const persons = [await personOf(office, 'inspector1'), await personOf(office, 'legal')];
    const list = async (query: string) =>
      expectOk(await office.as('auditor').get(`/api/recusals?${query}`)).body.items as object[];
    const entered = { personId: persons[0], enterpriseId: from };
    expect(await list(`enterpriseId=${into}`)).toEqual(
      expect.arrayContaining([expect.objectContaining(entered)]),
    );
    expect(await list(`personId=${persons[1]}`)).toMatchObject([{ personId: persons[1] }]);
    expect(await list('limit=1')).toHaveLength(1);
    expect((await office.as('inspector2').get('/api/recusals')).status).toBe(403);
  });

  it('keep everybody recused who was recused from either, also from tips that name only one', async () => {
    for (const login of ['inspector1', 'legal'])
      expect([login, await seesCase(login, tip)]).toEqual([login, 404]);
    const stays = await office.db.recusal.findMany({
      where: { personId: await personOf(office, 'inspector1') },
    });
    expect(stays.map(({ enterpriseId }) => enterpriseId).sort()).toEqual([from, into]);
  });

  it('give their contacts to the one that stays, each with a line that names its cause', async () => {
    const contacts = await office.db.account.findMany({ where: { enterpriseId: from } });
    expect(contacts).toEqual([]);
    const { items } = expectOk(await office.as('auditor').get('/api/office/record')).body;
    const merged = items.find((line: { kind: string }) => line.kind === 'put-in-force');
    const followed = items.find((line: { body: { cause?: number } }) => line.body.cause === merged.seq);
    expect(followed).toMatchObject({
      change: 'set-offices',
      body: { before: { enterpriseId: from }, after: { enterpriseId: into } },
    });
  });

  it('stay readable: by the name of the one that went out, which takes no further change', async () => {
    expect(await listed(from)).toMatchObject({ closed: true, mergedInto: into });
    expect(await listed(into)).toMatchObject({
      aliases: expect.arrayContaining(['禾源金属制品有限公司(演示)']),
    });
    const again = await changeOffice(office, 'rename-enterprise', { enterpriseId: from, name: '另一个名字' });
    expect(again.body.code).toBe('enterprise-unknown');
    const recusal = { personId: await personOf(office, 'deputy'), enterpriseId: from };
    expect((await changeOffice(office, 'enter-recusal', recusal)).body.code).toBe('enterprise-unknown');
  });
});

it('has a profile, from which it follows what it must have; more front-line staff than staff it has not', async () => {
  const firm = await enter('嘉兴港区燃气有限公司');
  expect(await listed(firm)).toMatchObject({ profile: null });
  const profile = { sector: 'town-gas', aboveScale: true, staffCount: 120, frontLineCount: 80 };
  const describe = (change: object) =>
    changeOffice(office, 'describe-profile', { enterpriseId: firm, ...profile, ...change });
  const { status, body } = await describe({ frontLineCount: 121 });
  expect([status, body.code, body.errors]).toEqual([
    400,
    'form-invalid',
    [{ pointer: '/frontLineCount', detail: 'at most 120' }],
  ]);
  expectOk(await describe({}));
  expect(await listed(firm)).toMatchObject({ profile });

  const twin = await enter('嘉兴港区燃气公司');
  expectOk(await changeOffice(office, 'merge-enterprises', { from: firm, into: twin }));
  expect(await listed(twin)).toMatchObject({ profile });
});
