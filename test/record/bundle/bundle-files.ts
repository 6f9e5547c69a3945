import { createHash } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import type { Readable } from 'node:stream';
import { fromBufferPromise } from 'yauzl';
import { ZipFile } from 'yazl';
import { canonicalJson } from '../../../domain/json';
import {
  manifestName,
  manifestText,
  recordName,
  type BundledRecord,
  type SignedManifest,
} from '../../../record/bundle/form';
import type { Signer } from '../../../record/vault/signer';

/** A bundle taken apart, and where each file's bytes lie in it. */
export type Unpacked = ReadonlyMap<string, { readonly content: Buffer; readonly at: number }>;

export async function unpack(bundle: Buffer): Promise<Unpacked> {
  const zip = await fromBufferPromise(bundle, { lazyEntries: true, autoClose: false });
  const files = new Map<string, { content: Buffer; at: number }>();
  for await (const entry of zip.eachEntry()) {
    const { fileDataStart: at } = await zip.readLocalFileHeaderPromise(entry, { minimal: true });
    files.set(entry.fileName, { content: await buffer(await zip.openReadStreamPromise(entry)), at });
  }
  return files;
}

export const manifestOf = (files: Unpacked) =>
  JSON.parse(files.get(manifestName)?.content.toString('utf8') ?? '') as SignedManifest;
export const recordOf = (files: Unpacked) =>
  JSON.parse(files.get(recordName)?.content.toString('utf8') ?? '') as BundledRecord;

/** Puts a bundle together again from contents that somebody has changed. */
export function pack(contents: ReadonlyMap<string, Buffer>): Promise<Buffer> {
  const zip = new ZipFile();
  for (const [name, content] of contents) zip.addBuffer(content, name, { compress: false });
  zip.end();
  return buffer(zip.outputStream as Readable);
}

export const contentsOf = (files: Unpacked) =>
  new Map([...files].map(([name, { content }]) => [name, content] as const));

/** What somebody who holds a key of the office could do: the manifest made to fit the changed files, and signed. */
export function signedAnew(
  contents: ReadonlyMap<string, Buffer>,
  signer: Signer,
  change: (manifest: SignedManifest) => Partial<SignedManifest> = () => ({}),
): Map<string, Buffer> {
  const before = JSON.parse(contents.get(manifestName)?.toString('utf8') ?? '') as SignedManifest;
  const files = before.files.map(({ name }) => {
    const content = contents.get(name) ?? Buffer.alloc(0);
    return { name, bytes: content.length, sha256: createHash('sha256').update(content).digest('hex') };
  });
  const { signature: _, ...manifest } = { ...before, files, ...change(before) };
  const signed = { ...manifest, signature: signer.sign(manifestText(manifest)) };
  return new Map(contents).set(manifestName, Buffer.from(canonicalJson(signed)));
}

export function withRecord(
  contents: ReadonlyMap<string, Buffer>,
  change: (record: BundledRecord) => BundledRecord,
): Map<string, Buffer> {
  const record = JSON.parse(contents.get(recordName)?.toString('utf8') ?? '') as BundledRecord;
  return new Map(contents).set(recordName, Buffer.from(canonicalJson(change(record))));
}
