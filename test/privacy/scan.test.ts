import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, deflateRawSync, deflateSync, gzipSync } from 'node:zlib';
import { scanForCanaries } from './scan';

const chinese = '欧阳举报𠮷7391';
const ascii = 'Canary Phone-13912345678';

const utf8 = (text: string) => Buffer.from(text, 'utf8');
const around = (text: string) => `before ${text} after`;
const json = (text: string) =>
  text.replace(/[^\x20-\x7e]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
const quotedPrintable = (text: string) =>
  [...utf8(text)]
    .map((byte) => (byte > 126 ? `=${byte.toString(16).toUpperCase()}` : String.fromCharCode(byte)))
    .join('')
    .replace(/(.{40})/g, '$1=\r\n');
const wrapped = (text: string) => text.replace(/(.{20})/g, '$1\r\n');
const zipEntry = (content: Buffer) => {
  const header = Buffer.alloc(30);
  header.write('PK\u0003\u0004', 'latin1');
  header.writeUInt16LE(8, 8);
  header.writeUInt16LE(5, 26);
  return Buffer.concat([
    header,
    Buffer.from('a.xml'),
    deflateRawSync(content),
    Buffer.from('PK\u0001\u0002'),
  ]);
};

const dresses: Record<string, (canary: string) => Buffer> = {
  'as it is': (canary) => utf8(around(canary)),
  'in capitals': (canary) => utf8(around(canary.toUpperCase())),
  decomposed: (canary) => utf8(around(canary.normalize('NFD'))),
  'UTF-16LE': (canary) => Buffer.concat([Buffer.of(7), Buffer.from(around(canary), 'utf16le')]),
  'UTF-16BE': (canary) => Buffer.from(around(canary), 'utf16le').swap16(),
  'base64, first alignment': (canary) => utf8(utf8(`abc${canary}xyz`).toString('base64')),
  'base64, second alignment': (canary) => utf8(utf8(`a${canary}xyz`).toString('base64')),
  'base64, third alignment': (canary) => utf8(utf8(`ab${canary}xyz`).toString('base64')),
  base64url: (canary) => utf8(utf8(`??>${canary}~~~`).toString('base64url')),
  'base64 in lines': (canary) => utf8(wrapped(utf8(around(around(canary))).toString('base64'))),
  'base64 of base64': (canary) =>
    utf8(Buffer.from(utf8(around(canary)).toString('base64')).toString('base64')),
  'base64 of UTF-16LE': (canary) => utf8(Buffer.from(around(canary), 'utf16le').toString('base64')),
  'base64 of JSON escapes': (canary) => utf8(utf8(json(around(canary))).toString('base64')),
  hex: (canary) => utf8(`\\x${utf8(around(canary)).toString('hex')}`),
  'hex in capitals': (canary) => utf8(utf8(around(canary)).toString('hex').toUpperCase()),
  'hex of gzip': (canary) => utf8(gzipSync(utf8(around(canary))).toString('hex')),
  percent: (canary) => utf8(`https://x/?q=${encodeURIComponent(canary)}&y`),
  'percent, small letters': (canary) => utf8(encodeURIComponent(canary).toLowerCase()),
  'a form field': (canary) => utf8(new URLSearchParams({ q: canary }).toString()),
  'JSON escapes': (canary) => utf8(`{"a":"${json(canary)}"}`),
  'HTML escapes': (canary) =>
    utf8(
      [...canary]
        .map(
          (letter) =>
            `${(letter.codePointAt(0) ?? 0) > 126 ? `&#x${(letter.codePointAt(0) ?? 0).toString(16)};` : letter}`,
        )
        .join(''),
    ),
  'quoted-printable': (canary) => utf8(quotedPrintable(around(around(canary)))),
  gzip: (canary) => gzipSync(utf8(around(canary))),
  'gzip with a file name': (canary) => {
    const packed = gzipSync(utf8(around(canary)));
    packed[3] = 8;
    return Buffer.concat([packed.subarray(0, 10), Buffer.from('name.log\0'), packed.subarray(10)]);
  },
  'gzip inside of other bytes': (canary) =>
    Buffer.concat([Buffer.alloc(9, 1), gzipSync(utf8(around(canary))), Buffer.alloc(9, 2)]),
  zlib: (canary) => Buffer.concat([Buffer.alloc(5), deflateSync(utf8(around(canary))), Buffer.alloc(5)]),
  'a zipped file': (canary) => zipEntry(utf8(around(canary))),
  brotli: (canary) => brotliCompressSync(utf8(around(canary))),
  'base64 of gzip of JSON escapes': (canary) =>
    utf8(`"data":"${gzipSync(utf8(json(canary))).toString('base64')}"`),
};

describe.each([chinese, ascii])('%s is found', (canary) => {
  it.each(Object.entries(dresses))('%s', async (_name, dress) => {
    const hits = await scanForCanaries({
      canaries: [canary, 'never-planted'],
      buffers: { place: dress(canary) },
    });
    expect(hits.map((hit) => [hit.canary, hit.where])).toContainEqual([canary, 'place']);
    expect(hits.every((hit) => hit.canary === canary)).toBe(true);
  });
});

it('says how it was written', async () => {
  const [hit] = await scanForCanaries({ canaries: [ascii], buffers: { mail: gzipSync(utf8(ascii)) } });
  expect(hit).toEqual({ canary: ascii, where: 'mail', form: 'gzip > plain' });
});

it('finds nothing where nothing is', async () => {
  const half = chinese.slice(0, 4);
  const texts = {
    half,
    other: 'Canary Phone-13912345679',
    long: Buffer.alloc(300_000, 'abcdefghij0123').toString('base64'),
  };
  expect(await scanForCanaries({ canaries: [chinese, ascii], texts })).toEqual([]);
});

it('refuses a canary that would turn up by chance', async () => {
  await expect(scanForCanaries({ canaries: ['short'] })).rejects.toThrow(RangeError);
});

describe('files', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'scan-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('are read, and folders to the bottom', async () => {
    await mkdir(join(folder, 'a', 'b'), { recursive: true });
    await writeFile(join(folder, 'a', 'b', 'deep.log'), dresses['hex']?.(ascii) ?? '');
    await writeFile(join(folder, 'clean.log'), 'nothing');
    const hits = await scanForCanaries({ canaries: [ascii], files: [folder, join(folder, 'clean.log')] });
    expect(new Set(hits.map(({ where }) => where))).toEqual(new Set([join(folder, 'a', 'b', 'deep.log')]));
  });

  it('are read in parts without missing what lies across two', async () => {
    const file = Buffer.alloc(33 * 1024 * 1024);
    file.write(ascii, 32 * 1024 * 1024 - 7);
    await writeFile(join(folder, 'big'), file);
    expect(await scanForCanaries({ canaries: [ascii], files: [folder] })).toEqual([
      { canary: ascii, where: join(folder, 'big'), form: 'plain' },
    ]);
  });
});
