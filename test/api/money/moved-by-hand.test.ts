import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Client } from 'pg';
import { openOffice, type Office } from '../kit/office';
import { handIn as handInPaper, openProject } from '../kit/project-course';
import { childOf, claim, does, expectOk, handIn, payee, toClaim } from '../kit/story';

/* Something sealed that was moved by hand to another case is not what was written: it is refused by that code. */

let office: Office;
let thief: Client;
beforeAll(async () => {
  office = await openOffice();
  thief = new Client({ connectionString: office.database.ownerUrl });
  await thief.connect();
});
afterAll(async () => {
  await thief.end();
  await office.close();
});

const other = { ...payee, account: '6222000011112222' };

/** A reward that was claimed, and another one whose payee lies in the vault too. */
async function twoClaims() {
  const [story, strange] = [await toClaim(office), await toClaim(office)];
  const payout = await claim(office, story);
  expectOk(await office.as(null).post('/api/public/receipt/claim', { code: strange.code, payee: other }));
  return { story, payout, ids: [await idOf(story.number), await idOf(strange.number)] as const };
}

async function idOf(number: string): Promise<string> {
  return (await office.db.caseFile.findUniqueOrThrow({ where: { number } })).id;
}

const movePayee = ([to, from]: readonly [string, string]) =>
  thief.query(
    `UPDATE vault.payee SET ciphertext = (SELECT ciphertext FROM vault.payee WHERE case_id = $2) WHERE case_id = $1`,
    [to, from],
  );

it('a payee of another case is not released to', async () => {
  const { payout, ids } = await twoClaims();
  await movePayee(ids);
  const before = await office.db.caseFile.findUniqueOrThrow({ where: { number: payout } });
  const { status, body } = await office
    .as('deputy')
    .decide(payout, 'payout/release', { verdict: 'released' });
  expect([status, body.code]).toEqual([409, 'record-not-as-written']);
  expect(await office.db.caseFile.findUniqueOrThrow({ where: { number: payout } })).toMatchObject({
    seq: before.seq,
  });
});

it('a payee of another case comes on no list, and a list of refusals alone is none', async () => {
  const { story, payout, ids } = await twoClaims();
  await does(office, story, 'payout/release');
  const [kept] = (await thief.query('SELECT ciphertext FROM vault.payee WHERE case_id = $1', [ids[0]])).rows;
  await movePayee(ids);
  const headers = { 'idempotency-key': 'moved-by-hand-0001' };
  const list = () => office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }, headers);
  const { status, body } = await list();
  expect([status, body.code]).toEqual([409, 'nothing-listed']);
  expect(body.facts.cases).toEqual([{ number: payout, code: 'record-not-as-written' }]);
  expect(await office.db.payoutOrder.findMany({ where: { batch: { not: null } } })).toEqual([]);
  // Put back, it is paid by the same request: nothing of the refused one was kept.
  await thief.query('UPDATE vault.payee SET ciphertext = $2 WHERE case_id = $1', [ids[0], kept?.ciphertext]);
  expect(expectOk(await list()).body.results).toMatchObject([{ number: payout, ok: true }]);
});

it('a text of another case is shown to nobody', async () => {
  const [one, two] = [await handIn(office), await handIn(office)];
  await thief.query(
    `UPDATE anjie.sealed_text t SET ciphertext = s.ciphertext FROM anjie.sealed_text s
     WHERE t.case_id = $1 AND s.case_id = $2 AND s.seq = t.seq AND s.field = t.field`,
    [await idOf(one.number), await idOf(two.number)],
  );
  const read = await office.as('clerk1').get(`/api/cases/${one.number}`);
  expect([read.status, read.body.code]).toEqual([409, 'record-not-as-written']);
  expectOk(await office.as('clerk1').get(`/api/cases/${two.number}`));
});

it('a paper whose content was exchanged is handed out to nobody', async () => {
  const number = await openProject(office);
  await handInPaper(office, number, 'land-contract');
  await handInPaper(office, number, 'site-plan');
  const files = (await readdir(office.folder, { recursive: true, withFileTypes: true })).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
  const contents = await Promise.all(files.map((file) => readFile(file)));
  await Promise.all(files.map((file, at) => writeFile(file, contents[(at + 1) % contents.length]!)));
  const { papers } = expectOk(await office.as('project1').get(`/api/cases/${number}`)).body;
  for (const { id } of papers) {
    const { status, body } = await office.as('project1').get(`/api/cases/${number}/papers/${id}`);
    expect([status, body.code]).toEqual([409, 'record-not-as-written']);
  }
});

it('a payee of their own is paid after that as before', async () => {
  const story = await toClaim(office);
  const payout = await claim(office, story);
  await does(office, story, 'payout/release');
  const listed = expectOk(await office.as('payer1').post('/api/payouts/bank-list', { cases: [payout] }));
  expect(listed.body.file.content).toContain(payee.account.replaceAll(' ', ''));
  expect(await childOf(office, story, 'payout')).toBe(payout);
});
