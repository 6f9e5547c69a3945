import { randomUUID } from 'node:crypto';
import { openOffice, type Office } from '../kit/office';
import { expectOk } from '../kit/story';

/* A receipt code is shown to nobody but the one who handed in, whatever else somebody knows of the request. */

let office: Office;
beforeAll(async () => {
  office = await openOffice();
});
afterAll(() => office.close());

const tip = { reporterKind: 'anonymous', channel: 'web', category: 'violation', text: '无证上岗' };

async function handIn(key: string, token: string | null) {
  const headers = { 'idempotency-key': key, 'intake-token': token };
  return office.as(null).post('/api/public/tip-offs', tip, headers);
}

const tokenOf = async () => expectOk(await office.as(null).get('/api/public/intake')).body.token as string;

it('who comes again with the token of the first time is shown the same code, and the tip-off counts once', async () => {
  const [key, token] = [randomUUID(), await tokenOf()];
  const first = expectOk(await handIn(key, token)).body;
  const copies = await Promise.all([handIn(key, token), handIn(key, token)]);
  for (const { body } of copies) expect(body).toEqual(first);
});

it('who knows key and text but no token, or has a token of their own, is shown no code of another', async () => {
  const [key, before] = [randomUUID(), await office.db.caseFile.count()];
  const victim = expectOk(await handIn(key, await tokenOf())).body;
  const thief = expectOk(await handIn(key, null)).body;
  const other = expectOk(await handIn(key, await tokenOf())).body;
  expect(new Set([victim.receiptCode, thief.receiptCode, other.receiptCode]).size).toBe(3);
  expect(new Set([victim.number, thief.number, other.number]).size).toBe(3);
  expect(await office.db.caseFile.count()).toBe(before + 3);
});

it('what was handed in without a token is counted once, and its code is shown to nobody again', async () => {
  const [key, before] = [randomUUID(), await office.db.caseFile.count()];
  const [one, two] = await Promise.all([handIn(key, null), handIn(key, null)]);
  expect([one.status, two.status].sort()).toEqual([201, 409]);
  const third = await handIn(key, null);
  expect([third.status, third.body.code]).toEqual([409, 'handed-in-already']);
  // The id of the answer is written in groups too.
  expect(third.text.replace(third.body.instance, '')).not.toMatch(/[A-Z0-9]{4}-[A-Z0-9]{4}-/);
  expect(await office.db.caseFile.count()).toBe(before + 1);
});

it('a token that is too short to be a secret is refused', async () => {
  expect((await handIn(randomUUID(), 'short')).status).toBe(400);
});
