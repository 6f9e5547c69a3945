import { Writable } from 'node:stream';
import { Client } from 'pg';
import { CaseMisfits } from '../../../record/operation/case-misfits';
import { openOffice, type Office } from '../kit/office';
import { expectOk, handIn } from '../kit/story';
import { decideAsUsual } from '../kit/usual';

/* Open cases that what was installed does not fit: their law lacks a row, or the code has no such step any more. */

let office: Office;
let owner: Client;
let lines = '';
beforeAll(async () => {
  const log = new Writable({
    write(chunk: Buffer, _encoding, written) {
      lines += chunk.toString('utf8');
      written();
    },
  });
  office = await openOffice({ log });
  owner = new Client({ connectionString: office.database.ownerUrl });
  await owner.connect();
});
afterAll(async () => {
  await owner.end();
  await office.close();
});

const row = 'limit.tip-off.assignment';

type Layers = readonly { readonly rows: readonly { readonly key: string }[] }[];

async function lawInForce(): Promise<Layers> {
  const { rows } = await owner.query<{ layers: Layers }>(
    'SELECT layers FROM anjie.policy_revision ORDER BY revision DESC LIMIT 1',
  );
  return rows[0]!.layers;
}

/** Puts law in force to which open cases go over, past every check. */
async function enforce(layers: Layers): Promise<void> {
  await owner.query(
    `INSERT INTO anjie.policy_revision (revision, layers, moves_on, zones)
     SELECT max(revision) + 1, $1, (now() AT TIME ZONE 'Asia/Shanghai')::date, ARRAY['jxedz']
     FROM anjie.policy_revision`,
    [JSON.stringify(layers)],
  );
  office.desk.rulesChanged();
}

async function tip(): Promise<{ readonly number: string; readonly caseId: string }> {
  const { number } = await handIn(office);
  const { id } = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
  return { number, caseId: id };
}

const acceptance = (number: string) =>
  decideAsUsual(office, { number, step: 'tip-off/acceptance', unit: 'safety-1' });
const misfits = () => new CaseMisfits(office.db).misfits();
const logged = (caseNumber: string) =>
  lines
    .split('\n')
    .filter((line) => line.includes(caseNumber))
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter(({ event }) => event === 'request-failed');

it('fit, all of them, in an office as it is installed', async () => {
  await tip();
  expect(await misfits()).toEqual([]);
  expect((await office.parts.standing()).misfits).toEqual([]);
});

describe('whose law lacks the row of a step to come', () => {
  let number: string;
  let whole: Layers;
  beforeAll(async () => {
    const opened = await tip();
    number = opened.number;
    whole = await lawInForce();
    await enforce(whole.map((layer) => ({ ...layer, rows: layer.rows.filter(({ key }) => key !== row) })));
    await office.desk.recount(opened.caseId);
  });
  afterAll(() => enforce(whole));

  it('are named before anybody meets it, with step and row', async () => {
    expect(await misfits()).toMatchObject([
      { code: 'law-row-missing', caseType: 'tip-off', step: 'tip-off/assignment', row, waits: false },
    ]);
    expect((await misfits())[0]?.numbers).toContain(number);
  });

  it('answer a decision that leads there with a code, step and row and nothing else, and keep nothing of it', async () => {
    const before = await office.db.caseFile.findUniqueOrThrow({ where: { number } });
    const { status, body, text } = await acceptance(number);
    expect([status, body.code, body.facts]).toEqual([
      503,
      'law-row-missing',
      { step: 'tip-off/assignment', row },
    ]);
    expect(text).not.toContain(number);
    expect(await office.db.caseFile.findUniqueOrThrow({ where: { number } })).toMatchObject({
      seq: before.seq,
    });
  });

  it('are in the log as an error, with case, step and row', () => {
    expect(logged(number)).toMatchObject([
      { level: 'error', code: 'law-row-missing', step: 'tip-off/assignment', row, caseNumber: number },
    ]);
  });
});

describe('whose step the code does not have', () => {
  let number: string;
  beforeAll(async () => {
    const opened = await tip();
    number = opened.number;
    // A step that was renamed: it stands in the record under its old name.
    await owner.query('SET session_replication_role = replica');
    await owner.query(
      `UPDATE anjie.record_event SET body = replace(body::text, 'tip-off/acceptance', 'tip-off/old-acceptance')::jsonb
       WHERE case_id = $1`,
      [opened.caseId],
    );
    await owner.query(`UPDATE anjie.open_step SET step = 'tip-off/old-acceptance' WHERE case_id = $1`, [
      opened.caseId,
    ]);
    await owner.query('SET session_replication_role = origin');
  });

  it('are named with the step, and answer with a code in place of a bare 500', async () => {
    expect(await misfits()).toContainEqual({
      ...{ code: 'step-unknown', caseType: 'tip-off', step: 'tip-off/old-acceptance', row: null },
      ...{ waits: true, cases: 1, numbers: [number] },
    });
    const facts = { step: 'tip-off/old-acceptance' };
    const read = await office.as('clerk1').get(`/api/cases/${number}`);
    expect([read.status, read.body.code, read.body.facts]).toEqual([503, 'step-unknown', facts]);
    expect(logged(number)).toMatchObject([
      { level: 'error', code: 'step-unknown', step: 'tip-off/old-acceptance', caseNumber: number },
    ]);
    const decided = await acceptance(number);
    expect([decided.status, decided.body.code]).toEqual([409, 'step-not-open']);
  });

  it('spoil no list: they stand in it under the name that the record has', async () => {
    const { items } = expectOk(await office.as('clerk1').get('/api/worklist?limit=100')).body;
    expect(items.map(({ title }: { title: object }) => title)).toContainEqual({
      zh: 'tip-off/old-acceptance',
      en: 'tip-off/old-acceptance',
    });
  });
});

it('are read by operators and auditors, and by nobody else', async () => {
  const url = '/api/operation/unfit-cases';
  for (const login of ['operator', 'auditor']) expectOk(await office.as(login).get(url));
  const statuses = ['chief', null].map(async (login) => (await office.as(login).get(url)).status);
  expect(await Promise.all(statuses)).toEqual([403, 401]);
});
