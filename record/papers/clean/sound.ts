/*
 * Recordings keep their sound and lose all that is said about it. What is not sound from its beginning to its end is
 * not cleaned: null.
 */

/** WAV: only the chunks that describe the sound and hold it. */
export function cleanedWav(content: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  let at = 12;
  while (at + 8 <= content.length) {
    const kind = content.toString('latin1', at, at + 4);
    const bytes = content.readUInt32LE(at + 4);
    // A recorder that was cut off has not filled in the length of its last chunk.
    const end = Math.min(at + 8 + bytes, content.length);
    if (kind === 'fmt ' || kind === 'data') kept.push(chunk(kind, content.subarray(at + 8, end)));
    at = end + (bytes % 2);
  }
  const [format, ...data] = kept;
  if (kept.length !== 2 || format?.toString('latin1', 0, 4) !== 'fmt ' || !format.subarray(8).length)
    return null;
  const body = Buffer.concat([Buffer.from('WAVE'), format, ...data]);
  return chunk('RIFF', body);
}

function chunk(kind: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(kind, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}

/** Bytes of a frame of speech by its mode; the others are for silence or for nothing. */
const narrow = [13, 14, 16, 18, 20, 21, 27, 32, 6, 0, 0, 0, 0, 0, 0, 1];
const wide = [18, 24, 33, 37, 41, 47, 51, 59, 61, 6, 0, 0, 0, 0, 1, 1];

/** AMR: nothing but frames, and nothing behind the last whole one. */
export function cleanedAmr(content: Buffer): Buffer | null {
  const head = content.toString('latin1', 0, 9);
  const [begins, sizes] = head === '#!AMR-WB\n' ? [9, wide] : [6, narrow];
  if (begins === 6 && !head.startsWith('#!AMR\n')) return null;
  let at = begins;
  while (at < content.length) {
    const frame = content[at] ?? 0;
    const bytes = sizes[(frame >> 3) & 15] ?? 0;
    // The bits beside the mode are padding; a frame that fills them is none.
    if (bytes === 0 || (frame & 0x83) !== 0 || at + bytes > content.length) break;
    at += bytes;
  }
  return at === begins ? null : content.subarray(0, at);
}

const version1 = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320];
const version2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160];
const strangeBytesAtMost = 65_536;
const rates = [44_100, 48_000, 32_000];

/** MP3: the frames alone, without ID3 and APE tags and without the frame in which encoders sign. */
export function cleanedMp3(content: Buffer): Buffer | null {
  const frames: Buffer[] = [];
  let at = 0;
  let between = 0;
  // Tags of other kinds lie at the end. With more between the frames it may be something else in disguise.
  while (at + 4 <= content.length && between <= strangeBytesAtMost) {
    const tag = id3Bytes(content, at);
    const bytes = tag > 0 ? tag : frameBytes(content.readUInt32BE(at));
    const end = at + bytes;
    if (bytes === 0 || end > content.length) {
      at += 1;
      between += 1;
      continue;
    }
    const frame = content.subarray(at, end);
    if (tag === 0 && !isSigned(frame)) frames.push(frame);
    at = end;
  }
  return frames.length === 0 || between > strangeBytesAtMost ? null : Buffer.concat(frames);
}

/** Bytes of an ID3v2 tag that begins here; 0 where none does. */
function id3Bytes(content: Buffer, at: number): number {
  if (content.toString('latin1', at, at + 3) !== 'ID3' || at + 10 > content.length) return 0;
  const size = [6, 7, 8, 9].reduce((sum, each) => sum * 128 + ((content[at + each] ?? 0) & 0x7f), 0);
  const footer = ((content[at + 5] ?? 0) & 0x10) === 0 ? 0 : 10;
  return Math.min(10 + size + footer, content.length - at);
}

/** Bytes of the frame that this head announces (layer III); 0 where it is no head. */
function frameBytes(head: number): number {
  const isHead = head >>> 21 === 0x7ff && ((head >>> 17) & 3) === 1;
  const version = (head >>> 19) & 3;
  const rate = rates[(head >>> 10) & 3];
  const bits = (version === 3 ? version1 : version2)[(head >>> 12) & 15] ?? 0;
  if (!isHead || version === 1 || rate === undefined || bits === 0) return 0;
  const [perFrame, slower] = version === 3 ? [144_000, 1] : [72_000, version === 2 ? 2 : 4];
  return Math.floor((perFrame * bits) / (rate / slower)) + ((head >>> 9) & 1);
}

/** The frame of an encoder: it holds a name and no sound. */
function isSigned(frame: Buffer): boolean {
  const head = frame.toString('latin1', 0, Math.min(frame.length, 60));
  return /Xing|Info|VBRI/.test(head);
}
