import { addDays, shanghaiDate } from '../../../domain/time/calendar';
import { personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { openProject } from '../kit/project-course';
import { claim, expectOk, handIn, toClaim } from '../kit/story';

/* What auditors read beside the records: refused attempts, looks into the vault, files taken out. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const read = async (what: string, query = '') =>
  expectOk(await office.as('auditor').get(`/api/audit/${what}?${query}`)).body as {
    items: { number: string | null; name: string | null; code?: string; act?: string; purpose?: string }[];
    nextCursor: string | null;
  };
const today = () => shanghaiDate(office.now().toISOString());

it.each(['refused-attempts', 'vault-openings', 'exports'])('reads %s as auditor alone', async (what) => {
  for (const login of ['admin', 'operator', 'director', 'clerk1', 'contact1'])
    expect((await office.as(login).get(`/api/audit/${what}`)).body.code).toBe('role-missing');
  expect((await office.as('auditor').get(`/api/audit/${what}?cursor=x`)).body.code).toBe('cursor-invalid');
  expect((await office.as('auditor').get(`/api/audit/${what}?who=me`)).body.code).toBe('form-invalid');
});

it('reads who tried what and why it was refused, by case, person, code and day, page by page', async () => {
  const { number } = await handIn(office);
  const attempt = () => office.as('payer1').act(number, 'note', { text: '看看' });
  for (let count = 0; count < 3; count++) expect((await attempt()).status).toBe(404);
  const grant = { login: 'clerk1', roles: [], level: 0, unit: 'jxedz-safety', enterpriseId: null };
  expect((await office.as('payer1').post('/api/office/changes/set-offices', grant)).status).toBe(403);

  const person = await personOf(office, 'payer1');
  const all = await read('refused-attempts', `person=${person}`);
  expect(all.items).toMatchObject([
    { act: 'office/set-offices', code: 'role-missing', number: null, name: '许琳' },
    ...Array.from({ length: 3 }, () => ({ act: 'act/note', number, name: '许琳' })),
  ]);
  const { items } = await read('refused-attempts', `number=${number}`);
  expect(items).toHaveLength(3);
  expect((await read('refused-attempts', 'code=role-missing&act=office/set-offices')).items).toHaveLength(1);
  expect((await read('refused-attempts', `from=${addDays(today(), 1)}`)).items).toEqual([]);
  expect((await read('refused-attempts', `to=${today()}&person=${person}`)).items).toHaveLength(4);
  const first = await read('refused-attempts', `person=${person}&limit=3`);
  const rest = await read(
    'refused-attempts',
    `person=${person}&limit=3&cursor=${encodeURIComponent(first.nextCursor!)}`,
  );
  expect([...first.items, ...rest.items]).toEqual(all.items);
  expect(rest.nextCursor).toBeNull();
});

it('reads who opened the payee of a reward, and what for', async () => {
  const story = await toClaim(office);
  const payout = await claim(office, story);
  expectOk(await office.as('deputy').decide(payout, 'payout/release', { verdict: 'released' }));
  expectOk(await office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }));
  const { items } = await read('vault-openings', `from=${today()}`);
  expect(items[0]).toMatchObject({
    ...{ number: story.number, what: 'payee', purpose: expect.any(String) },
    personId: await personOf(office, 'payer1'),
    name: '许琳',
  });
  expect((await read('vault-openings', `number=${story.number}`)).items).toEqual(items);
  expect((await read('vault-openings', 'number=TO-2026-AAAAAAAA')).items).toEqual([]);
  expect((await read('vault-openings', `person=${await personOf(office, 'payer2')}`)).items).toEqual([]);
});

it('reads who took the file of a project out', async () => {
  const number = await openProject(office);
  expectOk(await office.as('archivist1').get(`/api/projects/${number}/export`));
  const personId = await personOf(office, 'archivist1');
  expect((await read('exports')).items).toMatchObject([
    { number, personId, name: '章雨', depth: expect.any(String) },
  ]);
  expect((await read('exports', `to=${addDays(today(), -1)}`)).items).toEqual([]);
});
