import { openDatabase, type Database } from '../../../record/store/database';
import { assertKeysFit, KeysDoNotFit, keysThatDoNotFit } from '../../../record/vault/key-fingerprints';
import { parseKeyRing, type KeyRing, type Keys } from '../../../record/vault/keys';
import { freshDatabase, type FreshDatabase } from '../../harness/parts/database';

let fresh: FreshDatabase;
let db: Database;
beforeEach(async () => {
  fresh = await freshDatabase();
  db = openDatabase(fresh.appUrl, { applicationName: 'test', poolSize: 4 });
});
afterEach(async () => {
  await db.$disconnect();
  await fresh.drop();
});

/** A key file, one letter for each generation, the newest first. */
function ring(letters: string): KeyRing {
  const lines = [...letters].map((letter, index) => `${letters.length - index}:${letter.repeat(64)}`);
  return parseKeyRing(lines.join('\n'), 'test.key');
}

const keysOf = (letters: Partial<Record<keyof Keys, string>> = {}): Keys => ({
  vault: ring(letters.vault ?? 'a'),
  codec: ring(letters.codec ?? 'b'),
  receipt: ring(letters.receipt ?? 'c'),
  sign: ring(letters.sign ?? 'd'),
});

const refusal = (keys: Keys) =>
  assertKeysFit(db, keys).then(
    () => null,
    (error: unknown) => (error as Error).message.split(':')[0],
  );

it('the keys of the first start are those of the office, and each file that holds another is named', async () => {
  await assertKeysFit(db, keysOf());
  await assertKeysFit(db, keysOf());
  expect(await refusal(keysOf({ sign: 'e' }))).toBe('sign.key');
  expect(await refusal(keysOf({ vault: 'f', receipt: 'f' }))).toBe('receipt.key, vault.key');
  expect(await keysThatDoNotFit(db, keysOf({ codec: '0' }))).toEqual(['codec']);
});

it('a new key on top of its file is known from then on', async () => {
  await assertKeysFit(db, keysOf());
  await assertKeysFit(db, keysOf({ codec: 'eb' }));
  expect(await refusal(keysOf({ codec: 'fb' }))).toBe('codec.key');
  expect(await refusal(keysOf({ codec: 'ea' }))).toBe('codec.key');
});

it('a file without a key that something was sealed under does not fit; of the vault, old ones may go', async () => {
  await assertKeysFit(db, keysOf({ receipt: 'ec', vault: 'ea' }));
  expect(await refusal(keysOf({ receipt: 'c', vault: 'ea' }))).toBe('receipt.key');
  const withoutOld = parseKeyRing(`2:${'e'.repeat(64)}`, 'vault.key');
  await assertKeysFit(db, { ...keysOf({ receipt: 'ec' }), vault: withoutOld });
});

it('of a file that is refused nothing is kept', async () => {
  await assertKeysFit(db, keysOf());
  await expect(assertKeysFit(db, keysOf({ codec: 'fe' }))).rejects.toThrow(KeysDoNotFit);
  await assertKeysFit(db, keysOf({ codec: '9b' }));
});

it('of two first starts with different keys at one moment, one is refused at least', async () => {
  const outcomes = await Promise.all([refusal(keysOf({ sign: '1' })), refusal(keysOf({ sign: '2' }))]);
  expect(outcomes.filter((outcome) => outcome === 'sign.key').length).toBeGreaterThan(0);
  expect(outcomes.filter((outcome) => outcome === null).length).toBeLessThan(2);
});

it('no process can change or remove what is known', async () => {
  await assertKeysFit(db, keysOf());
  await expect(db.$executeRaw`DELETE FROM anjie.key_fingerprint`).rejects.toThrow();
  await expect(db.$executeRaw`UPDATE anjie.key_fingerprint SET generation = 9`).rejects.toThrow();
});
