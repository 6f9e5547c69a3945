import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { deflateSync } from 'node:zlib';
import sharp from 'sharp';
import { PDFDocument } from '@cantoo/pdf-lib';
import { CaseKey } from '../../../record/vault/case-key';
import { MAX_PAPER_BYTES, PaperRefused } from '../../../record/papers/clean/clean-paper';
import { PaperGone, Papers } from '../../../record/papers/papers';
import { SealError } from '../../../record/vault/seal';
import {
  amr,
  box,
  brokenPdf,
  CANARY,
  document,
  film,
  framesOfFilm,
  heic,
  mp3,
  photograph,
  picture,
  soundOfMp3,
  wav,
} from './samples';

let folder: string;
let papers: Papers;
let keys: Map<string, CaseKey>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'papers-'));
  keys = new Map();
  papers = new Papers({
    folder,
    vault: { keyOf: (caseId) => Promise.resolve(keyOf(caseId)) },
    scanner: null,
  });
});
afterEach(() => rm(folder, { recursive: true }));

function keyOf(caseId: string): CaseKey {
  const key = keys.get(caseId) ?? new CaseKey(caseId, randomBytes(32));
  keys.set(caseId, key);
  return key;
}

const stream = (...chunks: Uint8Array[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

const pdf = brokenPdf;

async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
}

const refusal = (source: Readable) =>
  papers.store(randomUUID(), source).then(
    () => 'taken',
    (error: unknown) => (error instanceof PaperRefused ? error.code : Promise.reject(error)),
  );

describe('a photograph', () => {
  it('is kept without what it tells of who took it, and upright', async () => {
    const original = await photograph();
    expect(original.includes(CANARY)).toBe(true);
    const caseId = randomUUID();
    const stored = await papers.store(caseId, stream(original.subarray(0, 10), original.subarray(10)));
    const clean = await papers.read(caseId, stored.digest, 'clean');

    expect(stored).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      sha256: createHash('sha256').update(clean).digest('hex'),
      mediaType: 'image/jpeg',
      bytes: clean.length,
      condition: { original: expect.stringMatching(/^[0-9a-f]{64}$/), damaged: false, scan: { is: 'none' } },
    });
    expect(clean.includes('CANARY')).toBe(false);
    const { exif, xmp, iptc, icc, orientation, width, height } = await sharp(clean).metadata();
    expect({ exif, xmp, iptc, icc, orientation }).toEqual({
      exif: undefined,
      xmp: undefined,
      iptc: undefined,
      icc: undefined,
      orientation: undefined,
    });
    expect({ width, height }).toEqual({ width: 20, height: 40 });
  });

  it('keeps its original apart, byte for byte', async () => {
    const [caseId, original] = [randomUUID(), await photograph()];
    const { condition } = await papers.store(caseId, stream(original));
    expect((await papers.read(caseId, condition.original ?? '', 'original')).equals(original)).toBe(true);
    // Another original of the same picture is kept beside it.
    const other = Buffer.concat([original, Buffer.from('more')]);
    const { condition: ofOther } = await papers.store(caseId, stream(other));
    expect((await papers.read(caseId, ofOther.original ?? '', 'original')).equals(other)).toBe(true);
  });

  it('may be a PNG, whose comments go too', async () => {
    const original = await picture()
      .withExif({ IFD0: { ImageDescription: CANARY } })
      .png()
      .toBuffer();
    const caseId = randomUUID();
    const { mediaType, digest } = await papers.store(caseId, stream(original));
    expect(mediaType).toBe('image/png');
    expect((await papers.read(caseId, digest, 'clean')).includes('CANARY')).toBe(false);
  });
});

/** Stores a file for a case of its own, and reads what people may open; null where nobody may. */
async function opened(content: Buffer) {
  const caseId = randomUUID();
  const stored = await papers.store(caseId, stream(content));
  const original = await papers.read(caseId, stored.condition.original ?? stored.digest, 'original');
  expect(original.equals(content)).toBe(true);
  const clean = await papers.read(caseId, stored.digest, 'clean').catch(() => null);
  expect(clean === null).toBe(stored.condition.original === null);
  return { ...stored, clean };
}

describe('a picture', () => {
  it('of today’s telephones, larger than it is shown, is drawn smaller and kept as it came', async () => {
    const large = await picture(8192, 6144).jpeg().toBuffer();
    const { clean, condition } = await opened(large);
    expect(await sharp(clean ?? undefined).metadata()).toMatchObject({ width: 4096, height: 3072 });
    expect(condition.damaged).toBe(false);
  });

  it('may be WebP, whose metadata go too', async () => {
    const sent = await picture()
      .withExif({ IFD0: { ImageDescription: CANARY } })
      .webp()
      .toBuffer();
    const { mediaType, clean } = await opened(sent);
    expect(mediaType).toBe('image/webp');
    expect(clean?.includes('CANARY')).toBe(false);
  });

  it.each([
    ['JPEG without its last two bytes', -2, 'jpeg'],
    ['JPEG cut short', 300, 'jpeg'],
    ['PNG cut short', 300, 'png'],
  ] as const)('a %s is kept, marked as damaged, and shown as far as it can be read', async (_, at, form) => {
    const whole = await picture(400, 400).toFormat(form).toBuffer();
    const { clean, condition } = await opened(whole.subarray(0, at));
    expect(condition.damaged).toBe(true);
    expect(await sharp(clean ?? undefined).metadata()).toMatchObject({ width: 400, height: 400 });
  });

  it('as iPhones keep it is taken and held: nothing here can draw it anew', async () => {
    const { mediaType, clean, condition } = await opened(heic);
    expect([mediaType, clean, condition.original]).toEqual(['image/heic', null, null]);
  });
});

describe('a PDF', () => {
  it('becomes its pages alone: no author, script, attachment, action or hidden object', async () => {
    const { clean } = await opened(await document());
    const text = clean?.toString('latin1') ?? '';
    expect(text.startsWith('%PDF-')).toBe(true);
    for (const word of [
      'CANARY',
      'Author',
      'JavaScript',
      'Launch',
      'EmbeddedFile',
      '/URI',
      '/AA',
      'PieceInfo',
    ])
      expect(text).not.toContain(word);
    const read = await PDFDocument.load(clean ?? '');
    expect(read.getPageCount()).toBe(1);
    expect(read.getTitle()).toBeUndefined();
    // What was filled in is still seen.
    expect(read.getPage(0).node.Annots()?.size()).toBe(1);
  });

  it.each([
    ['broken', () => Promise.resolve(brokenPdf)],
    ['cut short', async () => (await document()).subarray(0, 900)],
    ['encrypted', encrypted],
    ['that unpacks to a thousand times its size', () => Promise.resolve(packed())],
  ])('%s is held: it cannot be cleaned with certainty', async (_name, made) => {
    const { mediaType, clean } = await opened(await made());
    expect([mediaType, clean]).toEqual(['application/pdf', null]);
  });
});

async function encrypted(): Promise<Buffer> {
  const made = await PDFDocument.create();
  made.addPage();
  made.encrypt({ userPassword: '', ownerPassword: 'owner' });
  return Buffer.from(await made.save());
}

/** A document whose objects lie in a stream that unpacks to a thousand times its size. */
function packed(): Buffer {
  const inside = deflateSync(
    Buffer.concat([Buffer.from('9 0 '), Buffer.from('(x)'), Buffer.alloc(100_000_000, ' ')]),
    { level: 9 },
  );
  const head = `%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[4 0 R]/Count 1>>endobj\n4 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n3 0 obj<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${inside.length}>>stream\n`;
  return Buffer.concat([
    Buffer.from(head),
    inside,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n'),
  ]);
}

describe('a film or a recording', () => {
  it.each([
    ['isom', 'video/mp4'],
    ['qt  ', 'video/quicktime'],
    ['M4A ', 'audio/mp4'],
    ['3gp4', 'video/3gpp'],
  ])(
    'with the brand %s keeps its picture in its place, and nothing of what is said about it',
    async (brand, type) => {
      const sent = film(brand);
      const { mediaType, clean, bytes } = await opened(sent);
      expect([mediaType, bytes]).toEqual([type, sent.length]);
      expect(clean?.includes('CANARY')).toBe(false);
      const first = sent.indexOf(framesOfFilm);
      for (const at of [first, sent.indexOf(framesOfFilm, first + 1)])
        expect(clean?.subarray(at, at + framesOfFilm.length).equals(framesOfFilm)).toBe(true);
      // When it was taken: days since 1904.
      expect(clean?.includes(Buffer.from('e8754700', 'hex'))).toBe(false);
    },
  );

  it.each([
    ['in fragments', () => Buffer.concat([film(), box('moof', Buffer.alloc(8))])],
    ['cut short', () => film().subarray(0, -40)],
    [
      'in a thousand pieces',
      () => Buffer.concat([film(), ...Array<Buffer>(1_000).fill(box('mdat', CANARY))]),
    ],
    [
      'without a description',
      () => Buffer.concat([box('ftyp', 'isom', Buffer.alloc(4)), box('mdat', CANARY)]),
    ],
    ['with a box that is longer than the file', () => film().fill(0x7f, 24, 28)],
  ])('%s is held: it cannot be cleaned with certainty', async (_, made) => {
    expect((await opened(made())).clean).toBeNull();
  });

  it('of sound keeps the sound alone', async () => {
    const [ofWav, ofMp3, ofAmr] = [await opened(wav), await opened(mp3), await opened(amr)];
    expect([ofWav.mediaType, ofMp3.mediaType, ofAmr.mediaType]).toEqual([
      'audio/wav',
      'audio/mpeg',
      'audio/amr',
    ]);
    for (const { clean } of [ofWav, ofMp3, ofAmr]) expect(clean?.includes('CANARY')).toBe(false);
    expect(ofWav.clean?.includes(Buffer.alloc(32, 'sound'))).toBe(true);
    expect(ofMp3.clean?.equals(soundOfMp3)).toBe(true);
    expect(ofAmr.clean?.equals(amr.subarray(0, 6 + 64))).toBe(true);
  });

  it('in name only is held', async () => {
    const page = Buffer.from(`<script>${CANARY}</script>`.repeat(4_000));
    expect((await opened(Buffer.concat([Buffer.from('ID3\u0003\0\0\0\0\0\0'), page]))).clean).toBeNull();
  });
});

describe('a file', () => {
  it.each([
    ['nothing', Buffer.alloc(0), 'paper-empty'],
    [
      'SVG',
      Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
      'paper-type-not-taken',
    ],
    [
      'SVG with a prologue',
      Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>'),
      'paper-type-not-taken',
    ],
    ['HTML', Buffer.from('<!doctype html><script>1</script>'), 'paper-type-not-taken'],
    ['text', Buffer.from('hello'), 'paper-type-not-taken'],
    ['a ZIP', Buffer.from('504b0304140000000000', 'hex'), 'paper-type-not-taken'],
    ['GIF', Buffer.from('GIF89a0000000000'), 'paper-type-not-taken'],
    ['a program', Buffer.concat([Buffer.from('MZ'), Buffer.alloc(100)]), 'paper-type-not-taken'],
    [
      'a document of an office',
      Buffer.concat([Buffer.from('504b0304', 'hex'), Buffer.alloc(99)]),
      'paper-type-not-taken',
    ],
    ['a PDF behind something else', Buffer.concat([Buffer.from('x'), brokenPdf]), 'paper-type-not-taken'],
    [
      'a JPEG in name only',
      Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(200)]),
      'paper-broken',
    ],
  ])('%s is refused', async (_name, content, code) => {
    expect(await refusal(stream(content))).toBe(code);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('a flood of pixels is refused before it is decoded', async () => {
    const flood = await picture(10_000, 6_401).png({ compressionLevel: 9 }).toBuffer();
    expect(flood.length).toBeLessThan(1_000_000);
    expect(await refusal(stream(flood))).toBe('paper-too-many-pixels');
    const head = await picture(100, 100).jpeg().toBuffer();
    const frame = head.indexOf(Buffer.from('ffc0', 'hex'));
    // The head alone says that it is 65,000 pixels wide and high.
    head.writeUInt32BE(0xfde8fde8, frame + 5);
    expect(await refusal(stream(head))).toBe('paper-too-many-pixels');
    const progressive = await picture(8_000, 6_400).jpeg({ progressive: true }).toBuffer();
    expect(await refusal(stream(progressive))).toBe('paper-too-many-pixels');
  });

  it('an endless stream is cut off at the limit', async () => {
    let read = 0;
    const endless = new Readable({
      read() {
        read += 65_536;
        this.push(Buffer.alloc(65_536));
      },
    });
    expect(await refusal(endless)).toBe('paper-too-large');
    expect(endless.destroyed).toBe(true);
    expect(read).toBeLessThan(MAX_PAPER_BYTES + 2_000_000);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('what the parser of the upload cut off is refused', async () => {
    expect(await refusal(Object.assign(stream(pdf), { truncated: true }))).toBe('paper-too-large');
    expect(await filesIn(folder)).toEqual([]);
  });
});

describe('the store', () => {
  it('shows nothing: no content, no name, no hash, no case', async () => {
    const [caseId, original] = [randomUUID(), await photograph()];
    const { digest, sha256 } = await papers.store(caseId, stream(original));
    await papers.store(caseId, stream(pdf));
    const paths = await filesIn(folder);
    expect(paths).toHaveLength(3);
    for (const path of paths) {
      expect(path.slice(folder.length)).toMatch(/^\/[0-9a-f]{2}\/[0-9a-f]{62}$/);
      for (const hash of [digest, sha256]) expect(path.replaceAll('/', '')).not.toContain(hash.slice(0, 16));
      const content = await readFile(path);
      expect(content.includes('CANARY')).toBe(false);
      expect(content.includes(caseId)).toBe(false);
      expect((await stat(path)).mode & 0o077).toBe(0);
    }
  });

  it('keeps the same paper of one case once, and of two cases apart', async () => {
    const [one, two] = [randomUUID(), randomUUID()];
    const [a, again, b] = await Promise.all(
      [one, one, two].map((caseId) => papers.store(caseId, stream(pdf))),
    );
    expect(again).toEqual(a);
    expect(b?.sha256).toBe(a?.sha256);
    expect(b?.digest).not.toBe(a?.digest);
    expect(await filesIn(folder)).toHaveLength(2);
    await expect(papers.read(randomUUID(), a?.digest ?? '', 'original')).rejects.toThrow(PaperGone);
  });

  it('does not give out a paper that was changed or exchanged on the disk', async () => {
    const caseId = randomUUID();
    const { digest } = await papers.store(caseId, stream(pdf));
    const [path = ''] = await filesIn(folder);
    const content = await readFile(path);
    content[content.length - 1] = (content[content.length - 1] ?? 0) ^ 1;
    await writeFile(path, content);
    await expect(papers.read(caseId, digest, 'original')).rejects.toThrow(SealError);
  });

  it('leaves nothing behind when the sender breaks off', async () => {
    const broken = new Readable({ read() {} });
    broken.push(pdf);
    setTimeout(() => broken.destroy(new Error('gone')), 20);
    await expect(papers.store(randomUUID(), broken)).rejects.toThrow('gone');
    const gone = new Readable({ read() {} });
    const storing = papers.store(randomUUID(), gone);
    gone.destroy(new Error('gone at once'));
    await expect(storing).rejects.toThrow('gone at once');
    expect(await filesIn(folder)).toEqual([]);
  });

  it('holds an unfinished upload unreadably, and only for its time', async () => {
    const slow = new Readable({ read() {} });
    slow.push(Buffer.concat([pdf, Buffer.alloc(200_000, CANARY)]));
    const storing = papers.store(randomUUID(), slow);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const [held = ''] = await filesIn(folder);
    expect((await readFile(held)).length).toBeGreaterThan(1000);
    expect((await readFile(held)).includes('CANARY')).toBe(false);
    expect((await stat(held)).mode & 0o077).toBe(0);

    await papers.sweep();
    expect(await filesIn(folder)).toEqual([held]);
    slow.push(null);
    await storing;
    expect(await filesIn(folder)).not.toContain(held);
  });

  it('sweeps up what a crash left', async () => {
    await papers.sweep();
    await papers.store(randomUUID(), stream(pdf));
    const left = join(folder, 'incoming', 'left.held');
    await writeFile(left, 'noise');
    const before = new Date(Date.now() - 2 * 3_600_000);
    await utimes(left, before, before);
    await papers.sweep();
    expect(await filesIn(folder)).toHaveLength(1);
  });
});
