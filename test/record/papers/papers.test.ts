import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import sharp from 'sharp';
import { CaseKey } from '../../../record/vault/case-key';
import { MAX_PAPER_BYTES, PaperRefused } from '../../../record/papers/paper-form';
import { Papers } from '../../../record/papers/papers';
import { SealError } from '../../../record/vault/seal';

const CANARY = 'CANARY-31.2304-120.5812';

let folder: string;
let papers: Papers;
let keys: Map<string, CaseKey>;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'papers-'));
  keys = new Map();
  papers = new Papers({ folder, vault: { keyOf: (caseId) => Promise.resolve(keyOf(caseId)) } });
});
afterEach(() => rm(folder, { recursive: true }));

function keyOf(caseId: string): CaseKey {
  const key = keys.get(caseId) ?? new CaseKey(caseId, randomBytes(32));
  keys.set(caseId, key);
  return key;
}

const stream = (...chunks: Uint8Array[]) => Readable.from(chunks.map((chunk) => Buffer.from(chunk)));

const picture = (width = 40, height = 20) =>
  sharp({ create: { width, height, channels: 3, background: { r: 200, g: 30, b: 30 } } });

/** A photograph lying on its side, with a position, a camera and something hidden after its end. */
const photograph = async () =>
  Buffer.concat([
    await picture()
      .withExif({ IFD0: { Make: CANARY }, IFD3: { GPSLatitude: '31/1 13/1 49/1' } })
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toBuffer(),
    Buffer.from(CANARY),
  ]);

const pdf = Buffer.from(`%PDF-1.7\n1 0 obj<</Author(${CANARY})>>endobj\n%%EOF`);
const mp4 = Buffer.concat([
  Buffer.from('000000206674797069736f6d0000020069736f6d69736f32617663316d703431', 'hex'),
  Buffer.alloc(64),
]);
const heic = Buffer.concat([
  Buffer.from('000000186674797068656963000000006d69663168656963', 'hex'),
  Buffer.alloc(64),
]);

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
    const clean = await papers.read(caseId, stored.digest);

    expect(stored).toEqual({
      digest: expect.stringMatching(/^[0-9a-f]{64}$/),
      sha256: createHash('sha256').update(clean).digest('hex'),
      mediaType: 'image/jpeg',
      bytes: clean.length,
      cleaned: true,
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
    const { digest } = await papers.store(caseId, stream(original));
    expect((await papers.readOriginal(caseId, digest)).equals(original)).toBe(true);
  });

  it('may be a PNG, whose comments go too', async () => {
    const original = await picture()
      .withExif({ IFD0: { ImageDescription: CANARY } })
      .png()
      .toBuffer();
    const caseId = randomUUID();
    const { mediaType, digest } = await papers.store(caseId, stream(original));
    expect(mediaType).toBe('image/png');
    expect((await papers.read(caseId, digest)).includes('CANARY')).toBe(false);
  });
});

describe('other papers', () => {
  it.each([
    ['application/pdf', pdf],
    ['video/mp4', mp4],
  ])('%s are kept as they came, and marked so', async (mediaType, content) => {
    const caseId = randomUUID();
    const stored = await papers.store(caseId, stream(content));
    expect(stored).toMatchObject({ mediaType, cleaned: false, bytes: content.length });
    expect((await papers.read(caseId, stored.digest)).equals(content)).toBe(true);
    await expect(papers.readOriginal(caseId, stored.digest)).rejects.toMatchObject({ code: 'ENOENT' });
  });

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
    ['HEIC', heic, 'paper-heic'],
    [
      'a JPEG in name only',
      Buffer.concat([Buffer.from('ffd8ffe000104a464946', 'hex'), Buffer.alloc(200)]),
      'paper-broken',
    ],
  ])('%s is refused', async (_name, content, code) => {
    expect(await refusal(stream(content))).toBe(code);
    expect(await filesIn(folder)).toEqual([]);
  });

  it('a picture cut short is refused', async () => {
    const whole = await picture(400, 400).jpeg().toBuffer();
    expect(await refusal(stream(whole.subarray(0, whole.length / 2)))).toBe('paper-broken');
  });

  it('a flood of pixels is refused before it is decoded', async () => {
    const flood = await picture(10_000, 5_001).png({ compressionLevel: 9 }).toBuffer();
    expect(flood.length).toBeLessThan(1_000_000);
    expect(await refusal(stream(flood))).toBe('paper-too-many-pixels');
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
    await expect(papers.read(randomUUID(), a?.digest ?? '')).rejects.toMatchObject({ code: 'ENOENT' });
  });

  it('does not give out a paper that was changed or exchanged on the disk', async () => {
    const caseId = randomUUID();
    const { digest } = await papers.store(caseId, stream(pdf));
    const [path = ''] = await filesIn(folder);
    const content = await readFile(path);
    content[content.length - 1] = (content[content.length - 1] ?? 0) ^ 1;
    await writeFile(path, content);
    await expect(papers.read(caseId, digest)).rejects.toThrow(SealError);
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
