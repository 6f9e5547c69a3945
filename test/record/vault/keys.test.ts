import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { KeyFileError, newKeyFile, parseKeyRing, readKeyRing, readKeys } from '../../../record/vault/keys';

const hexOf = (digit: string) => digit.repeat(64);

describe('the text of a key file', () => {
  it('is a line of hex: generation 1', () => {
    const ring = parseKeyRing(`${hexOf('a')}\n`, 'vault.key');
    expect(ring.current).toEqual({ generation: 1, bytes: Buffer.alloc(32, 0xaa) });
  });

  it('holds several generations, the first line current', () => {
    const ring = parseKeyRing(`2:${hexOf('b')}\r\n1:${hexOf('a')}\n\n`, 'vault.key');
    expect(ring.current.generation).toBe(2);
    expect(ring.all.map(({ generation }) => generation)).toEqual([2, 1]);
    expect(ring.of(1)?.bytes).toEqual(Buffer.alloc(32, 0xaa));
    expect(ring.of(3)).toBeNull();
  });

  it('made anew is a key of its own each time', () => {
    const [one, two] = [parseKeyRing(newKeyFile(), 'a'), parseKeyRing(newKeyFile(7), 'b')];
    expect(two.current.generation).toBe(7);
    expect(one.current.bytes).not.toEqual(two.current.bytes);
  });

  it.each([
    ['nothing', '\n \n', /holds no key/],
    ['a short key', 'a'.repeat(63), /line 1/],
    ['a long key', 'a'.repeat(66), /line 1/],
    ['no hex', 'g'.repeat(64), /line 1/],
    ['generation 0', `0:${hexOf('a')}`, /1 to 255/],
    ['generation 256', `256:${hexOf('a')}`, /1 to 255/],
    ['one generation twice', `1:${hexOf('a')}\n1:${hexOf('b')}`, /twice/],
    ['a second line that is no key', `1:${hexOf('a')}\nhello`, /line 2/],
  ])('is refused with %s', (_name, text, message) => {
    expect(() => parseKeyRing(text, 'vault.key')).toThrow(message);
  });

  it('never stands in a refusal', () => {
    const almost = `1:${'c'.repeat(63)}`;
    expect(() => parseKeyRing(almost, 'vault.key')).toThrow(/^(?!.*ccc)/);
  });
});

describe('a key file', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'keys-'))));
  afterEach(() => rm(folder, { recursive: true }));

  const write = (name: string, mode = 0o600) => writeFile(join(folder, name), newKeyFile(), { mode });

  it('is read with its fellows', async () => {
    await Promise.all(['vault.key', 'codec.key', 'receipt.key', 'sign.key'].map((name) => write(name)));
    const { vault, codec, receipt, sign } = await readKeys(folder);
    expect(
      new Set([vault, codec, receipt, sign].map(({ current }) => current.bytes.toString('hex'))).size,
    ).toBe(4);
  });

  it('may be read-only, and may be a link to one', async () => {
    await write('real.key', 0o400);
    await symlink(join(folder, 'real.key'), join(folder, 'vault.key'));
    await expect(readKeyRing(join(folder, 'vault.key'))).resolves.toBeDefined();
  });

  it('is refused where it is missing or a folder', async () => {
    await expect(readKeys(folder)).rejects.toThrow(KeyFileError);
    await expect(readKeyRing(folder)).rejects.toThrow(/there is no key file/);
  });

  it.each([0o640, 0o604, 0o660, 0o644])(
    'is refused with mode %o: others could read or change it',
    async (mode) => {
      await write('vault.key');
      await chmod(join(folder, 'vault.key'), mode);
      await expect(readKeyRing(join(folder, 'vault.key'))).rejects.toThrow(/chmod 600/);
    },
  );
});
