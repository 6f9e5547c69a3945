import type { Title } from '../../domain/role';
import { genesisHash, lineHash, type Head } from '../store/chain';
import { paperDigest, textDigest } from '../vault/digests';
import { isSealed, sealIn, type Seal } from '../vault/family-seal';
import { isSignedBy, readPublicKeys, type PublicKey } from '../vault/signer';
import {
  manifestName,
  manifestText,
  recordName,
  type BundledCase,
  type BundledLine,
  type BundledRecord,
  type SignedManifest,
} from './form';
import { Broken, OpenBundle, readBundledRecord } from './read';

/*
 * Checks a bundle with nothing but the bundle and, to be sure whose it is, a public key: no database, no network, none
 * of our keys.
 */

export interface Verdict {
  /** What was checked and holds, in plain words. */
  readonly checked: readonly Title[];
  /** The first thing that does not hold; null where all does. */
  readonly broken: { readonly place: string; readonly why: Title } | null;
}

/**
 * @param source path of the bundle, or its bytes
 * @param trusted public keys that the office is known by; null: the bundle is checked against the key that stands in it
 */
export async function verifyBundle(
  source: string | Buffer,
  trusted: readonly PublicKey[] | null,
): Promise<Verdict> {
  const checked: Title[] = [];
  let bundle: OpenBundle | null = null;
  try {
    bundle = await OpenBundle.open(source);
    for await (const held of checks(bundle, trusted)) checked.push(held);
    return { checked, broken: null };
  } catch (error) {
    if (!(error instanceof Broken)) throw error;
    return { checked, broken: { place: error.place, why: error.why } };
  } finally {
    bundle?.close();
  }
}

async function* checks(bundle: OpenBundle, trusted: readonly PublicKey[] | null): AsyncGenerator<Title> {
  const manifest = await bundle.manifest();
  const keys = keysIn(manifest);
  yield signatureHolds(manifest, trusted ?? keys, trusted !== null);

  const record = await recordOf(bundle, manifest);
  yield recordsHold(record, manifest.heads);
  yield* textsHold(record);
  yield* sealsHold(record, [...keys, ...(trusted ?? [])]);
  yield* filesHold(bundle, manifest, record);
}

// --- whose it is ------------------------------------------------------------------------------

/** The keys that a manifest brings along, each under the id that it really has. */
function keysIn({ keys }: SignedManifest): PublicKey[] {
  try {
    return keys.flatMap(({ pem }) => readPublicKeys(pem));
  } catch {
    throw new Broken(manifestName, { zh: '公钥无法读取', en: 'holds a public key that cannot be read' });
  }
}

function signatureHolds(manifest: SignedManifest, keys: readonly PublicKey[], known: boolean): Title {
  const { signature } = manifest;
  const key = keys.find(({ keyId }) => keyId === signature.keyId);
  if (key === undefined)
    throw new Broken(`${manifestName} signature`, {
      zh: `由其他密钥签名 ${signature.keyId}`,
      en: `was made with another key, ${signature.keyId}`,
    });
  if (!isSignedBy(key, manifestText(manifest), signature))
    throw new Broken(`${manifestName} signature`, { zh: '签名无效', en: 'does not fit the manifest' });
  return known
    ? {
        zh: `清单 ${manifest.number} 由所给公钥 ${key.keyId} 签名,导出于 ${manifest.exportedAt}`,
        en: `the manifest of ${manifest.number} is signed with the key you gave, ${key.keyId}, made at ${manifest.exportedAt}`,
      }
    : {
        zh: `清单 ${manifest.number} 的签名与其自带公钥 ${key.keyId} 相符;请用 --key 与本机关公布的公钥核对`,
        en: `the manifest of ${manifest.number} is signed with the key that stands in it, ${key.keyId}; whose that is only --key can tell`,
      };
}

// --- the records ------------------------------------------------------------------------------

async function recordOf(bundle: OpenBundle, { files, heads }: SignedManifest): Promise<BundledRecord> {
  const file = files.find(({ name }) => name === recordName);
  if (file === undefined) throw new Broken(recordName, { zh: '不在清单中', en: 'is not in the manifest' });
  const pieces: Buffer[] = [];
  const text = () => Buffer.concat(pieces).toString('utf8');
  try {
    await bundle.check(file, (piece) => pieces.push(piece));
  } catch (error) {
    throw error instanceof Broken
      ? closer(error, () => recordsHold(readBundledRecord(text()), heads))
      : error;
  }
  return readBundledRecord(text());
}

/** Adds the place in the file: the first line of a record that shows that it is not what was signed. */
function closer(broken: Broken, look: () => unknown): Broken {
  try {
    look();
    return broken;
  } catch (found) {
    if (!(found instanceof Broken) || found.place === broken.place) return broken;
    const { place, why } = found;
    return new Broken(broken.place, {
      zh: `${broken.why.zh}:${place} ${why.zh}`,
      en: `${broken.why.en}: ${place} ${why.en}`,
    });
  }
}

function recordsHold({ cases }: BundledRecord, heads: readonly Head[]): Title {
  if (cases.length !== heads.length || cases.some((file, index) => file.caseId !== heads[index]?.caseId))
    throw new Broken(recordName, { zh: '案件与清单不符', en: 'does not hold the cases of the manifest' });
  const counts = cases.map((file, index) => chainHolds(file, heads[index] as Head));
  const lines = counts.reduce((sum, each) => sum + each.lines, 0);
  const cut = counts.reduce((sum, each) => sum + each.cut, 0);
  return cut === 0
    ? {
        zh: `${cases.length} 个案件、${lines} 条记录:逐条哈希与链条均已重算,末条与签名一致`,
        en: `${counted(cases.length, 'case')}, ${counted(lines, 'line')}: every hash and every chain recomputed, each ends as signed`,
      }
    : {
        zh: `${cases.length} 个案件、${lines} 条记录:链条完整,末条与签名一致;其中 ${cut} 条已裁剪,其内容仅由签名担保`,
        en: `${counted(cases.length, 'case')}, ${counted(lines, 'line')}: every chain is whole and ends as signed; ${cut} lines are cut, what is left of them stands on the signature alone`,
      };
}

function chainHolds(
  { caseId, number, depth, lines }: BundledCase,
  head: Head,
): { lines: number; cut: number } {
  let previous: Uint8Array = genesisHash;
  let cut = 0;
  for (const [index, line] of lines.entries()) {
    const place = placeOf(number, index);
    if (line.event === undefined) {
      if (depth !== 'issued') throw new Broken(place, { zh: '缺少内容', en: 'is cut, where nothing may be' });
      cut += 1;
    } else if (
      line.event.seq !== index + 1 ||
      lineHash(previous, caseId, line.event).toString('hex') !== line.hash
    ) {
      throw new Broken(place, { zh: '与其哈希不符', en: 'does not fit its hash' });
    }
    previous = Buffer.from(line.hash, 'hex');
  }
  if (lines.length !== head.seq || number !== head.number)
    throw new Broken(number, {
      zh: `记录止于第 ${lines.length} 条,签名为第 ${head.seq} 条`,
      en: `its record ends at line ${lines.length}, signed was line ${head.seq}`,
    });
  if (lines.at(-1)?.hash !== head.hash)
    throw new Broken(placeOf(number, lines.length - 1), {
      zh: '末条与签名不符',
      en: 'is not the head that was signed',
    });
  return { lines: lines.length, cut };
}

function* textsHold({ cases }: BundledRecord): Generator<Title> {
  let held = 0;
  let taken = 0;
  for (const { number, digestKeys, lines } of cases) {
    for (const [index, { event, texts }] of lines.entries()) {
      const digest = event && 'textDigest' in event.body ? event.body.textDigest : undefined;
      if (digestKeys === null) {
        taken += texts === undefined ? 0 : 1;
      } else if (digest !== undefined || texts !== undefined) {
        if (textDigest(Buffer.from(digestKeys.texts, 'hex'), texts ?? {}) !== digest)
          throw new Broken(placeOf(number, index), {
            zh: '文字与记录不符',
            en: 'its texts are not those of the record',
          });
        held += 1;
      }
    }
  }
  if (held > 0)
    yield {
      zh: `${held} 条记录的文字与摘要一致`,
      en: `the texts of ${counted(held, 'line')} are those that the record was made of`,
    };
  if (taken > 0)
    yield {
      zh: `${taken} 条记录的文字仅由签名担保(摘要密钥不对外提供)`,
      en: `the texts of ${counted(taken, 'line')} stand on the signature alone: the key of their digests is not given to this reader`,
    };
}

// --- the seals --------------------------------------------------------------------------------

function* sealsHold({ cases }: BundledRecord, keys: readonly PublicKey[]): Generator<Title> {
  for (const { number, lines } of cases) {
    for (const [index, line] of lines.entries()) {
      const seal = sealOf(line);
      if (seal === null) continue;
      const place = `${placeOf(number, index)} seal`;
      if (!isSealed(seal, keys))
        throw new Broken(place, { zh: '封存签名无效', en: 'its signature does not hold' });
      for (const { caseId, number: of, seq, hash } of seal.heads) {
        const file = cases.find((each) => each.caseId === caseId);
        if (file !== undefined && file.lines[seq - 1]?.hash !== hash)
          throw new Broken(place, {
            zh: `${of} 截至第 ${seq} 条与封存时不符`,
            en: `${of} up to line ${seq} is not what was sealed`,
          });
      }
      yield {
        zh: `${seal.at} 的封存有效:${seal.heads.length} 个案件截至当时未被改动`,
        en: `the seal of ${seal.at} holds: ${counted(seal.heads.length, 'case')} unchanged up to then`,
      };
    }
  }
}

function sealOf({ event, cut }: BundledLine): Seal | null {
  const body = (event?.body ?? cut?.['body']) as { readonly detail?: unknown } | undefined;
  return sealIn(body?.detail);
}

// --- the files --------------------------------------------------------------------------------

async function* filesHold(
  bundle: OpenBundle,
  { files }: SignedManifest,
  { cases }: BundledRecord,
): AsyncGenerator<Title> {
  const signed = new Set(files.map(({ name }) => name));
  const stranger = bundle.names.find((name) => name !== manifestName && !signed.has(name));
  if (stranger !== undefined) throw new Broken(stranger, { zh: '不在清单中', en: 'is not in the manifest' });
  const added = new Map(
    cases.flatMap((file) =>
      file.lines.flatMap((line) => (line.file === undefined ? [] : [[line.file, { file, line }] as const])),
    ),
  );
  let papers = 0;
  for (const file of files.filter(({ name }) => name !== recordName)) {
    const place = added.get(file.name);
    const body = place?.line.event?.body;
    const keys = place?.file.digestKeys ?? null;
    const digest = keys === null ? null : paperDigest(Buffer.from(keys.papers, 'hex'));
    await bundle.check(file, (piece) => digest?.update(piece));
    if (place === undefined) continue;
    if (digest !== null && (body?.kind !== 'paper-added' || digest.digest('hex') !== body.digest))
      throw new Broken(file.name, { zh: '不是记录所载的材料', en: 'is not the paper that the record names' });
    papers += 1;
  }
  const missing = [...added.keys()].find((name) => !signed.has(name));
  if (missing !== undefined) throw new Broken(missing, { zh: '缺失', en: 'is missing' });
  yield {
    zh: `${files.length} 个文件与签名时逐字节一致,其中材料 ${papers} 份`,
    en: `${files.length} files are byte for byte what was signed; papers among them: ${papers}`,
  };
  const absent = cases.flatMap(({ lines }) => lines).filter(addsWithoutFile).length;
  if (absent > 0)
    yield {
      zh: `记录所载材料中 ${absent} 份未附于本案卷`,
      en: `papers that the record names and this bundle does not hold: ${absent}`,
    };
}

function addsWithoutFile({ event, file }: BundledLine): boolean {
  return event?.body.kind === 'paper-added' && file === undefined;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function placeOf(number: string, index: number): string {
  return `${number} line ${index + 1}`;
}
