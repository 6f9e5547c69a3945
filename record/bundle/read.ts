import { createHash } from 'node:crypto';
import { Value } from 'typebox/value';
import { Type } from 'typebox';
import { fromBufferPromise, openPromise, type Entry, type ZipFile } from 'yauzl';
import { canonicalJson } from '../../domain/json';
import type { Title } from '../../domain/role';
import {
  bundleFormat,
  manifestName,
  recordName,
  type BundledRecord,
  type BundleFile,
  type SignedManifest,
} from './form';

/** The first thing in a bundle that does not hold, by its name. */
export class Broken extends Error {
  override readonly name = 'Broken';
  constructor(
    readonly place: string,
    readonly why: Title,
  ) {
    super(`${place}: ${why.en}`);
  }
}

const notWhole = { zh: '不是完整的 ZIP 文件', en: 'is not a whole ZIP' };
const notAsWritten = { zh: '格式与导出时不符', en: 'is not in the form in which it was written' };

const strict = { additionalProperties: false } as const;
const Hash = Type.String({ pattern: '^[0-9a-f]{64}$' });
const Count = Type.Integer({ minimum: 0 });
const ManifestShape = Type.Object(
  {
    format: Type.Literal(bundleFormat),
    number: Type.String(),
    exportedAt: Type.String(),
    depth: Type.Enum(['bare', 'issued', 'decisions', 'words']),
    files: Type.Array(Type.Object({ name: Type.String(), bytes: Count, sha256: Hash }, strict)),
    heads: Type.Array(
      Type.Object({ caseId: Type.String(), number: Type.String(), seq: Count, hash: Hash }, strict),
    ),
    keys: Type.Array(Type.Object({ keyId: Type.String(), pem: Type.String() }, strict)),
    signature: Type.Object({ keyId: Type.String(), value: Type.String() }, strict),
  },
  strict,
);

const RecordShape = Type.Object({
  cases: Type.Array(
    Type.Object({
      caseId: Type.String(),
      number: Type.String(),
      depth: Type.String(),
      digestKeys: Type.Union([Type.Null(), Type.Object({ texts: Hash, papers: Hash })]),
      lines: Type.Array(
        Type.Object({
          hash: Hash,
          event: Type.Optional(
            Type.Object({ seq: Type.Integer(), body: Type.Object({ kind: Type.String() }) }),
          ),
          cut: Type.Optional(Type.Object({})),
          texts: Type.Optional(Type.Record(Type.String(), Type.String())),
          file: Type.Optional(Type.String()),
        }),
      ),
    }),
  ),
});

/** @throws Broken where the text is not a record that can be checked at all */
export function readBundledRecord(text: string): BundledRecord {
  const record = parsed(recordName, text);
  if (!Value.Check(RecordShape, record)) throw new Broken(recordName, notAsWritten);
  return record as unknown as BundledRecord;
}

/** An open bundle, of which nothing is trusted yet. Close it. */
export class OpenBundle {
  private constructor(
    private readonly zip: ZipFile,
    private readonly entries: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Broken where it is no ZIP, or one that holds a name twice */
  static async open(source: string | Buffer): Promise<OpenBundle> {
    const options = { autoClose: false, lazyEntries: true };
    const zip = await whole(() =>
      typeof source === 'string' ? openPromise(source, options) : fromBufferPromise(source, options),
    );
    const entries = new Map<string, Entry>();
    await whole(async () => {
      for await (const entry of zip.eachEntry()) {
        if (entries.has(entry.fileName))
          throw new Broken(entry.fileName, { zh: '重复出现', en: 'is there twice' });
        entries.set(entry.fileName, entry);
      }
    });
    return new OpenBundle(zip, entries);
  }

  get names(): string[] {
    return [...this.entries.keys()];
  }

  /** @throws Broken where it is missing, or not the canonical text of a manifest */
  async manifest(): Promise<SignedManifest> {
    const text = (await this.all(manifestName)).toString('utf8');
    const manifest: unknown = parsed(manifestName, text);
    if (!Value.Check(ManifestShape, manifest) || canonicalJson(manifest) !== text)
      throw new Broken(manifestName, notAsWritten);
    return manifest;
  }

  /**
   * Reads a file to its end and compares it with what was signed.
   * @param also gets every piece on the way
   * @throws Broken
   */
  async check(
    { name, bytes, sha256 }: BundleFile,
    also: (piece: Buffer) => void = () => undefined,
  ): Promise<void> {
    const hash = createHash('sha256');
    let length = 0;
    for await (const piece of this.pieces(name)) {
      hash.update(piece);
      length += piece.length;
      also(piece);
    }
    if (length !== bytes || hash.digest('hex') !== sha256)
      throw new Broken(name, { zh: '内容与签名时不符', en: 'is not what was signed' });
  }

  close(): void {
    this.zip.close();
  }

  private async all(name: string): Promise<Buffer> {
    const pieces: Buffer[] = [];
    for await (const piece of this.pieces(name)) pieces.push(piece);
    return Buffer.concat(pieces);
  }

  private async *pieces(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (entry === undefined) throw new Broken(name, { zh: '缺失', en: 'is missing' });
    try {
      for await (const piece of await this.zip.openReadStreamPromise(entry)) yield piece as Buffer;
    } catch {
      throw new Broken(name, { zh: '无法读取', en: 'cannot be read' });
    }
  }
}

function parsed(place: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Broken(place, notAsWritten);
  }
}

async function whole<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Broken ? error : new Broken('bundle', notWhole);
  }
}
