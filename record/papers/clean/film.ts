/*
 * Films and recordings in boxes (ISO 14496-12, QuickTime: mp4, mov, m4a, 3gp). Nothing is moved, so that every offset
 * stays right: what does not describe picture or sound is overwritten with zeros, and so is every byte of the media data
 * that no track of picture or sound points to, as positions that a phone writes beside the film. Times of making are set
 * to zero. What this reader does not know for certain is not cleaned: null.
 */

interface Box {
  readonly kind: string;
  readonly at: number;
  /** Where its content begins. */
  readonly body: number;
  readonly end: number;
}

/** Boxes that describe how to play; all others are blanked. */
const kept = new Set(
  (
    'ftyp moov mdat trak mdia minf stbl mvhd tkhd mdhd hdlr vmhd smhd gmhd gmin dinf dref edts elst ' +
    'stsd stts ctts cslg stsc stsz stco co64 stss stsh sdtp sbgp sgpd load tapt clef prof enof wide'
  ).split(' '),
);
/** Tracks, and boxes of media: more are made to keep a reader busy. */
const partsAtMost = 64;
const folders = new Set(['moov', 'trak', 'mdia', 'minf', 'stbl', 'dinf', 'edts', 'gmhd', 'tapt']);
/** Boxes with one byte of version, three of flags, and then two times. */
const dated = new Set(['mvhd', 'tkhd', 'mdhd']);

/** A film without what is said about it; null where it cannot be cleaned with certainty. */
export function cleanedFilm(content: Buffer): Buffer | null {
  const own = Buffer.from(content);
  try {
    const top = boxesIn(own, 0, own.length);
    const moov = top.filter(({ kind }) => kind === 'moov');
    if (top[0]?.kind !== 'ftyp' || moov.length !== 1) return null;
    // A film in fragments says in other boxes where its samples lie.
    if (top.some(({ kind }) => kind === 'moof')) return null;
    const [movie] = moov as [Box];
    const tracks = boxesIn(own, movie.body, movie.end).filter(({ kind }) => kind === 'trak');
    const media = top.filter(({ kind }) => kind === 'mdat');
    if (tracks.length > partsAtMost || media.length > partsAtMost) return null;
    const played = tracks.filter((track) => isPlayed(own, track));
    if (played.length === 0) return null;
    const samples = played.flatMap((track) => samplesOf(own, track));
    for (const track of tracks) if (!played.includes(track)) blank(own, track);
    clean(own, top);
    blankBetween(own, media, samples);
    return own;
  } catch (error) {
    if (error instanceof RangeError || error instanceof Unknown) return null;
    throw error;
  }
}

/** A film that is built otherwise than this reader knows. */
class Unknown extends Error {
  override readonly name = 'Unknown';
}

function boxesIn(bytes: Buffer, from: number, to: number): Box[] {
  const boxes: Box[] = [];
  let at = from;
  // QuickTime may end a list of boxes with four zeros.
  while (at + 8 <= to) {
    const short = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const long = short === 1;
    const size = long ? Number(bytes.readBigUInt64BE(at + 8)) : short === 0 ? to - at : short;
    const body = at + (long ? 16 : 8);
    if (size < body - at || at + size > to) throw new Unknown(kind);
    boxes.push({ kind, at, body, end: at + size });
    at += size;
  }
  if (at !== to && bytes.subarray(at, to).some((byte) => byte !== 0)) throw new Unknown('rest');
  return boxes;
}

function inside(bytes: Buffer, { body, end }: Box, ...path: readonly string[]): Box | undefined {
  const [kind, ...further] = path;
  const found = boxesIn(bytes, body, end).find((each) => each.kind === kind);
  return found === undefined || further.length === 0 ? found : inside(bytes, found, ...further);
}

function needed(bytes: Buffer, box: Box, ...path: readonly string[]): Box {
  const found = inside(bytes, box, ...path);
  if (found === undefined) throw new Unknown(path.join('/'));
  return found;
}

function isPlayed(bytes: Buffer, track: Box): boolean {
  const { body } = needed(bytes, track, 'mdia', 'hdlr');
  return ['vide', 'soun'].includes(bytes.toString('latin1', body + 8, body + 12));
}

interface Range {
  readonly from: number;
  readonly to: number;
}

/** Where the samples of a track lie in the file, one range for each chunk. */
function samplesOf(bytes: Buffer, track: Box): Range[] {
  const dref = inside(bytes, track, 'mdia', 'minf', 'dinf', 'dref');
  // What it refers to is the file itself; a longer one names another.
  if (dref !== undefined && dref.end - dref.body > 64) throw new Unknown('dref');
  const table = needed(bytes, track, 'mdia', 'minf', 'stbl');
  const bytesOf = sizesIn(bytes, needed(bytes, table, 'stsz'));
  const runs = runsIn(bytes, needed(bytes, table, 'stsc'));
  let sample = 0;
  let run = -1;
  return chunksIn(bytes, table).map((from, index) => {
    while ((runs[run + 1]?.first ?? Infinity) <= index + 1) run += 1;
    const count = runs[run]?.samples ?? 0;
    const to = from + bytesOf(sample, count);
    sample += count;
    if (to > bytes.length) throw new Unknown('sample beyond the end');
    return { from, to };
  });
}

/** The bytes of so many samples from one on. */
function sizesIn(bytes: Buffer, { body, end }: Box): (first: number, samples: number) => number {
  const same = bytes.readUInt32BE(body + 4);
  const count = bytes.readUInt32BE(body + 8);
  if (same === 0 && body + 12 + count * 4 > end) throw new Unknown('stsz');
  return (first, samples) => {
    const last = Math.min(first + samples, count);
    if (same > 0) return same * Math.max(last - first, 0);
    let sum = 0;
    for (let sample = first; sample < last; sample++) sum += bytes.readUInt32BE(body + 12 + sample * 4);
    return sum;
  };
}

function chunksIn(bytes: Buffer, table: Box): number[] {
  const short = inside(bytes, table, 'stco');
  const { body, end } = short ?? needed(bytes, table, 'co64');
  const width = short === undefined ? 8 : 4;
  const count = bytes.readUInt32BE(body + 4);
  if (body + 8 + count * width > end) throw new Unknown('chunks');
  return Array.from({ length: count }, (_, index) => {
    const at = body + 8 + index * width;
    return width === 4 ? bytes.readUInt32BE(at) : Number(bytes.readBigUInt64BE(at));
  });
}

/** From which chunk on a chunk has how many samples. */
function runsIn(bytes: Buffer, { body, end }: Box): { readonly first: number; readonly samples: number }[] {
  const count = bytes.readUInt32BE(body + 4);
  if (body + 8 + count * 12 > end) throw new Unknown('stsc');
  return Array.from({ length: count }, (_, index) => ({
    first: bytes.readUInt32BE(body + 8 + index * 12),
    samples: bytes.readUInt32BE(body + 12 + index * 12),
  }));
}

function clean(bytes: Buffer, boxes: readonly Box[]): void {
  for (const box of boxes) {
    const { kind, body, end } = box;
    if (!kept.has(kind)) blank(bytes, box);
    else if (folders.has(kind)) clean(bytes, boxesIn(bytes, body, end));
    else if (dated.has(kind)) bytes.fill(0, body + 4, body + 4 + ((bytes[body] ?? 0) === 1 ? 16 : 8));
    else if (kind === 'hdlr') bytes.fill(0, Math.min(body + 12, end), end);
  }
}

/** A box that says nothing: players pass over `free`. */
function blank(bytes: Buffer, { at, body, end }: Box): void {
  bytes.write('free', at + 4, 'latin1');
  bytes.fill(0, body, end);
}

function blankBetween(bytes: Buffer, media: readonly Box[], samples: readonly Range[]): void {
  const inOrder = [...samples].sort((a, b) => a.from - b.from);
  for (const { body, end } of media) {
    let at = body;
    for (const { from, to } of inOrder) {
      if (to <= body || from >= end) continue;
      if (from > at) bytes.fill(0, at, from);
      at = Math.max(at, to);
    }
    if (at < end) bytes.fill(0, at, end);
  }
}
