import { enterRepair, repairsMade } from '../../../record/engine/repairs';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

let office: Office;
beforeAll(async () => {
  office = await openOffice();
  await enterRepair(office.db, { caseNumber: 'TO-2026-0001', cause: 'missing', action: 'started' });
  await enterRepair(office.db, { caseNumber: 'TO-2026-0002', cause: 'failing', action: 'restarted' });
  await enterRepair(office.db, { caseNumber: 'PO-2026-0001', cause: 'failing', action: 'restarted' });
});
afterAll(() => office.close());

const url = '/api/operation/repairs';
type Answered = {
  readonly items: readonly { readonly caseNumber: string; readonly cause: string }[];
  readonly nextCursor: string | null;
};
const read = async (login: string, query = '') =>
  expectOk(await office.as(login).get(`${url}${query}`)).body as Answered;

it.each(['operator', 'auditor'])('%s reads which workflows were repaired, newest first', async (login) => {
  const { items, nextCursor } = await read(login);
  expect(items.map(({ caseNumber, cause }) => [caseNumber, cause])).toEqual([
    ['PO-2026-0001', 'failing'],
    ['TO-2026-0002', 'failing'],
    ['TO-2026-0001', 'missing'],
  ]);
  expect(nextCursor).toBeNull();
});

it('is read page by page', async () => {
  const first = await read('auditor', '?limit=2');
  const second = await read('auditor', `?limit=2&cursor=${first.nextCursor}`);
  expect([...first.items, ...second.items]).toEqual((await read('auditor')).items);
  expect(second.nextCursor).toBeNull();
  const wrong = await office.as('auditor').get(`${url}?cursor=none`);
  expect([wrong.status, wrong.body.code]).toEqual([400, 'cursor-invalid']);
});

it('is for operators and auditors alone', async () => {
  const statuses = ['clerk1', 'chief', null].map(async (login) => (await office.as(login).get(url)).status);
  expect(await Promise.all(statuses)).toEqual([403, 403, 401]);
});

it('is never changed, and counted by cause', async () => {
  await expect(office.db.$executeRaw`UPDATE anjie.engine_repair SET cause = 'missing'`).rejects.toThrow();
  await expect(office.db.$executeRaw`DELETE FROM anjie.engine_repair`).rejects.toThrow();
  expect(Object.fromEntries(await repairsMade(office.db))).toEqual({ missing: 1, failing: 2 });
});
