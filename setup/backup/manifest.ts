import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';
import { canonicalJson } from '../../domain/json';
import { isSignedBy, type Signer } from '../../record/vault/signer';
import { SetupError } from '../progress';
import { digestOf } from './archive';

/*
 * What a backup consists of, signed by the office: a folder with the data, the keys of the office in an archive apart,
 * and this. It is written last, so a folder without it holds no backup.
 */

export const format = 'anjie-backup/1';
export const archives = { data: 'data.tar.age', keys: 'keys.tar.age' } as const;
const manifestName = 'manifest.json';

const count = Type.Integer({ minimum: 0 });
const digest = Type.Object({ bytes: count, sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }) });
const manifestSchema = Type.Object({
  format: Type.Literal(format),
  id: Type.String({ minLength: 1 }),
  /** The moment that the backup shows. */
  at: Type.String({ minLength: 1 }),
  version: Type.String(),
  migration: Type.String(),
  counts: Type.Object({
    cases: count,
    openCases: count,
    lines: count,
    officeLines: count,
    heads: Type.String(),
  }),
  papers: count,
  data: digest,
  keys: digest,
  signature: Type.Object({ keyId: Type.String(), value: Type.String() }),
});

export type Manifest = Static<typeof manifestSchema>;
type Unsigned = Omit<Manifest, 'signature'>;

/** The manifest as the file that ends a backup. */
export function manifestFile(unsigned: Unsigned, signer: Signer): { name: string; text: string } {
  const signed = { ...unsigned, signature: signer.sign(textOf(unsigned)) };
  return { name: manifestName, text: `${JSON.stringify(signed, null, 2)}\n` };
}

const textOf = (unsigned: Unsigned) => canonicalJson({ is: 'anjie-backup-manifest', ...unsigned });

/** The manifest of a backup whose files are the ones that it names. @throws {SetupError} where they are not */
export async function readManifest(folder: string): Promise<Manifest> {
  const text = await readFile(join(folder, manifestName), 'utf8').catch((cause: unknown) => {
    throw new SetupError(`${folder} holds no backup: it has no ${manifestName}.`, undefined, { cause });
  });
  const manifest = parsed(text);
  if (manifest === null)
    throw new SetupError(`${manifestName} in ${folder} is damaged, or of another version.`);
  for (const part of ['data', 'keys'] as const) {
    const found = await digestOf(join(folder, archives[part]));
    if (found === null) throw new SetupError(`The backup is not whole: ${archives[part]} is missing.`);
    if (found.sha256 !== manifest[part].sha256)
      throw new SetupError(`${archives[part]} is cut or changed: it is not what the backup was made of.`);
  }
  return manifest;
}

/** @throws {SetupError} where the office with these keys has not made the backup */
export function requireSignature({ signature, ...unsigned }: Manifest, { publicKeys }: Signer): void {
  if (publicKeys.some((key) => isSignedBy(key, textOf(unsigned), signature))) return;
  throw new SetupError(
    `${manifestName} is not signed by the office of these keys: it was changed, or the backup is of another office.`,
  );
}

function parsed(text: string): Manifest | null {
  try {
    const value: unknown = JSON.parse(text);
    return Value.Check(manifestSchema, value) ? value : null;
  } catch {
    return null;
  }
}
