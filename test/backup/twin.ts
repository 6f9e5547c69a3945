import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { Client } from 'pg';
import { HeadSigning } from '../../record/trust/head-signing';
import { HeadFiles, headsFolder } from '../../record/trust/head-store';
import { checkBackup } from '../../setup/backup/check';
import type { RoleUrls } from '../../setup/backup/load';
import { makeBackup, type MadeBackup, type OfficePlace } from '../../setup/backup/make';
import { restoreBackup, type Restored, type RestoreWish } from '../../setup/backup/restore';
import { tablesOf } from '../../setup/backup/tables';
import { keyFiles } from '../../setup/parts/secrets';
import { silent } from '../../setup/progress';
import type { Office } from '../api/kit/office';
import { testServers } from '../harness/environment';
import { freshDatabase, type FreshDatabase } from '../harness/parts/database';

/** Who opens the data of backups, and who opens their keys. */
export interface Openers {
  readonly data: string;
  readonly keys: string;
  readonly recipients: { readonly data: string; readonly keys: string };
}

export async function newOpeners(): Promise<Openers> {
  const [data, keys] = [await generateX25519Identity(), await generateX25519Identity()];
  return {
    data,
    keys,
    recipients: { data: await identityToRecipient(data), keys: await identityToRecipient(keys) },
  };
}

/** A folder of this run, which is gone with it. */
export function folderOf(name: string): Promise<string> {
  return mkdtemp(join(testServers().folder, `${name}-`));
}

type Backed = Pick<Office, 'database' | 'keys' | 'folder'>;

/** The office as a backup sees it, its keys in files. */
export async function placeOf({ database, keys, folder }: Backed): Promise<OfficePlace> {
  const keysFolder = await folderOf('keys');
  const text = keys.all.map(({ generation, bytes }) => `${generation}:${bytes.toString('hex')}\n`).join('');
  for (const file of Object.values(keyFiles)) await writeFile(join(keysFolder, file), text, { mode: 0o600 });
  return { ownerUrl: database.ownerUrl, keysFolder, dataFolder: folder };
}

/** Signs how far the records have grown, as the worker does twice a minute. */
export async function signHeads({ parts, folder }: Office): Promise<void> {
  const { db, signer } = parts;
  await new HeadSigning({ db, signer, heads: new HeadFiles(headsFolder(folder)) }).round();
}

export async function backUp(
  place: OfficePlace,
  { recipients }: Openers,
): Promise<MadeBackup & { readonly folder: string }> {
  const folder = join(await folderOf('backup'), 'whole');
  return { ...(await makeBackup(place, folder, recipients, silent)), folder };
}

/** An empty database with folders of its own: another machine. */
export interface Elsewhere {
  readonly database: FreshDatabase;
  readonly place: OfficePlace;
  readonly roles: RoleUrls;
}

export async function elsewhere(): Promise<Elsewhere> {
  const database = await freshDatabase();
  const root = await folderOf('elsewhere');
  const dataFolder = join(root, 'evidence');
  await mkdir(dataFolder);
  return {
    database,
    place: { ownerUrl: database.ownerUrl, keysFolder: join(root, 'keys'), dataFolder },
    roles: [database.appUrl, database.vaultUrl],
  };
}

export async function restoreAt(
  { place, roles }: Elsewhere,
  folder: string,
  openers: Pick<Openers, 'data'> & { readonly keys: string | null },
  wish: Partial<RestoreWish> = {},
): Promise<Restored> {
  const backup = await checkBackup(folder, openers, place.keysFolder, silent);
  return restoreBackup(place, roles, backup, { replace: false, heads: null, ...wish }, silent);
}

/** A digest of every table that a backup holds, to compare two databases by, but for the lines that say of a restore. */
export async function contentOf({
  ownerUrl,
}: Pick<OfficePlace, 'ownerUrl'>): Promise<Record<string, string>> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query(`SET timezone = 'UTC'`);
    const contents: Record<string, string> = {};
    for (const { name } of await tablesOf(client)) {
      const all = name.endsWith('office_event') ? `${name} t WHERE kind <> 'restored'` : `${name} t`;
      const { rows } = await client.query<{ line: string }>(`SELECT t::text AS line FROM ${all} ORDER BY 1`);
      const digest = createHash('sha256')
        .update(rows.map(({ line }) => line).join('\n'))
        .digest('hex');
      contents[name] = `${rows.length} ${digest}`;
    }
    return contents;
  } finally {
    await client.end();
  }
}

/** The backups that an office says it goes on from. */
export async function restoresOf({ ownerUrl }: Pick<OfficePlace, 'ownerUrl'>): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const { rows } = await client.query<{ backup: string }>(
      `SELECT body->>'backup' AS backup FROM anjie.office_event WHERE kind = 'restored' ORDER BY seq`,
    );
    return rows.map(({ backup }) => backup);
  } finally {
    await client.end();
  }
}
