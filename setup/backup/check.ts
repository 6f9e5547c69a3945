import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Signer } from '../../record/vault/signer';
import { migrationsFolder } from '../parts/migrate';
import { SetupError, type Progress } from '../progress';
import { ArchiveBroken, readArchive, type Entry } from './archive';
import { keysFromArchive, keysLieIn, readKeyTexts, ringsIn, type KeyTexts } from './key-files';
import { archives, readManifest, requireSignature, type Manifest } from './manifest';
import { contentsName, type Contents } from './tables';

/** Who opens a backup. */
export interface Identities {
  readonly data: string;
  /** Null where the keys of the office lie in their folder already. */
  readonly keys: string | null;
}

/** A backup that is whole, was made by the office of its keys, and fits this version of the program. */
export interface CheckedBackup {
  readonly folder: string;
  readonly manifest: Manifest;
  readonly contents: Contents;
  readonly keys: KeyTexts;
  readonly signer: Signer;
  readonly identity: string;
}

/** Checks a backup and touches nothing. @throws {SetupError} where it is not to be restored here */
export async function checkBackup(
  folder: string,
  identities: Identities,
  keysFolder: string,
  progress: Progress,
): Promise<CheckedBackup> {
  try {
    const manifest = await progress.step('digests of the backup', () => readManifest(folder));
    const keys = await keysOf(folder, identities, keysFolder);
    const signer = new Signer(ringsIn(keys).sign);
    requireSignature(manifest, signer);
    await keysLieIn(keysFolder, keys);
    const contents = await contentsOf(folder, identities.data);
    await requireKnownMigrations(contents);
    return { folder, manifest, contents, keys, signer, identity: identities.data };
  } catch (error) {
    throw error instanceof ArchiveBroken ? new SetupError(error.message, undefined, { cause: error }) : error;
  }
}

async function keysOf(folder: string, { keys }: Identities, keysFolder: string): Promise<KeyTexts> {
  if (keys !== null) return keysFromArchive(join(folder, archives.keys), keys);
  if (existsSync(join(keysFolder, 'sign.key'))) return readKeyTexts(keysFolder);
  throw new SetupError(
    `The keys of the office are not in ${keysFolder}.`,
    'Name who opens those of the backup: --keys-identity FILE',
  );
}

async function contentsOf(folder: string, identity: string): Promise<Contents> {
  for await (const { path, content } of readArchive(join(folder, archives.data), identity)) {
    if (path !== contentsName) break;
    return JSON.parse(content.toString('utf8')) as Contents;
  }
  throw new ArchiveBroken(`${archives.data} does not say what it holds`);
}

/** The entries of the data, without what tells of them. */
export async function* dataOf({ folder, identity }: CheckedBackup): AsyncGenerator<Entry> {
  for await (const entry of readArchive(join(folder, archives.data), identity))
    if (entry.path !== contentsName) yield entry;
}

/** A backup of an older version is restored to its schema and then brought up; one of a newer version cannot be. */
async function requireKnownMigrations({ migrations }: Contents): Promise<void> {
  for (const { name } of migrations) {
    const script = await readFile(join(migrationsFolder, name, 'migration.sql')).catch(() => null);
    if (script === null)
      throw new SetupError(
        `The backup was made by a newer version of the program: it knows the migration ${name}.`,
        'Restore it with that version.',
      );
  }
}
