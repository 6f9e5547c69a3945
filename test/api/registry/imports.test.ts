import { randomUUID } from 'node:crypto';
import writeWorkbook, { type SheetData } from 'write-excel-file/node';
import yazl from 'yazl';
import { buffer } from 'node:stream/consumers';
import { verifyOffice } from '../../../record/trust/verify-office';
import { nothingSigned } from '../../../record/trust/head-store';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

/* Firms from the list of another office, as CSV or a workbook: tried out, then taken whole or not at all. */

let office: Office;
beforeEach(async () => {
  office = await openOffice();
});
afterEach(() => office.close());

const heading = ['统一社会信用代码', '企业名称', '行业', '园区或片区', '注册地址', '简称与曾用名'];
const workbook = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const letters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** A credit code whose last character fits. */
function codeOf(at: number): string {
  const body = `91330400${String(at).padStart(9, '0')}`;
  let [sum, weight] = [0, 1];
  for (const letter of body) {
    sum += letters.indexOf(letter) * weight;
    weight = (weight * 3) % 31;
  }
  return body + letters.charAt((31 - (sum % 31)) % 31);
}

const firm = (at: number, name = `嘉兴第${at}精密机械有限公司`) => [
  ...[codeOf(at), name, 'C33', 'jxedz/tanghui', '', `精密${at}`],
];

const csv = (...rows: readonly string[][]) =>
  Buffer.from(`\uFEFF${[heading, ...rows].map((row) => row.join(',')).join('\r\n')}`);

function xlsx(rows: readonly (readonly (object | null)[])[]): Promise<Buffer> {
  const head = heading.map((value) => ({ value, type: String }));
  return writeWorkbook([head, ...rows] as SheetData).toBuffer();
}

const texts = (row: readonly string[]) => row.map((value) => ({ value, type: String }));

function hand(file: Buffer, { dryRun = false, type = 'text/csv', key = '' } = {}) {
  const url = `/api/office/imports/enterprises?dry-run=${dryRun}`;
  return office.as('admin').post(url, file, { 'content-type': type, 'idempotency-key': key || randomUUID() });
}

const firms = () => office.db.enterprise.count();
const lines = () => office.db.officeEvent.count();

it('is tried out first, and writes nothing then', async () => {
  const before = [await firms(), await lines()];
  const { body } = expectOk(await hand(csv(firm(1), firm(2)), { dryRun: true }));
  expect(body).toEqual({
    taken: false,
    proposal: null,
    seq: null,
    rows: 2,
    entered: 2,
    changed: 0,
    unchanged: 0,
    faults: [],
  });
  expect([await firms(), await lines()]).toEqual(before);
});

it('is taken whole, each firm with a line that names the import as its cause', async () => {
  const { status, body } = expectOk(await hand(csv(firm(1), firm(2))));
  expect([status, body]).toMatchObject([201, { taken: true, entered: 2 }]);
  const { items } = expectOk(await office.as('auditor').get('/api/office/record?limit=3')).body;
  expect(items).toMatchObject([
    { change: 'enter-enterprise', body: { cause: body.seq, after: { creditCode: codeOf(2) } } },
    {
      change: 'enter-enterprise',
      body: { cause: body.seq, after: { creditCode: codeOf(1), aliases: ['精密1'] } },
    },
    { seq: body.seq, change: 'import-enterprises', body: { after: { rows: 2, entered: 2 } } },
  ]);
  const witness = { heads: nothingSigned, signer: office.parts.signer };
  expect((await verifyOffice(office.db, witness)).faults).toEqual([]);
});

it('changes nothing the second time, and the same request is answered the same', async () => {
  const key = randomUUID();
  const list = csv(firm(1), firm(2));
  const first = expectOk(await hand(list, { key }));
  const before = [await firms(), await lines()];
  expect((await hand(list, { key })).body).toEqual(first.body);
  expect((await hand(list)).body).toMatchObject({ taken: false, unchanged: 2, faults: [] });
  expect([await firms(), await lines()]).toEqual(before);
});

it('gives a firm that stands what the list says beside what it has: a new name keeps the former one', async () => {
  expectOk(await hand(csv(firm(1))));
  const renamed = [codeOf(1), '浙江第一精密机械股份有限公司', '', '', '由拳路1号', '一精'];
  expect((await hand(csv(renamed, firm(2)))).body).toMatchObject({ entered: 1, changed: 1 });
  expect(await office.db.enterprise.findUnique({ where: { creditCode: codeOf(1) } })).toMatchObject({
    ...{ name: '浙江第一精密机械股份有限公司', trade: 'C33', zone: 'jxedz/tanghui', address: '由拳路1号' },
    aliases: ['精密1', '嘉兴第1精密机械有限公司', '一精'],
  });
});

it('tells of each row what is wrong with it, in both languages, and takes nothing of the list', async () => {
  const before = await firms();
  const wrong = csv(
    firm(1),
    [codeOf(2).slice(0, 17) + (codeOf(2).endsWith('A') ? 'B' : 'A'), '代码有误公司', '', '', '', ''],
    firm(1),
    [codeOf(3), '', '', '', '', ''],
    [codeOf(4), '行业有误公司', '三三', '', '', ''],
  );
  const { body } = expectOk(await hand(wrong, { dryRun: true }));
  expect(
    body.faults.map(({ row, column, code }: Record<string, string>) => [row, column, code]).sort(),
  ).toEqual([
    [3, 'creditCode', 'credit-code-wrong'],
    [4, 'creditCode', 'row-repeated'],
    [5, 'name', 'cell-missing'],
    [6, 'trade', 'cell-unfit'],
  ]);
  expect(body.faults[0].title).toMatchObject({ zh: expect.any(String), en: expect.any(String) });
  const refused = await hand(wrong);
  expect([refused.status, refused.body.code, refused.body.errors.length]).toEqual([422, 'import-faulty', 4]);
  expect(await firms()).toBe(before);
});

it('reads a workbook, and its own template', async () => {
  const file = await xlsx([texts(firm(1)), texts(firm(2))]);
  expect((await hand(file, { type: workbook })).body).toMatchObject({ taken: true, entered: 2 });
  for (const form of ['xlsx', 'csv']) {
    const template = await office.app.inject({
      url: `/api/office/imports/enterprises/template?form=${form}`,
      headers: {
        authorization: `Bearer ${expectOk(await office.as(null).post('/api/session', { login: 'admin', password: 'anjie-demo-2026' })).body.token}`,
      },
    });
    expect((await hand(template.rawPayload, { dryRun: true })).body).toMatchObject({
      rows: 1,
      entered: 1,
      faults: [],
    });
  }
});

it('guesses no code that a spreadsheet has made a number of', async () => {
  const number = [{ value: Number('913304001234567890'), type: Number }, ...texts(firm(1).slice(1))];
  const { body } = expectOk(await hand(await xlsx([number]), { dryRun: true, type: workbook }));
  expect(body.faults).toMatchObject([{ row: 2, column: 'creditCode', code: 'cell-not-text' }]);
});

describe('a file that is no list', () => {
  const refusedFor = async (file: Buffer, why: RegExp) => {
    const { status, body } = await hand(file, { type: workbook });
    expect([status, body.code, body.detail]).toEqual([422, 'list-unreadable', expect.stringMatching(why)]);
  };

  it('has formulas, or merged cells', async () => {
    const formula = [{ value: '=A1', type: 'Formula' }, ...texts(firm(1).slice(1))];
    await refusedFor(await xlsx([formula]), /formula/);
    await refusedFor(
      await xlsx([[{ ...texts(firm(1))[0], columnSpan: 2 }, null, ...texts(firm(1).slice(2))]]),
      /merged/,
    );
  });

  it('inflates beyond measure, is cut, or is no workbook at all', async () => {
    const zip = new yazl.ZipFile();
    for (let at = 0; at < 5; at++)
      zip.addBuffer(Buffer.alloc(16 * 1024 * 1024), `xl/worksheets/sheet${at}.xml`);
    zip.end();
    await refusedFor(await buffer(zip.outputStream), /too large/);
    const whole = await xlsx([texts(firm(1))]);
    await refusedFor(whole.subarray(0, whole.length - 200), /cannot be read/);
    await refusedFor(Buffer.from([0xd6, 0xd0, 0xce, 0xc4]), /UTF-8/);
    await refusedFor(Buffer.from('甲,乙\n1,2\n'), /needs the columns/);
  });
});

it('takes five thousand firms at once', async () => {
  const rows = Array.from({ length: 5_000 }, (_, at) => firm(at + 1));
  expect((await hand(csv(...rows))).body).toMatchObject({ taken: true, entered: 5_000 });
});

it('is handed in by editors and administrators alone', async () => {
  for (const login of ['inspector1', 'auditor', 'contact1']) {
    const url = '/api/office/imports/enterprises?dry-run=true';
    const { body } = await office.as(login).post(url, csv(firm(1)), { 'content-type': 'text/csv' });
    expect([login, body.code]).toEqual([login, 'role-missing']);
  }
});
