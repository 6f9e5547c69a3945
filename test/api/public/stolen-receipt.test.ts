import { Client } from 'pg';
import { openOffice, type Office } from '../kit/office';
import { handIn, payee } from '../kit/story';

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

it('whoever leads their own code to another’s case by the database’s password opens nothing with it', async () => {
  const [rewarded, own] = [await handIn(office), await handIn(office)];
  const caseIdOf = async ({ number }: { number: string }) =>
    (await office.db.caseFile.findUniqueOrThrow({ where: { number } })).id;
  const [target, source] = [await caseIdOf(rewarded), await caseIdOf(own)];
  await thief.query('SET session_replication_role = replica');
  await thief.query('DELETE FROM anjie.receipt WHERE case_id = $1', [target]);
  await thief.query('UPDATE anjie.receipt SET case_id = $1 WHERE case_id = $2', [target, source]);

  for (const [address, form] of [
    ['', {}],
    ['/claim', { payee }],
    ['/withdraw', {}],
  ] as const) {
    const answer = await office.as(null).post(`/api/public/receipt${address}`, { code: own.code, ...form });
    expect([address, answer.status, answer.body.code]).toEqual([address, 404, 'receipt-unknown']);
  }
});
