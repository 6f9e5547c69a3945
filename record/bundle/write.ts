import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import { canonicalJson } from '../../domain/json';
import type { Signer } from '../vault/signer';
import { manifestName, manifestText, type BundleFile, type Manifest } from './form';

/** A file of the bundle; its content is made only when its turn comes. */
export interface FileToBe {
  readonly name: string;
  readonly content: () => Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>;
}

/**
 * The bundle as a stream: one file after the other, each read and hashed as it goes out, and at the end the signed
 * manifest. Nothing is compressed: papers are compressed already, and whoever checks a bundle in twenty years needs to
 * trust less. An error on the way ends the stream: a ZIP without its directory is no bundle to anybody.
 */
export function bundleStream(
  signer: Signer,
  files: readonly FileToBe[],
  rest: Omit<Manifest, 'files' | 'keys'>,
): Readable {
  const zip = new ZipFile();
  const output = zip.outputStream as Readable;
  zip.on('error', (error: Error) => output.destroy(error));
  const written: BundleFile[] = [];
  const options = { compress: false, mtime: new Date(rest.exportedAt), mode: 0o100644 };
  for (const { name, content } of files) {
    zip.addReadStreamLazy(name, options, (give) => {
      give(null, Readable.from(hashed(content(), (bytes, sha256) => written.push({ name, bytes, sha256 }))));
    });
  }
  zip.addReadStreamLazy(manifestName, options, (give) => {
    const manifest: Manifest = { ...rest, files: written, keys: signer.publicKeys };
    const signature = signer.sign(manifestText(manifest));
    give(null, Readable.from([Buffer.from(canonicalJson({ ...manifest, signature }), 'utf8')]));
  });
  zip.end();
  return output;
}

const pieceBytes = 64 * 1024;

/** Passes content on in pieces so small that hashing one holds nobody up, and tells its length and hash at the end. */
async function* hashed(
  content: Iterable<string | Uint8Array> | AsyncIterable<string | Uint8Array>,
  done: (bytes: number, sha256: string) => void,
): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const given of content) {
    const whole = typeof given === 'string' ? Buffer.from(given, 'utf8') : Buffer.from(given);
    for (let at = 0; at < whole.length; at += pieceBytes) {
      const piece = whole.subarray(at, at + pieceBytes);
      hash.update(piece);
      bytes += piece.length;
      yield piece;
    }
  }
  done(bytes, hash.digest('hex'));
}
