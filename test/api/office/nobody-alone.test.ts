import { officeChangeKinds, officeChanges, type OfficeChangeKind } from '../../../domain/office/catalogue';
import { shanghaiDate } from '../../../domain/time/calendar';
import { openDatabase, type Database } from '../../../record/store/database';
import { accountForm, hireAccount } from '../kit/administrators';
import { approve, changeOffice } from '../kit/changes';
import type { Answer } from '../kit/front';
import { personOf } from '../kit/front';
import { entryOf } from '../network/pool';
import { openOffice, type Office } from '../kit/office';
import { expectOk, handIn } from '../kit/story';

/*
 * Whatever waits for a second person is put in force by no single hand: neither by who asks, nor by whom it is about,
 * nor through a second account of either. Tried for every kind that there is.
 */

const enterprise = 'e0000000-0000-4000-8000-000000000001';

let office: Office;
let owner: Database;
/** The number of a tip from which `admin3` is recused by name. */
let tip: string;
beforeAll(async () => {
  office = await openOffice();
  owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 2 });
  await hireAccount(office, { login: 'admin3', staffNo: 'X005', roles: ['administrator'] });
  await hireAccount(office, { login: 'admin4', staffNo: 'X006', roles: ['administrator'] });
  // Second accounts: of who asks, and of whom it is about.
  const hands = { by: 'admin2', second: 'admin4' };
  await hireAccount(office, { login: 'admin.again', staffNo: 'X003', roles: ['administrator'] }, hands);
  await hireAccount(office, { login: 'admin3.again', staffNo: 'X005', roles: ['administrator'] }, hands);
  await hireAccount(office, { login: 'asleep', staffNo: 'X005', roles: ['administrator'] }, hands);
  expectOk(await changeOffice(office, 'disable-account', { login: 'asleep' }));

  const personId = await personOf(office, 'admin3');
  expectOk(await changeOffice(office, 'enter-recusal', { personId, enterpriseId: enterprise }));
  expectOk(await changeOffice(office, 'enter-name', { personId, name: '郭晓峰' }));
  tip = (await handIn(office)).number;
  const { rootId } = await office.db.caseFile.findUniqueOrThrow({ where: { number: tip } });
  await owner.familyRecusal.create({ data: { rootId, personId, tie: new Uint8Array() } });
});
// Who gets other offices is signed out.
afterEach(() => office.logOut());
afterAll(async () => {
  await owner.$disconnect();
  await office.close();
});

const withSecond = officeChangeKinds.filter((kind) => officeChanges[kind].second !== null);

/** A change of each kind that waits for a second person, and whose matter it is. */
const samples: Record<string, { readonly form: () => object | Promise<object>; readonly about: boolean }> = {
  'create-account': {
    form: () => accountForm({ login: 'third', staffNo: 'X005', roles: ['administrator'] }),
    about: true,
  },
  'set-offices': {
    form: () => ({
      ...{ login: 'admin3', roles: ['administrator'], level: 1, unit: 'jxedz-system', enterpriseId: null },
    }),
    about: true,
  },
  'enable-account': { form: () => ({ login: 'asleep' }), about: true },
  'reset-password': { form: () => ({ login: 'asleep' }), about: true },
  'reset-second-factor': {
    async form() {
      const { id: accountId } = await office.db.account.findUniqueOrThrow({ where: { login: 'asleep' } });
      const secret = new Uint8Array(1);
      await office.db.secondFactor.upsert({
        where: { accountId },
        create: { accountId, secret },
        update: {},
      });
      return { login: 'asleep' };
    },
    about: true,
  },
  'lift-recusal': {
    form: async () => ({ personId: await personOf(office, 'admin3'), enterpriseId: enterprise }),
    about: true,
  },
  'lift-name': {
    form: async () => ({ personId: await personOf(office, 'admin3'), name: '郭晓峰' }),
    about: true,
  },
  'lift-own-name': {
    form: async () => ({ personId: await personOf(office, 'admin3'), number: tip }),
    about: true,
  },
  'rename-person': {
    form: async () => ({ personId: await personOf(office, 'admin3'), name: '郭新名' }),
    about: true,
  },
  'merge-enterprises': {
    form: () => ({
      from: 'e0000000-0000-4000-8000-000000000003',
      into: 'e0000000-0000-4000-8000-000000000004',
    }),
    about: false,
  },
  'import-people': {
    form: () => ({
      rows: [
        {
          ...{ staffNo: 'N001', name: '钱多多', login: 'new.one', email: null, roles: ['intake-clerk'] },
          ...{ level: 0, unit: 'jxedz-safety', creditCode: null },
        },
      ],
    }),
    about: false,
  },
  'enter-expert': { form: async () => entryOf(await personOf(office, 'expert1')), about: false },
  'end-expert-tie': {
    async form() {
      const personId = await personOf(office, 'expert1');
      const tie = { personId, enterpriseId: enterprise, kind: 'paid' };
      await owner.expertTie.upsert({
        where: { personId_enterpriseId_kind: tie },
        create: tie,
        update: { endedOn: null },
      });
      return { personId, enterpriseId: enterprise, tie: 'paid', endedOn: '2026-01-31' };
    },
    about: false,
  },
  'enter-zone': {
    form: () => ({
      ...{ id: 'second-zone', title: { zh: '第二园区', en: 'Second zone' }, buildsOn: 'jxedz' },
      intakeUnit: { id: 'second-safety', title: { zh: '安全监管科', en: 'Safety' } },
    }),
    about: false,
  },
  'publish-policy': {
    form: () => {
      const value = { value: 8, unit: 'working-days', effect: 'service-promise', rollsForward: false };
      const source = { title: '管委会办公会议纪要', article: '第3条', confidence: 'verified' };
      const row = { key: 'limit.tip-off.acceptance', value: { ...value, calendar: 'cn' }, source };
      const end = [{ key: row.key, validFrom: '2024-03-01', validTo: '2026-12-31' }];
      return {
        layer: 'jxedz',
        end,
        add: [{ ...row, validFrom: '2027-01-01', validTo: null }],
        openCases: 'keep',
      };
    },
    about: false,
  },
  'publish-calendar': {
    form: () => ({
      years: {
        2027: {
          state: 'published',
          notice: 'https://www.gov.cn/zhengce/2027',
          daysOff: ['2027-01-01'],
          makeUpWorkdays: [],
        },
      },
    }),
    about: false,
  },
};

it('has a sample of each kind that waits for a second person', () => {
  expect(Object.keys(samples).sort()).toEqual([...withSecond].sort());
});

describe.each(withSecond)('%s', (kind: OfficeChangeKind) => {
  const { form, about } = samples[kind]!;
  const state = async (asked: Answer) =>
    (await office.db.officeProposal.findUniqueOrThrow({ where: { id: asked.body.proposal } })).state;

  it('is put in force by no single hand, and by a second one', async () => {
    const asked = await office.as('admin').post(`/api/office/changes/${kind}`, {
      ...(await form()),
      reason: '经局务会研究',
    });
    expect([asked.status, asked.body.state]).toEqual([202, 'proposed']);
    const barred = ['admin', 'admin.again', ...(about ? ['admin3', 'admin3.again'] : [])];
    for (const login of barred) {
      expect([login, (await approve(office, asked, login)).body.code]).toEqual([login, 'same-person']);
      const refusal = { reason: '不同意' };
      const refused = await office
        .as(login)
        .post(`/api/office/proposals/${asked.body.proposal}/refusal`, refusal);
      expect([login, refused.body.code]).toEqual([login, 'same-person']);
    }
    for (const login of ['auditor', 'operator', 'inspector1', 'contact1'])
      expect([login, (await approve(office, asked, login)).body.code]).toEqual([login, 'role-missing']);
    expect(await state(asked)).toBe('open');

    expect((await approve(office, asked, 'admin4')).body.state).toBe('in-force');
    expect(await state(asked)).toBe('in-force');
    expect((await approve(office, asked, 'admin2')).body.code).toBe('proposal-decided');
    const own = { kind: { in: ['proposed', 'put-in-force'] } };
    const lines = await office.db.officeEvent.findMany({ where: own, orderBy: { seq: 'desc' }, take: 2 });
    expect(lines).toMatchObject([
      { kind: 'put-in-force', actor: { personId: await personOf(office, 'admin4') }, body: { change: kind } },
      {
        kind: 'proposed',
        actor: { personId: await personOf(office, 'admin') },
        body: { change: kind, reason: '经局务会研究' },
      },
    ]);
  });

  it('is refused to everybody who may not ask', async () => {
    for (const login of ['inspector1', 'auditor', 'contact1'])
      expect([
        login,
        (await office.as(login).post(`/api/office/changes/${kind}`, await form())).body.code,
      ]).toEqual([login, 'role-missing']);
  });
});

it('is asked for by nobody in their own matter', async () => {
  const own = {
    login: 'admin',
    roles: ['administrator'],
    level: 3,
    unit: 'jxedz-system',
    enterpriseId: null,
  };
  for (const login of ['admin', 'admin.again'])
    expect((await office.as(login).post('/api/office/changes/set-offices', own)).body.code).toBe(
      'same-person',
    );
});

it('binds whoever stands in for one of those whose matter it is', async () => {
  const [away, substitute] = [await personOf(office, 'admin'), await personOf(office, 'admin2')];
  const today = shanghaiDate(office.now().toISOString());
  const leave = { personId: away, substituteId: substitute, from: today, to: today };
  expectOk(await changeOffice(office, 'enter-leave', leave));
  const asked = await office.as('admin').post('/api/office/changes/reset-password', { login: 'chief' });
  expect((await approve(office, asked, 'admin2')).body.code).toBe('same-person');
  const bySubstitute = await office
    .as('admin2')
    .post('/api/office/changes/reset-password', { login: 'deputy' });
  expect((await approve(office, bySubstitute, 'admin')).body.code).toBe('same-person');
  expect((await approve(office, bySubstitute, 'admin4')).status).toBe(201);
});

it('is put in force once, however many agree at the same moment', async () => {
  const form = accountForm({ login: 'once.only', staffNo: 'A950', roles: ['inspector'] });
  const asked = await office.as('admin').post('/api/office/changes/create-account', form);
  const answers = await Promise.all(['admin3', 'admin4'].map((login) => approve(office, asked, login)));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
  expect(
    await office.db.officeEvent.count({
      where: { body: { path: ['proposal'], equals: asked.body.proposal } },
    }),
  ).toBe(2);
});
