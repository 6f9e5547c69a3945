import { randomUUID } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { addDays, type WorkCalendar } from '../../../domain/time/calendar';
import { caseChecks } from '../../../record/operation/case-checks';
import { nothingSigned } from '../../../record/trust/head-store';
import { verifyAllRecords } from '../../../record/trust/verify-record';
import { followRules } from '../../../worker/rules';
import { smallPdf } from '../../harness/small-pdf';
import { changeOffice } from '../kit/changes';
import { multipart, personOf } from '../kit/front';
import { openOffice, type Office } from '../kit/office';
import { enterprise, expectOk, handIn, today, type Story } from '../kit/story';
import { decideAsUsual } from '../kit/usual';

/*
 * Texts, files and moved limits lie beside the records, which hold digests of the former and say the latter. Whoever
 * changes one of them in the database or on the disk is found.
 */

const explanation = '专家评审排期延误,已增加评审场次。';
let office: Office;
let thief: Client;
let tip: Story;
let permit: string;
beforeAll(async () => {
  office = await openOffice();
  thief = new Client({ connectionString: office.database.ownerUrl });
  await thief.connect();
  await thief.query('SET session_replication_role = replica');
  tip = await handIn(office);
  await moveLimits();
  permit = await explainedPermit();
});
afterAll(async () => {
  await thief.end();
  await office.close();
});

/** Publishes a calendar with more days off; the limit of the tip follows. */
async function moveLimits(): Promise<void> {
  const { years } = expectOk(await office.as('admin').get('/api/calendar')).body as WorkCalendar;
  const off = [1, 2, 3].map((days) => addDays(today(), days));
  const changed = [...new Set(off.map((date) => date.slice(0, 4)))].map((year) => {
    const { daysOff = [], makeUpWorkdays = [] } = years[year] ?? {};
    const own = off.filter((date) => date.startsWith(year));
    return [
      year,
      {
        state: 'published',
        notice: 'https://www.gov.cn/zhengce',
        daysOff: [...new Set([...daysOff, ...own])],
        makeUpWorkdays: makeUpWorkdays.filter((date) => !off.includes(date)),
      },
    ] as const;
  });
  expectOk(await changeOffice(office, 'publish-calendar', { years: Object.fromEntries(changed) }));
  const tell = () => Promise.resolve();
  await followRules({ db: office.db, desk: office.desk, tell });
}

/** A land-use permit that took longer than promised, which the department has explained in public. */
async function explainedPermit(): Promise<string> {
  const [form, by] = [
    { projectType: 'standard-plant', name: '精密机械厂房', summary: '新建厂房' },
    office.as('project1'),
  ];
  const project = expectOk(await by.post('/api/projects', { enterpriseId: enterprise, ...form })).body
    .number as string;
  expectOk(await by.decide(project, 'project/lead', { verdict: 'settled' }));
  expectOk(await by.decide(project, 'project/notification', { verdict: 'notified' }));
  const filing = { number: await itemOf('project-filing'), unit: 'jxedz-investment' };
  expectOk(await decideAsUsual(office, { ...filing, step: 'approval-item/application' }));
  const item = await itemOf('land-use-permit');
  const decide = async (login: string, step: string, body: object) =>
    expectOk(await office.as(login).decide(item, `approval-item/${step}`, body));
  await decide('contact1', 'application', { verdict: 'applied' });
  const handler = await personOf(office, 'planning2');
  await decide('planning1', 'acceptance', { verdict: 'accepted', handler });
  office.sleep(60 * 86_400_000);
  await decide('planning2', 'decision', { verdict: 'granted' });
  await decide('planning-chief', 'explanation', { verdict: 'published', explanation });
  return item;
}

async function itemOf(matter: string): Promise<string> {
  const [row] = await office.db.$queryRaw<{ number: string }[]>`
    SELECT f.number FROM anjie.case_file f JOIN anjie.record_event e ON e.case_id = f.id AND e.seq = 1
    WHERE e.body->'input'->>'matter' = ${matter}`;
  if (row === undefined) throw new Error(`${matter} was not opened`);
  return row.number;
}

async function named(): Promise<string[]> {
  const { db, vault, parts } = office;
  const witness = { heads: nothingSigned, signer: parts.signer };
  const { faults } = await verifyAllRecords(db, witness, caseChecks({ db, vault, papers: parts.papers }));
  return faults.map(({ number, fault, place = '' }) => `${fault} ${number} ${place}`.trimEnd()).sort();
}

const idOf = async (number: string) => (await office.db.caseFile.findUniqueOrThrow({ where: { number } })).id;

/** Does something to a table, looks, and puts the table back as it was. */
async function tampered(table: string, sql: string, id: string): Promise<string[]> {
  await thief.query(`CREATE TEMP TABLE before AS TABLE ${table}`);
  try {
    expect((await thief.query(sql, [id])).rowCount).toBeGreaterThan(0);
    return await named();
  } finally {
    await thief.query(`DELETE FROM ${table}`);
    await thief.query(`INSERT INTO ${table} SELECT * FROM before`);
    await thief.query('DROP TABLE before');
  }
}

it('finds nothing where nobody has touched anything, with sealed, public and moved things there', async () => {
  const { db } = office;
  expect(await Promise.all([db.sealedText.count(), db.publishedText.count(), db.clockMove.count()])).toEqual([
    expect.any(Number),
    1,
    expect.any(Number),
  ]);
  expect(await db.clockMove.count()).toBeGreaterThan(0);
  expect(await named()).toEqual([]);
});

describe.each<[what: string, table: string, sql: string, whose: 'tip' | 'permit', place: RegExp]>([
  [
    'taken out',
    'anjie.sealed_text',
    'DELETE FROM anjie.sealed_text WHERE case_id = $1',
    'tip',
    /^text-differs TO-\S+ sealed_text\/2$/,
  ],
  [
    'exchanged for a text of another case',
    'anjie.sealed_text',
    `UPDATE anjie.sealed_text SET ciphertext = (SELECT o.ciphertext FROM anjie.sealed_text o
       WHERE o.case_id <> $1 LIMIT 1) WHERE case_id = $1`,
    'tip',
    /^text-differs TO-\S+ sealed_text\/2$/,
  ],
  [
    'put in where the line has none',
    'anjie.sealed_text',
    `INSERT INTO anjie.sealed_text (case_id, seq, field, ciphertext) VALUES ($1, 1, '/x', '\\x00')`,
    'tip',
    /^text-differs TO-\S+ sealed_text\/1$/,
  ],
  [
    'of no case',
    'anjie.sealed_text',
    `INSERT INTO anjie.sealed_text (case_id, seq, field, ciphertext)
     SELECT gen_random_uuid(), 1, $1::text, '\\x00'`,
    'tip',
    /^row-differs [0-9a-f-]{36} sealed_text$/,
  ],
  [
    'reworded',
    'anjie.published_text',
    `UPDATE anjie.published_text SET text = '已按期办结。' WHERE case_id = $1`,
    'permit',
    /^text-differs \S+ published_text\/\d+$/,
  ],
  [
    'taken out',
    'anjie.published_text',
    'DELETE FROM anjie.published_text WHERE case_id = $1',
    'permit',
    /^text-differs \S+ published_text\/\d+$/,
  ],
  [
    'dated back',
    'anjie.published_text',
    `UPDATE anjie.published_text SET published_at = published_at - interval '30 days' WHERE case_id = $1`,
    'permit',
    /^text-differs \S+ published_text\/\d+$/,
  ],
  [
    'put in for a line that publishes nothing',
    'anjie.published_text',
    `INSERT INTO anjie.published_text (case_id, seq, step, field, text, published_at)
     VALUES ($1, 1, 'approval-item/explanation', '/explanation', 'x', now())`,
    'tip',
    /^text-differs TO-\S+ published_text\/1$/,
  ],
  [
    'taken out before anybody was told',
    'anjie.clock_move',
    'DELETE FROM anjie.clock_move WHERE case_id = $1',
    'tip',
    /^row-differs TO-\S+ clock_move\/\d+\/limit$/,
  ],
  [
    'given another day',
    'anjie.clock_move',
    'UPDATE anjie.clock_move SET due_after = due_before WHERE case_id = $1',
    'tip',
    /^row-differs TO-\S+ clock_move\/\d+\/limit$/,
  ],
])('a row that was %s (%s)', (_what, table, sql, whose, place) => {
  it('is named by case and line', async () => {
    const found = await tampered(table, sql, await idOf({ tip: tip.number, permit }[whose]));
    expect(found.length).toBeGreaterThan(0);
    for (const each of found) expect(each).toMatch(place);
  });
});

describe('at the end of retention, when the key of a case is destroyed', () => {
  it('its texts are held against the lines as far as they can be: which there are, and when they were published', async () => {
    const other = await handIn(office);
    const id = await idOf(other.number);
    await office.vault.destroyCaseKey(id);
    expect(await named()).toEqual([]);
    const found = await tampered('anjie.sealed_text', 'DELETE FROM anjie.sealed_text WHERE case_id = $1', id);
    expect(found).toEqual([`text-differs ${other.number} sealed_text/2`]);
  });
});

describe('a paper whose file is gone', () => {
  it('is answered with a code of its own, and named by case and line', async () => {
    const { number } = tip;
    const { payload, headers } = multipart({}, smallPdf('proof'), { name: 'x.pdf', type: 'application/pdf' });
    const before = await filesIn();
    const added = await office
      .as('clerk1')
      .post(`/api/cases/${number}/papers`, payload, { ...headers, 'idempotency-key': randomUUID() });
    const { id, seq } = expectOk(added).body as { id: string; seq: number };
    expect(await named()).toEqual([]);
    const [one, two] = (await filesIn()).filter((file) => !before.includes(file));
    expect(two).toBeDefined();
    await Promise.all([rm(one!), rm(two!)]);
    const answer = await office.as('clerk1').get(`/api/cases/${number}/papers/${id}`);
    expect([answer.status, answer.body.code]).toEqual([503, 'paper-gone']);
    expect(await named()).toEqual([`paper-gone ${number}`]);
    expect(seq).toBeGreaterThan(0);
  });
});

async function filesIn(): Promise<string[]> {
  const found = await readdir(join(office.folder), { recursive: true, withFileTypes: true });
  return found.filter((each) => each.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}
