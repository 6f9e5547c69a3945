import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { Client } from 'pg';
import { seedReference } from '../../../prisma/seed';
import { openLog } from '../../../record/store/log';
import { HeadFiles } from '../../../record/trust/head-store';
import { verifyOffice } from '../../../record/trust/verify-office';
import { RecordWatch } from '../../../worker/record-watch';
import { changeOffice } from '../kit/changes';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

/* Law and calendar are what was published: whoever changes them by hand in the database is found. */

let office: Office;
let owner: Client;
let folder: string;
let heads: HeadFiles;
let logged: string;
let watch: RecordWatch;
beforeEach(async () => {
  office = await openOffice();
  owner = new Client({ connectionString: office.database.ownerUrl });
  await owner.connect();
  folder = await mkdtemp(join(tmpdir(), 'anjie-heads-'));
  heads = new HeadFiles(folder);
  logged = '';
  const destination = new Writable({
    write(chunk, _encoding, done) {
      logged += String(chunk);
      done();
    },
  });
  const log = openLog({ program: 'test', level: 'error', destination });
  watch = new RecordWatch({
    db: office.db,
    vault: office.vault,
    papers: office.parts.papers,
    signer: office.parts.signer,
    heads,
    log,
  });
});
afterEach(async () => {
  await owner.end();
  await office.close();
  await rm(folder, { recursive: true, force: true });
});

const days = (year: string) => ({
  years: {
    [year]: {
      ...{ state: 'published', notice: 'https://www.gov.cn/zhengce/x' },
      ...{ daysOff: [`${year}-01-01`], makeUpWorkdays: [] },
    },
  },
});

async function named(): Promise<unknown[]> {
  const { faults } = await verifyOffice(office.db, { heads, signer: office.parts.signer });
  return faults.map(({ fault, place }) => [fault, place]);
}

it('has a line of each revision in the office record, also of those that came with the installation', async () => {
  expectOk(await changeOffice(office, 'publish-calendar', days('2028')));
  expectOk(
    await changeOffice(office, 'enter-zone', {
      ...{ id: 'second-zone', title: { zh: '第二园区', en: 'Second zone' }, buildsOn: 'jxedz' },
      intakeUnit: { id: 'second-safety', title: { zh: '安全监管科', en: 'Safety' } },
    }),
  );
  const lines = await office.db.officeEvent.findMany({ where: { kind: 'rules-published' } });
  const said = lines.map(
    ({ body }) => body as unknown as { rules: string; revision: number; digest: string },
  );
  expect(said.map(({ rules, revision }) => `${rules} ${revision}`).sort()).toEqual([
    ...['calendar 1', 'calendar 2', 'policy 1', 'policy 2', 'policy 3'],
  ]);
  expect(lines.map(({ actor }) => actor)).toMatchObject([
    ...['reference', 'reference', 'demonstration'].map((part) => ({ kind: 'system', part })),
    ...[{ kind: 'staff' }, { kind: 'staff' }],
  ]);
  for (const { digest } of said) expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(await named()).toEqual([]);
});

const tenfold = `UPDATE anjie.policy_revision SET layers = jsonb_set(layers, '{0,rows,0,value}', '{"value": 1}') WHERE revision = 2`;

describe.each<[what: string, sql: string, fault: unknown[]]>([
  ['a row of law that was changed', tenfold, ['rules-differ', 'policy/2']],
  [
    'law that was made to move open cases',
    `UPDATE anjie.policy_revision SET moves_on = '2026-12-01', zones = '{jxedz}' WHERE revision = 2`,
    ['rules-differ', 'policy/2'],
  ],
  [
    'a revision of law that somebody has put in',
    `INSERT INTO anjie.policy_revision (revision, layers) SELECT 9, layers FROM anjie.policy_revision WHERE revision = 2`,
    ['rules-unrecorded', 'policy/9'],
  ],
  [
    'a revision of law that was taken out',
    `DELETE FROM anjie.policy_revision WHERE revision = 1`,
    ['rules-missing', 'policy/1'],
  ],
  [
    'a day of the calendar that was changed',
    `UPDATE anjie.calendar_revision SET content = jsonb_set(content, '{years,2026,daysOff,0}', '"2026-01-02"')`,
    ['rules-differ', 'calendar/1'],
  ],
  [
    'a calendar that somebody has put in',
    `INSERT INTO anjie.calendar_revision (calendar, revision, content) SELECT calendar, 7, content FROM anjie.calendar_revision`,
    ['rules-unrecorded', 'calendar/7'],
  ],
])('%s', (_what, sql, fault) => {
  it('is named by the verification, and by the watch in its log and figure', async () => {
    await watch.round();
    expect([watch.faults, logged]).toEqual([0, '']);
    await owner.query(sql);
    expect(await named()).toEqual([fault]);
    await watch.round();
    expect(watch.faults).toBe(1);
    const [code, place] = fault;
    expect(expectOk(await office.as(null).get('/readyz')).body).toMatchObject({
      ...{ status: 'ready', faults: expect.arrayContaining(['office-record-not-as-written']) },
    });
    expect(JSON.parse(logged)).toMatchObject({
      event: 'record-not-as-written',
      caseNumber: 'office',
      code,
      place,
    });
  });
});

it('is not built upon where it was changed: nothing is published on it, and an upgrade says so', async () => {
  await owner.query(tenfold);
  const change = {
    ...{ layer: 'jxedz', add: [], openCases: 'keep' },
    end: [{ key: 'limit.tip-off.acceptance', validFrom: '2024-03-01', validTo: '2026-12-31' }],
  };
  expect((await changeOffice(office, 'publish-policy', change)).body.code).toBe('record-not-as-written');
  await expect(seedReference(office.database.ownerUrl, office.parts.signer)).rejects.toThrow(
    'policy revision 2 is not what was published',
  );
  await owner.query(
    `UPDATE anjie.calendar_revision SET content = jsonb_set(content, '{years,2026,daysOff,0}', '"2026-01-02"')`,
  );
  expect((await changeOffice(office, 'publish-calendar', days('2028'))).body.code).toBe(
    'record-not-as-written',
  );
});
