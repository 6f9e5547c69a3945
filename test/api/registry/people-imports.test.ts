import { randomUUID } from 'node:crypto';
import { verifyOffice } from '../../../record/trust/verify-office';
import { nothingSigned } from '../../../record/trust/head-store';
import { approve, changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

/* People with their accounts, from the list of another office: one proposal, taken whole or not at all. */

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const heading = '工号,姓名,账号,邮箱,岗位,层级,部门,企业统一社会信用代码';
const person = (staffNo: string, login: string, roles: string, more = '') =>
  `${staffNo},钱多多,${login},,${roles},0,${more || '应急管理局 行业监管科'},`;
const csv = (...rows: readonly string[]) => Buffer.from(`\uFEFF${[heading, ...rows].join('\r\n')}`);

function hand(file: Buffer, { dryRun = false, by = 'admin' } = {}) {
  const url = `/api/office/imports/people?dry-run=${dryRun}`;
  return office.as(by).post(url, file, { 'content-type': 'text/csv', 'idempotency-key': randomUUID() });
}

const standing = async () => [await office.db.person.count(), await office.db.account.count()];

it('is tried out first, and nothing of it is there before a second administrator agrees', async () => {
  const list = csv(person('N001', 'new.one', '受理员'), person('N002', 'new.two', 'inspector;法制员'));
  const before = await standing();
  const tried = expectOk(await hand(list, { dryRun: true }));
  expect(tried.body).toMatchObject({ taken: false, proposal: null, rows: 2, entered: 2, faults: [] });
  const asked = await hand(list);
  expect([asked.status, asked.body]).toMatchObject([202, { taken: false, proposal: expect.any(String) }]);
  expect(await standing()).toEqual(before);
  expect((await approve(office, asked, 'admin')).body.code).toBe('same-person');
  expectOk(await approve(office, asked, 'admin2'));
  expect(await standing()).toEqual(before.map((count) => count + 2));
  const made = await office.db.account.findUniqueOrThrow({ where: { login: 'new.two' } });
  expect(made).toMatchObject({ roles: ['inspector', 'legal-officer'], unit: 'jxedz-safety' });
  const witness = { heads: nothingSigned, signer: office.parts.signer };
  expect((await verifyOffice(office.db, witness)).faults).toEqual([]);
});

it('opens no account: each holder is handed a one-time password of their own', async () => {
  expectOk(await approve(office, await hand(csv(person('N001', 'new.one', '受理员'))), 'admin2'));
  const guess = await office.as(null).post('/api/session', { login: 'new.one', password: '' });
  expect(guess.status).not.toBe(201);
  const { oneTimePassword } = expectOk(
    await changeOffice(office, 'reset-password', { login: 'new.one' }),
  ).body;
  const opened = await office.as(null).post('/api/session', { login: 'new.one', password: oneTimePassword });
  expect(opened.status).toBe(201);
});

it('changes nothing the second time', async () => {
  const list = csv(person('N001', 'new.one', '受理员'));
  expectOk(await approve(office, await hand(list), 'admin2'));
  expect((await hand(list)).body).toMatchObject({ taken: false, proposal: null, unchanged: 1, entered: 0 });
});

it('tells of each row what is wrong with it, and takes nothing of the list', async () => {
  const before = await standing();
  const list = csv(
    person('N001', 'new.one', '付款人'),
    // The same natural person, by another account.
    person('N001', 'new.again', '付款复核人'),
    person('N001', 'new.one', '付款人'),
    person('N002', 'clerk1', '受理员'),
    person('N003', 'new.three', '受理员', '没有的科'),
    person('N004', 'new.four', '企业联系人'),
    person('N005', 'new.five', '皇帝'),
    'A001,别人,new.six,,受理员,0,jxedz-safety,',
    'N007,钱多多,new.seven,,企业联系人,0,jxedz-enterprises,91330400000000000Q',
    'N008,,new.eight,,受理员,0,jxedz-safety,',
  );
  const { faults } = expectOk(await hand(list, { dryRun: true })).body;
  expect(faults.map(({ row, column, code }: Record<string, string>) => [row, column, code]).sort()).toEqual([
    [10, 'creditCode', 'firm-unknown'],
    [11, 'name', 'cell-missing'],
    [3, 'roles', 'offices-apart'],
    [4, 'login', 'row-repeated'],
    [5, 'login', 'login-taken'],
    [6, 'unit', 'unit-unknown'],
    [7, 'creditCode', 'firm-not-fitting'],
    [8, 'roles', 'cell-unfit'],
    [9, 'name', 'name-differs'],
  ]);
  expect((await hand(list)).body.code).toBe('import-faulty');
  expect(await standing()).toEqual(before);
});

it('keeps offices apart from what the person holds already, and leaves administrators out', async () => {
  const held = csv('G001,付款员,new.pay,,付款复核人,0,jxedz-finance,').toString('utf8');
  const { name } = await office.db.person.findUniqueOrThrow({ where: { staffNo: 'G001' } });
  const { name: admin } = await office.db.person.findUniqueOrThrow({ where: { staffNo: 'X004' } });
  const list = Buffer.from(`${held.replace('付款员', name)}\r\nX004,${admin},new.admin,,,0,jxedz-system,`);
  const { faults } = expectOk(await hand(list, { dryRun: true })).body;
  expect(faults).toMatchObject([
    { row: 2, code: 'offices-apart' },
    { row: 3, code: 'administrators-own' },
  ]);
});

it('is handed in by administrators alone, and its template is one', async () => {
  expect((await hand(csv(person('N001', 'new.one', '受理员')), { by: 'policy1' })).body.code).toBe(
    'role-missing',
  );
  const template = await office.as('admin').get('/api/office/imports/people/template?form=csv');
  expect(template.text).toContain('工号');
});
