import { recipientsFrom } from '../../../../activities/recipients';
import type { tipOff } from '../../../../domain/cases/tip-off/case-type';
import { openDatabase, type Database } from '../../../../record/store/database';
import { changeOffice } from '../../kit/changes';
import { personOf } from '../../kit/front';
import { openOffice, type Office } from '../../kit/office';
import {
  accept,
  assign,
  childOf,
  claim,
  does,
  enterprise,
  expectOk,
  handIn,
  toClaim,
  verify,
  type Story,
} from '../../kit/story';

/*
 * 回避 from the first moment: whoever has an interest in a firm that a tip names in words, or is named in it, sees
 * nothing of the case, however the tip says it and whatever their office.
 */

let office: Office;
let owner: Database;
beforeAll(async () => {
  office = await openOffice();
  owner = openDatabase(office.database.ownerUrl, { applicationName: 'test-owner', poolSize: 2 });
});
afterAll(async () => {
  await owner.$disconnect();
  await office.close();
});
afterEach(async () => {
  for (const { personId, enterpriseId } of await office.db.recusal.findMany())
    expectOk(await changeOffice(office, 'lift-recusal', { personId, enterpriseId }));
});

/** Every office that reads tips, by a login of the demonstration that holds it. */
const readers = {
  'intake-clerk': 'clerk1',
  'section-chief': 'chief',
  inspector: 'inspector1',
  'government-liaison': 'liaison',
  'legal-officer': 'legal',
  'reward-officer': 'reward',
  approver: 'deputy',
  auditor: 'auditor',
} as const satisfies Record<keyof typeof tipOff.readers, string>;

async function recuse(login: string, firm = enterprise): Promise<void> {
  const personId = await personOf(office, login);
  expectOk(await changeOffice(office, 'enter-recusal', { personId, enterpriseId: firm }));
}

/** Whether somebody sees a case on any way that there is. */
async function sees(login: string, number: string): Promise<boolean[]> {
  const caller = office.as(login);
  const listed = async (url: string) => {
    const { body } = expectOk(await caller.get(url));
    return (body.items as { number: string }[]).some((line) => line.number === number);
  };
  const read = async (path: string) => (await caller.get(`/api/cases/${number}${path}`)).status !== 404;
  return [
    await listed('/api/cases?limit=100'),
    await listed('/api/cases?limit=100&order=opened'),
    ...(await Promise.all(['', '/record', '/file', '/ledger'].map(read))),
  ];
}

const nothing = [false, false, false, false, false, false];

const namings = [
  { text: '禾源金属制品有限公司车间里无证焊接。' },
  { text: '禾源厂里无证焊接。' },
  { text: '禾 源 金 属 里无证焊接。' },
  { text: '车间里无证焊接。', enterpriseName: '禾源' },
  { text: '信用代码91330402madem00013的厂无证焊接。' },
  { text: '车间里无证焊接。', remarks: '老板是禾源的。' },
];

describe('a tip that names a firm', () => {
  it.each(namings)(
    'as %j is kept from everybody with an interest in it, whatever their office',
    async (tip) => {
      for (const login of Object.values(readers)) await recuse(login);
      const { number } = await handIn(office, { place: '工业区', ...tip });
      for (const login of Object.values(readers))
        expect([login, await sees(login, number)]).toEqual([login, nothing]);
      expect((await sees('clerk2', number))[0]).toBe(true);
    },
  );

  it('is not accepted by a recused clerk: for them there is no such case, and the attempt is entered', async () => {
    await recuse('clerk1');
    const { number } = await handIn(office, namings[1]);
    const verdict = { verdict: 'accepted', allegesDeath: false };
    const refused = await office.as('clerk1').decide(number, 'tip-off/acceptance', verdict);
    expect([refused.status, refused.body.code]).toEqual([404, 'case-not-found']);
    const waiting = expectOk(await office.as('clerk1').get('/api/worklist?limit=100')).body.items;
    expect(waiting.filter((line: { number: string }) => line.number === number)).toEqual([]);
    const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
    const attempts = await office.db.refusedAttempt.findMany({ where: { caseId: id } });
    expect(attempts.map(({ code }) => code)).toContain('conflict-of-interest');
    expect((await office.as('clerk1').act(number, 'note', { text: '看看' })).body.code).toBe(
      'case-not-found',
    );
    expectOk(await office.as('clerk2').decide(number, 'tip-off/acceptance', verdict));
  });

  it('is nobody’s who declares the interest later, and theirs again once it was lifted', async () => {
    const { number } = await handIn(office, namings[0]);
    expect((await sees('inspector2', number))[0]).toBe(true);
    await recuse('inspector2');
    expect(await sees('inspector2', number)).toEqual(nothing);
    const personId = await personOf(office, 'inspector2');
    const lifted = { personId, enterpriseId: enterprise };
    expectOk(await changeOffice(office, 'lift-recusal', lifted, { by: 'chief', second: 'admin' }));
    expect((await sees('inspector2', number))[0]).toBe(true);
  });

  it('stays away from them where the finding names another firm', async () => {
    const story = await handIn(office, namings[0]);
    await recuse('legal');
    await accept(office, story);
    await assign(office, story);
    await verify(office, story, enterprise.replace(/1$/, '2'));
    expect(await sees('legal', story.number)).toEqual(nothing);
  });

  it('is given to no inspector with an interest in it', async () => {
    const story = await handIn(office, namings[0]);
    await recuse('inspector2');
    await accept(office, story);
    const [lead, companion] = [await personOf(office, 'inspector1'), await personOf(office, 'inspector2')];
    const team = { verdict: 'assigned', lead, companion };
    expect((await office.as('chief').decide(story.number, 'tip-off/assignment', team)).body.code).toBe(
      'assignee-unfit',
    );
  });

  it('sends them no mail of its rungs', async () => {
    await recuse('clerk1');
    const { number } = await handIn(office, namings[0]);
    const file = await office.desk.viewOf({ number });
    const [step] = Object.keys(file!.view.steps);
    const to = await recipientsFrom(office.db).of(file!.caseId, file!.view, { kind: 'step', key: step! });
    expect(to.addresses).not.toContain('clerk1@anjie.example');
    expect(to.addresses).toContain('clerk2@anjie.example');
  });

  it('is found by a name that was entered of the firm after it came', async () => {
    await recuse('clerk1');
    const { number } = await handIn(office, { text: '金大福作坊里无证焊接。', place: '工业区' });
    expect((await sees('clerk1', number))[0]).toBe(true);
    const { trade, zone } = await office.db.enterprise.findUniqueOrThrow({ where: { id: enterprise } });
    const described = { trade, zone, aliases: ['金大福'], address: '塘汇街道正原路128号' };
    const entered = { enterpriseId: enterprise, ...described };
    expectOk(await changeOffice(office, 'describe-enterprise', entered, { by: 'policy1' }));
    expect(await sees('clerk1', number)).toEqual(nothing);
    const byPlace = await handIn(office, { text: '车间里无证焊接。', place: '正原路128号' });
    expect(await sees('clerk1', byPlace.number)).toEqual(nothing);
  });

  it('tells whoever reads the database nothing of which firm it is', async () => {
    await recuse('clerk1');
    const { number } = await handIn(office, namings[0]);
    const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
    const [tie] = await office.db.familyTie.findMany({ where: { rootId: id } });
    expect(Buffer.from(tie!.tie)).toEqual(office.parts.receipts.tieTo({ firm: enterprise }));
    const rows = await office.db.$queryRaw<{ row: string }[]>`
      SELECT t::text AS row FROM anjie.family_tie t UNION ALL SELECT r::text FROM anjie.family_recusal r`;
    for (const { row } of rows) expect(row).not.toMatch(/e0000000|禾源/);
    expect((await office.db.caseFile.findUniqueOrThrow({ where: { number } })).enterpriseId).toBeNull();
  });

  it('is paid by somebody who learns nothing of the firm', async () => {
    await recuse('payer1');
    const story = await toClaim(office);
    const { id: rootId } = await office.db.caseFile.findUniqueOrThrow({ where: { number: story.number } });
    const personId = await personOf(office, 'payer1');
    await owner.familyRecusal.create({ data: { rootId, personId, tie: new Uint8Array() } });
    const payout = await claim(office, story);
    expect((await office.as('payer1').get(`/api/cases/${payout}`)).status).toBe(200);
  });
});

describe('a tip that names a person', () => {
  it('of the office is kept from them', async () => {
    const { number } = await handIn(office, { text: '厂里给周强送过礼,检查都是走过场。', place: '工业区' });
    expect(await sees('inspector1', number)).toEqual(nothing);
    expect((await sees('inspector2', number))[0]).toBe(true);
    const personId = await personOf(office, 'inspector1');
    const named = expectOk(await office.as('admin').get('/api/recusals/by-name')).body;
    expect(named).toContainEqual({ number, personId });
    // Another person of the same name.
    expectOk(await changeOffice(office, 'lift-own-name', { personId, number }));
    expect((await sees('inspector1', number))[0]).toBe(true);
    await office.desk.namesChanged();
    expect((await sees('inspector1', number))[0]).toBe(true);
  });

  it('whose name was entered as a tie is kept from whoever it ties, from before and after', async () => {
    const before = await handIn(office, { text: '车间主任郭晓峰让我们无证焊接。', place: '工业区' });
    const personId = await personOf(office, 'clerk1');
    const name = { personId, name: '郭晓峰' };
    const enter = (by: string) => changeOffice(office, 'enter-name', name, { by });
    expect((await enter('inspector2')).body.code).toBe('not-for-others');
    expectOk(await enter('clerk1'));
    const after = await handIn(office, { text: '郭 晓 峰 又来了,无证焊接。', place: '工业区' });
    for (const { number } of [before, after]) expect(await sees('clerk1', number)).toEqual(nothing);
    const kept = await office.db.$queryRaw<{ row: string }[]>`SELECT t::text AS row FROM anjie.person_tie t`;
    for (const { row } of kept) expect(row).not.toContain('郭');
    expectOk(await changeOffice(office, 'lift-name', name, { by: 'chief', second: 'admin' }));
    const record = await office.db.$queryRaw<
      { row: string }[]
    >`SELECT body::text AS row FROM anjie.office_event`;
    for (const { row } of record) expect(row).not.toContain('郭');
    for (const { number } of [before, after]) expect((await sees('clerk1', number))[0]).toBe(true);
  });

  it('who speaks for the firm goes on with the orders of the firm', async () => {
    const story: Story = await handIn(office, { text: '联系人孔建让我们无证焊接。', place: '工业区' });
    const contact = await office.db.person.findFirstOrThrow({
      where: { accounts: { some: { enterpriseId: enterprise } } },
    });
    const named = await handIn(office, { text: `${contact.name}让我们无证焊接。`, place: '工业区' });
    expect(story.number).not.toBe(named.number);
    await accept(office, named);
    await assign(office, named);
    await verify(office, named);
    await does(office, named, 'rectification/order');
    const order = await childOf(office, named, 'rectification');
    expect((await office.as('contact1').get(`/api/cases/${order}`)).status).toBe(200);
  });
});

it('is matched with one firm among five thousand', async () => {
  await owner.enterprise.createMany({
    data: Array.from({ length: 5_000 }, (_, index) => ({
      id: `f0000000-0000-4000-8000-${String(index).padStart(12, '0')}`,
      name: `${String.fromCodePoint(0x5e00 + (index % 4_000), 0x6e00 + ((index * 7) % 4_000))}机械有限公司`,
      creditCode: `92DEMO${String(index).padStart(12, '0')}`,
    })),
  });
  const { number } = await handIn(office, {
    text: `${'车间里有人无证焊接。'.repeat(50)}禾源厂`,
    place: '工业区',
  });
  const { id: rootId } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  expect(await office.db.familyTie.count({ where: { rootId } })).toBe(1);
});
