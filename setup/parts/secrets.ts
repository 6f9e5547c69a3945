import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newKeyFile, type Keys } from '../../record/vault/keys';
import type { Home } from '../folders';
import { SetupError } from '../progress';

/** Passwords of the database roles of one system; they are generated once. */
export interface Secrets {
  readonly owner: string;
  readonly app: string;
  readonly vault: string;
}

/** The file of each key. */
export const keyFiles = {
  vault: 'vault.key',
  codec: 'codec.key',
  receipt: 'receipt.key',
  sign: 'sign.key',
} as const satisfies Record<keyof Keys, string>;

/** Reads or generates the secrets of a system: passwords of the database, keys of vault, codec, receipts, signatures. */
export async function ensureSecrets(home: Home): Promise<Secrets> {
  await ensureKeys(home.keys);
  return ensurePasswords(home);
}

/** Reads or generates the passwords alone. */
export async function ensurePasswords(home: Home): Promise<Secrets> {
  await mkdir(home.root, { recursive: true });
  if (existsSync(home.secrets)) return readSecrets(home.secrets);
  const password = () => randomBytes(18).toString('hex');
  const secrets = { owner: password(), app: password(), vault: password() };
  await writeWhole(home.secrets, JSON.stringify(secrets), 0o600);
  return secrets;
}

/**
 * Generates the key files that are missing. A key that exists is kept: what it sealed can be read with it alone.
 * @returns the names of the new files
 */
export async function ensureKeys(folder: string): Promise<string[]> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const missing = Object.values(keyFiles).filter((name) => !existsSync(join(folder, name)));
  for (const name of missing) await writeWhole(join(folder, name), newKeyFile(), 0o400);
  return missing;
}

/** Reads the secrets of a system that was started before. */
export async function readSecrets(file: string): Promise<Secrets> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as Secrets;
  } catch (error) {
    throw new SetupError(`${file} cannot be read.`, 'Put back a copy of it, or begin anew: npm run reset', {
      cause: error,
    });
  }
}

/** Writes a file so that it appears whole or not at all. */
async function writeWhole(file: string, content: string, mode: number): Promise<void> {
  const unfinished = `${file}.making`;
  await writeFile(unfinished, content, { mode });
  await rename(unfinished, file);
}
