import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { finished } from 'node:stream/promises';
import { ReadableStream as WebStream } from 'node:stream/web';
import { Decrypter, Encrypter } from 'age-encryption';
import { Header } from 'tar';

/*
 * An archive is a tar, encrypted with age: whoever has its identity opens it with stock tools too
 * (`age --decrypt -i FILE data.tar.age | tar x`). Both are streams, so memory stays flat however long it is.
 */

export interface Entry {
  /** Where it stands in the archive. */
  readonly path: string;
  readonly content: Buffer;
}

/** What a file of a backup is known by. */
export interface Digest {
  readonly bytes: number;
  readonly sha256: string;
}

/** An archive that is cut, changed, or not for this identity. The message is for the operator. */
export class ArchiveBroken extends Error {
  override readonly name = 'ArchiveBroken';
}

const block = 512;

/* The library speaks of the streams of browsers, which Node has as well, and which its types do not know to be the same. */
const streamOf = (source: AsyncIterable<Uint8Array>) => WebStream.from(source) as ReadableStream<Uint8Array>;
const partsOf = (stream: ReadableStream<Uint8Array>) => stream as unknown as AsyncIterable<Uint8Array>;

async function* tarOf(entries: AsyncIterable<Entry>): AsyncGenerator<Buffer> {
  for await (const { path, content } of entries) {
    const head = Buffer.alloc(block);
    const header = new Header({ path, size: content.length, mode: 0o600, type: 'File', mtime: new Date(0) });
    if (header.encode(head)) throw new Error(`${path} is too long a name`);
    yield head;
    yield content;
    yield Buffer.alloc((block - (content.length % block)) % block);
  }
  yield Buffer.alloc(2 * block);
}

/** Writes entries as they come, encrypted for a recipient; answers what the file is known by. */
export async function writeArchive(
  file: string,
  recipient: string,
  entries: AsyncIterable<Entry>,
): Promise<Digest> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  const sealed = await encrypter.encrypt(streamOf(tarOf(entries)));
  const out = createWriteStream(file, { flags: 'wx', mode: 0o600, flush: true });
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of partsOf(sealed)) {
      hash.update(part);
      bytes += part.length;
      if (!out.write(part)) await once(out, 'drain');
    }
    out.end();
    await finished(out);
  } catch (error) {
    out.destroy();
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** What a file is known by; null where there is none. */
export async function digestOf(file: string): Promise<Digest | null> {
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    for await (const part of createReadStream(file) as AsyncIterable<Buffer>) {
      hash.update(part);
      bytes += part.length;
    }
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
  return { bytes, sha256: hash.digest('hex') };
}

/** The entries of an archive, one after the other. @throws {ArchiveBroken} as soon as it shows */
export async function* readArchive(file: string, identity: string): AsyncGenerator<Entry> {
  const bytes = new Pieces(opened(file, identity));
  for (;;) {
    const header = new Header(await bytes.take(block));
    if (header.nullBlock) return;
    const { path, size } = header;
    if (!header.cksumValid || path === undefined || size === undefined)
      throw new ArchiveBroken(`${file} is no archive of ours`);
    const content = await bytes.take(size);
    await bytes.take((block - (size % block)) % block);
    yield { path, content };
  }
}

async function* opened(file: string, identity: string): AsyncGenerator<Buffer> {
  const decrypter = new Decrypter();
  const source = createReadStream(file);
  try {
    decrypter.addIdentity(identity);
    const sealed = streamOf(source as AsyncIterable<Uint8Array>);
    for await (const part of partsOf(await decrypter.decrypt(sealed))) yield Buffer.from(part);
  } catch (cause) {
    throw new ArchiveBroken(`${file} is cut or changed, or is not for this identity`, { cause });
  } finally {
    source.destroy();
  }
}

/** Takes pieces of a given length from a stream of pieces of any length. */
class Pieces {
  readonly #source: AsyncIterator<Buffer>;
  #left: Buffer[] = [];
  #length = 0;

  constructor(source: AsyncIterable<Buffer>) {
    this.#source = source[Symbol.asyncIterator]();
  }

  async take(length: number): Promise<Buffer> {
    while (this.#length < length) {
      const next = await this.#source.next();
      if (next.done === true) throw new ArchiveBroken('an archive ends before its end');
      this.#left.push(next.value);
      this.#length += next.value.length;
    }
    const whole = this.#left.length === 1 ? this.#left[0]! : Buffer.concat(this.#left);
    this.#left = [whole.subarray(length)];
    this.#length = whole.length - length;
    return whole.subarray(0, length);
  }
}
