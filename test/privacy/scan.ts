import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliDecompressSync, constants, inflateRawSync } from 'node:zlib';
import { Needles } from './needles';

/** What must not be found, and where it is looked for. */
export interface Search {
  /** Planted texts of at least 6 bytes (shorter ones turn up by chance), unlike anything else. */
  readonly canaries: readonly string[];
  /** By a name of their own, for the report. */
  readonly texts?: Readonly<Record<string, string>>;
  readonly buffers?: Readonly<Record<string, Uint8Array>>;
  /** Files, and folders with everything below them. */
  readonly files?: readonly string[];
}

export interface Hit {
  readonly canary: string;
  /** Name of the text or buffer, or path of the file. */
  readonly where: string;
  /** How it was written there, outermost first, e.g. `gzip > base64 > json`. */
  readonly form: string;
}

/**
 * Looks for planted texts in everything given, as they are and in the dress that logs, dumps, mails, histories
 * and protocols put on texts: UTF-16, hex, percent signs, JSON and HTML escapes, quoted-printable, base64 at
 * each alignment, and inside of compressed or base64 parts, several layers deep. Each is reported once per place.
 * What it cannot see: encrypted parts, and the compression that PostgreSQL uses inside its data files.
 */
export async function scanForCanaries({
  canaries,
  texts = {},
  buffers = {},
  files = [],
}: Search): Promise<Hit[]> {
  const needles = new Needles(canaries);
  const hits: Hit[] = [];
  for (const [where, text] of Object.entries(texts))
    hits.push(...hitsIn(Buffer.from(text, 'utf8'), where, needles));
  for (const [where, bytes] of Object.entries(buffers))
    hits.push(...hitsIn(Buffer.from(bytes), where, needles));
  for (const path of await filesBelow(files)) {
    for await (const part of partsOf(path)) hits.push(...hitsIn(part, path, needles));
  }
  return unique(hits);
}

const LAYERS = 4;

function hitsIn(bytes: Buffer, where: string, needles: Needles, outer: readonly string[] = []): Hit[] {
  const text = bytes.toString('latin1');
  // Mails break lines inside of base64 and quoted-printable.
  const joined = text.replace(/=\r?\n|[\r\n]+[ \t]?/g, '');
  const found = new Set(needles.in(bytes));
  if (joined.length !== text.length)
    for (const needle of needles.in(Buffer.from(joined, 'latin1'))) found.add(needle);
  const hits = Array.from(found, ({ canary, form }): Hit => ({
    canary,
    where,
    form: [...outer, form].join(' > '),
  }));
  if (outer.length >= LAYERS) return hits;
  return [
    ...hits,
    ...innerParts(bytes, joined).flatMap((part) => hitsIn(part.bytes, where, needles, [...outer, part.form])),
  ];
}

interface Part {
  readonly form: string;
  readonly bytes: Buffer;
}

function innerParts(bytes: Buffer, joined: string): Part[] {
  return [...compressedParts(bytes), ...base64Parts(joined), ...hexParts(joined)];
}

const most = { maxOutputLength: 64 * 1024 * 1024, finishFlush: constants.Z_SYNC_FLUSH };

function compressedParts(bytes: Buffer): Part[] {
  const attempt = (form: string, work: () => Buffer): Part[] => {
    try {
      const content = work();
      return content.length === 0 ? [] : [{ form, bytes: content }];
    } catch {
      return []; // Only looked as if
    }
  };
  // Only the deflated core is read: whatever follows it in a dump or a log must not disturb.
  const gzip = positionsOf(bytes, Buffer.of(0x1f, 0x8b, 0x08)).flatMap((at) =>
    attempt('gzip', () => inflateRawSync(bytes.subarray(afterGzipHeader(bytes, at)), most)),
  );
  const zlib = [0x01, 0x5e, 0x9c, 0xda].flatMap((level) =>
    positionsOf(bytes, Buffer.of(0x78, level)).flatMap((at) =>
      attempt('zlib', () => inflateRawSync(bytes.subarray(at + 2), most)),
    ),
  );
  const zip = positionsOf(bytes, Buffer.from('PK\u0003\u0004', 'latin1')).flatMap((at) =>
    attempt('zip', () => {
      const start = at + 30 + bytes.readUInt16LE(at + 26) + bytes.readUInt16LE(at + 28);
      return inflateRawSync(bytes.subarray(start), most);
    }),
  );
  // Brotli has no mark to know it by; whole answers and files are tried.
  const brotli =
    bytes.length < 1_000_000
      ? attempt('brotli', () => brotliDecompressSync(bytes, { maxOutputLength: most.maxOutputLength }))
      : [];
  return [...gzip, ...zlib, ...zip, ...brotli];
}

/** Where the content begins: the header may carry extra fields, a file name and a comment (RFC 1952). */
function afterGzipHeader(bytes: Buffer, at: number): number {
  const flags = bytes[at + 3] ?? 0;
  let end = at + 10;
  if (flags & 4) end += 2 + bytes.readUInt16LE(end);
  if (flags & 8) end = bytes.indexOf(0, end) + 1;
  if (flags & 16) end = bytes.indexOf(0, end) + 1;
  return flags & 2 ? end + 2 : end;
}

function positionsOf(bytes: Buffer, mark: Buffer): number[] {
  const positions: number[] = [];
  for (let at = bytes.indexOf(mark); at >= 0; at = bytes.indexOf(mark, at + 1)) positions.push(at);
  return positions;
}

function base64Parts(text: string): Part[] {
  const runs = runsOf(text, /[A-Za-z0-9+/_-]{24,}/g);
  // A run may begin with letters that do not belong to it: a key before the value, for example.
  return [0, 1, 2, 3].flatMap((skip) =>
    joinedPart(
      'base64',
      runs.map((run) => Buffer.from(run.slice(skip), 'base64')),
    ),
  );
}

function hexParts(text: string): Part[] {
  const runs = runsOf(text, /(?:[0-9a-fA-F]{2}){12,}/g);
  return joinedPart(
    'hex',
    runs.map((run) => Buffer.from(run, 'hex')),
  );
}

function runsOf(text: string, pattern: RegExp): string[] {
  return Array.from(text.matchAll(pattern), ([run]) => run);
}

/** Thousands of short runs are searched as one: apart from each other, so that no two make a hit together. */
function joinedPart(form: string, runs: readonly Buffer[]): Part[] {
  const gap = Buffer.alloc(4);
  return runs.length === 0 ? [] : [{ form, bytes: Buffer.concat(runs.flatMap((run) => [run, gap])) }];
}

const PART_BYTES = 32 * 1024 * 1024;
const OVERLAP_BYTES = 64 * 1024;

/** Big files in parts that overlap, so that nothing is cut in two unseen. */
async function* partsOf(path: string): AsyncGenerator<Buffer> {
  let carried = Buffer.alloc(0);
  for await (const chunk of createReadStream(path, { highWaterMark: PART_BYTES })) {
    const part = Buffer.concat([carried, chunk as Buffer]);
    yield part;
    carried = Buffer.from(part.subarray(Math.max(0, part.length - OVERLAP_BYTES)));
  }
}

async function filesBelow(paths: readonly string[]): Promise<string[]> {
  const found = await Promise.all(
    paths.map(async (path) => {
      if ((await stat(path)).isFile()) return [path];
      const entries = await readdir(path, { recursive: true, withFileTypes: true });
      return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    }),
  );
  return found.flat();
}

function unique(hits: readonly Hit[]): Hit[] {
  return [...new Map(hits.map((hit) => [JSON.stringify(hit), hit])).values()];
}
