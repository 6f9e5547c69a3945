/*
 * Which characters a font can draw, read off its table `cmap` (ISO 14496-22): a character that is in no font would be
 * printed as a box, and nobody would know afterwards whose name it was.
 */

/** Whether a font has a glyph for a character, by its code point. */
export type Glyphs = (codePoint: number) => boolean;

/** The file is no font that can be printed with, as a collection or a font for the web. */
export class NoFont extends Error {
  override readonly name = 'NoFont';
}

/** @throws NoFont */
export function glyphsIn(font: Buffer): Glyphs {
  try {
    const table = tableAt(font, cmapAt(font));
    if (table !== null) return table;
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  throw new NoFont('no TrueType or OpenType font with a table of Unicode characters');
}

function cmapAt(font: Buffer): number {
  if (!['00010000', '4f54544f', '74727565'].includes(font.toString('hex', 0, 4))) throw new NoFont('no font');
  const tables = font.readUInt16BE(4);
  for (let at = 12; at < 12 + tables * 16; at += 16) {
    if (font.toString('latin1', at, at + 4) === 'cmap') return font.readUInt32BE(at + 8);
  }
  throw new NoFont('a font without characters');
}

/** The widest table of Unicode: segments of all planes (format 12), or of the first (format 4). */
function tableAt(font: Buffer, cmap: number): Glyphs | null {
  const found = new Map<number, number>();
  const count = font.readUInt16BE(cmap + 2);
  for (let at = cmap + 4; at < cmap + 4 + count * 8; at += 8) {
    const [platform, encoding] = [font.readUInt16BE(at), font.readUInt16BE(at + 2)];
    const isUnicode = platform === 0 || (platform === 3 && (encoding === 1 || encoding === 10));
    const table = cmap + font.readUInt32BE(at + 4);
    if (isUnicode) found.set(font.readUInt16BE(table), table);
  }
  const [wide, narrow] = [found.get(12), found.get(4)];
  if (wide !== undefined) return inSegments(segmentsOfAll(font, wide));
  return narrow === undefined ? null : inSegments(segmentsOfFirst(font, narrow));
}

interface Segment {
  readonly first: number;
  readonly last: number;
  /** The glyph of a character of the segment; 0: none. */
  readonly glyph: (codePoint: number) => number;
}

function segmentsOfAll(font: Buffer, table: number): Segment[] {
  const count = font.readUInt32BE(table + 12);
  if (table + 16 + count * 12 > font.length) throw new RangeError('cut short');
  return Array.from({ length: count }, (_, index) => {
    const at = table + 16 + index * 12;
    const [first, last, start] = [
      font.readUInt32BE(at),
      font.readUInt32BE(at + 4),
      font.readUInt32BE(at + 8),
    ];
    return { first, last, glyph: (codePoint) => start + codePoint - first };
  });
}

function segmentsOfFirst(font: Buffer, table: number): Segment[] {
  const bytes = font.readUInt16BE(table + 6);
  const [ends, starts] = [table + 14, table + 16 + bytes];
  return Array.from({ length: bytes / 2 }, (_, index) => {
    const first = font.readUInt16BE(starts + index * 2);
    const shift = font.readUInt16BE(starts + bytes + index * 2);
    const offsetAt = starts + bytes * 2 + index * 2;
    const offset = font.readUInt16BE(offsetAt);
    const glyph = (codePoint: number) => {
      if (offset === 0) return (codePoint + shift) & 0xffff;
      return font.readUInt16BE(offsetAt + offset + (codePoint - first) * 2);
    };
    return { first, last: font.readUInt16BE(ends + index * 2), glyph };
  });
}

/** Segments stand in order of their last character. */
function inSegments(segments: readonly Segment[]): Glyphs {
  return (codePoint) => {
    let [low, high] = [0, segments.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((segments[middle]?.last ?? 0) < codePoint) low = middle + 1;
      else high = middle;
    }
    const found = segments[low];
    return found !== undefined && found.first <= codePoint && found.glyph(codePoint) !== 0;
  };
}
