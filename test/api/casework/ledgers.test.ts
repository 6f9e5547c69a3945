import { openOffice, type Office } from '../kit/office';
import {
  enterprise,
  expectOk,
  handIn,
  accept,
  assign,
  verify,
  rectify,
  propose,
  award,
  claim,
  childOf,
} from '../kit/story';

/* The stage ledger of a family, as each may see it. */

let office: Office;
let project: string;
beforeAll(async () => {
  office = await openOffice();
  const opened = expectOk(
    await office.as('project1').post('/api/projects', {
      enterpriseId: enterprise,
      projectType: 'standard-plant',
      name: '精密机械厂房',
      summary: '新建厂房',
    }),
  );
  project = opened.body.number as string;
  office.sleep(60_000);
  expectOk(await office.as('project1').decide(project, 'project/lead', { verdict: 'settled' }));
  office.sleep(60_000);
  expectOk(await office.as('project1').decide(project, 'project/notification', { verdict: 'notified' }));
  office.sleep(180_000);
});
afterAll(() => office.close());

it('charges the office until the list is told, and the enterprise while it has to apply', async () => {
  const { body } = expectOk(await office.as('project1').get(`/api/projects/${project}/ledger`));
  expect(body).toMatchObject({ number: project, caseType: 'project' });
  expect(body.byParty.bureau).toBeGreaterThanOrEqual(120_000);
  expect(body.byParty.enterprise).toBeGreaterThanOrEqual(180_000);
  const sum = Object.values(body.byParty as Record<string, number>).reduce((total, ms) => total + ms, 0);
  expect(sum).toBe(body.totalMs);
  expect(body.government.ms).toBe(body.byParty.bureau);
  expect(body.government.modules.map(({ module }: { module: string }) => module)).toEqual([
    'intake',
    'construction',
    'operation',
  ]);
  expect(body.departments).toMatchObject([{ unit: 'jxedz-investment' }]);
});

it('is the enterprise’s to see too, without anybody’s name, and no other’s', async () => {
  const own = await office.as('contact1').get(`/api/projects/${project}/ledger`);
  expect(own.status).toBe(200);
  for (const { id, name } of await office.db.person.findMany()) {
    expect(own.text).not.toContain(id);
    expect(own.text).not.toContain(name);
  }
  for (const login of ['contact2', 'clerk1'])
    expect((await office.as(login).get(`/api/projects/${project}/ledger`)).body.code).toBe('case-not-found');
});

it('is told of any case, with a case below that the reader may not see kept without number and stage', async () => {
  const tip = await handIn(office);
  await accept(office, tip);
  await assign(office, tip);
  await verify(office, tip);
  await rectify(office, tip);
  await propose(office, tip);
  await award(office, tip);
  const payout = await claim(office, tip);
  const rectification = await childOf(office, tip, 'rectification');
  // Where a reporter writes, its times are told to the day.
  office.sleep(2 * 86_400_000);
  office.logOut();

  const seen = await office.as('inspector1').get(`/api/cases/${tip.number}/ledger`);
  expect(seen.status).toBe(200);
  expect(seen.text).not.toContain(payout);
  expect(seen.body.entries.at(-1)).toMatchObject({ number: null, stage: null, party: 'bureau' });
  // The enterprise has its order, and learns of nothing above it.
  const order = await office.as('contact1').get(`/api/cases/${rectification}/ledger`);
  expect(order.status).toBe(200);
  expect(order.text).not.toContain(tip.number);
  expect((await office.as('chief').get(`/api/projects/${tip.number}/ledger`)).body.code).toBe(
    'case-not-found',
  );
});
