import { Credentials } from '../../../record/vault/credentials';
import { newKeyFile, parseKeyRing } from '../../../record/vault/keys';

const one = newKeyFile(1);
const credentials = new Credentials(parseKeyRing(one, 'test'));
const account = '11111111-1111-4111-8111-111111111111';
const passwordHash = '$argon2id$v=19$made-up';
const right = 'a password of my own';
const kept = { passwordHash, passwordTag: credentials.passwordTag({ account }, right, passwordHash) };
const guesses = Array.from({ length: 20_000 }, (_, index) => `guess number ${index}`);

describe('the tag of a password', () => {
  it('lets the right one pass, and about one in a thousand wrong ones', () => {
    expect(credentials.mayFit(account, right, kept)).toBe(true);
    const passed = guesses.filter((guess) => credentials.mayFit(account, guess, kept)).length;
    expect(passed).toBeGreaterThan(2);
    expect(passed).toBeLessThan(60);
    const passedNobody = guesses.filter((guess) => credentials.mayFitNobody('nobody', guess)).length;
    expect(passedNobody).toBeGreaterThan(2);
    expect(passedNobody).toBeLessThan(60);
  });

  it('counts for no hash but the one of which it was kept, so that no password set in another way is kept out', () => {
    const other = { ...kept, passwordHash: '$argon2id$v=19$another' };
    expect(guesses.slice(0, 100).every((guess) => credentials.mayFit(account, guess, other))).toBe(true);
  });

  it('counts after the key was rotated, and for nothing where its key is gone', () => {
    const rotated = new Credentials(parseKeyRing(newKeyFile(2) + one, 'test'));
    expect(rotated.mayFit(account, right, kept)).toBe(true);
    expect(guesses.slice(0, 100).some((guess) => !rotated.mayFit(account, guess, kept))).toBe(true);
    const stranger = new Credentials(parseKeyRing(newKeyFile(3), 'test'));
    expect(guesses.slice(0, 100).every((guess) => stranger.mayFit(account, guess, kept))).toBe(true);
  });

  it('tells nothing of the password to whoever has not the key: two keys make two tags', () => {
    const tags = Array.from({ length: 50 }, () => {
      const other = new Credentials(parseKeyRing(newKeyFile(1), 'test'));
      return Buffer.from(other.passwordTag({ account }, right, passwordHash)).toString('hex');
    });
    expect(new Set(tags).size).toBe(50);
  });
});

it('secrets, recovery codes and devices are known after the key was rotated', () => {
  const { secret, sealed } = credentials.newSecret(account);
  const { code, hash } = credentials.newRecoveryCode(account);
  const token = credentials.deviceToken('director', { id: credentials.newDeviceId(), proved: true });
  const rotated = new Credentials(parseKeyRing(newKeyFile(2) + one, 'test'));
  expect(rotated.openSecret(account, sealed)).toEqual(secret);
  expect(rotated.recoveryHashes(account, code)!.some((each) => each.equals(hash))).toBe(true);
  expect(rotated.deviceIn('director', token)).toMatchObject({ proved: true });
  expect(rotated.deviceIn('deputy', token)).toBeNull();
});
