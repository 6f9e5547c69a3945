import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseKeyRing, type Keys } from '../../record/vault/keys';
import { keyFiles } from '../parts/secrets';
import { SetupError } from '../progress';
import { readArchive, type Entry } from './archive';

/** The text of each key file of an office. */
export type KeyTexts = Readonly<Record<keyof Keys, string>>;

const names = Object.keys(keyFiles) as (keyof Keys)[];

/** The key files in a folder, which have to be whole. */
export async function readKeyTexts(folder: string): Promise<KeyTexts> {
  const texts = await Promise.all(
    names.map(async (name) => [name, await readFile(join(folder, keyFiles[name]), 'utf8')] as const),
  );
  return Object.fromEntries(texts) as KeyTexts;
}

export function ringsIn(texts: KeyTexts): Keys {
  return Object.fromEntries(names.map((name) => [name, parseKeyRing(texts[name], keyFiles[name])])) as {
    -readonly [Name in keyof Keys]: Keys[Name];
  };
}

/** The key files as entries of an archive. */
export async function* keyEntries(texts: KeyTexts): AsyncGenerator<Entry> {
  for (const name of names) yield { path: keyFiles[name], content: Buffer.from(texts[name], 'utf8') };
}

/** The key files out of their archive. */
export async function keysFromArchive(file: string, identity: string): Promise<KeyTexts> {
  const texts: Partial<Record<keyof Keys, string>> = {};
  for await (const { path, content } of readArchive(file, identity)) {
    const name = names.find((each) => keyFiles[each] === path);
    if (name !== undefined) texts[name] = content.toString('utf8');
  }
  const missing = names.filter((name) => texts[name] === undefined);
  if (missing.length > 0) throw new SetupError(`The archive of keys lacks ${missing.join(', ')}.`);
  return texts as KeyTexts;
}

/** Whether the keys lie in a folder already. @throws {SetupError} where other keys lie there */
export async function keysLieIn(folder: string, texts: KeyTexts): Promise<boolean> {
  const there = names.filter((name) => existsSync(join(folder, keyFiles[name])));
  for (const name of there) {
    const known = parseKeyRing(await readFile(join(folder, keyFiles[name]), 'utf8'), keyFiles[name]);
    const backedUp = parseKeyRing(texts[name], keyFiles[name]);
    // A key that was rotated since has what is in the backup, and more.
    if (backedUp.all.every(({ generation, bytes }) => known.of(generation)?.bytes.equals(bytes))) continue;
    throw new SetupError(
      `${keyFiles[name]} in ${folder} is not the key of this backup.`,
      'Nothing was touched. Name an empty folder as KEYS_DIR, or move those keys away.',
    );
  }
  return there.length === names.length;
}

/** Puts key files that are missing into a folder, each whole or not at all. */
export async function placeKeys(folder: string, texts: KeyTexts): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  for (const name of names) {
    const file = join(folder, keyFiles[name]);
    if (existsSync(file)) continue;
    const unfinished = `${file}.making`;
    await writeFile(unfinished, texts[name], { mode: 0o600 });
    await chmod(unfinished, 0o400);
    await rename(unfinished, file);
  }
}
