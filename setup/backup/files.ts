import { open, readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { papersFolder } from '../../record/papers/papers';
import { headsFolder } from '../../record/trust/head-store';
import type { Entry } from './archive';

/*
 * What lies beside the database: papers, which are written once and never changed, and signed heads, which grow at
 * their end.
 */

/** A file of the folder of data, with the length that counts: it may have grown since. */
export interface KeptFile {
  /** Below the folder of data, e.g. `papers/ab/cd…`. */
  readonly path: string;
  readonly bytes: number;
}

/** The signed heads as they are now. A head is signed after its line was committed, so they come before a snapshot. */
export async function headFilesNow(dataFolder: string): Promise<KeptFile[]> {
  const names = await namesIn(headsFolder(dataFolder));
  return Promise.all(
    names.map(async (name) => {
      const path = `heads/${name}`;
      return { path, bytes: (await stat(join(dataFolder, path))).size };
    }),
  );
}

/** Every paper. A paper lies there before the line that names it is committed, so they come after a snapshot. */
export async function* paperFiles(dataFolder: string): AsyncGenerator<KeptFile> {
  const folder = papersFolder(dataFolder);
  for (const part of await namesIn(folder)) {
    // Uploads under way lie in a folder of their own.
    if (!/^[0-9a-f]{2}$/.test(part)) continue;
    for (const name of await namesIn(join(folder, part))) {
      const { size } = await stat(join(folder, part, name));
      yield { path: `papers/${part}/${name}`, bytes: size };
    }
  }
}

/** A file as an entry of an archive, at the length that counts. */
export async function entryOf(dataFolder: string, { path, bytes }: KeptFile): Promise<Entry> {
  const file = await open(join(dataFolder, path), 'r');
  try {
    const content = Buffer.alloc(bytes);
    const { bytesRead } = await file.read(content, 0, bytes, 0);
    if (bytesRead !== bytes) throw new Error(`${path} has become shorter`);
    return { path, content };
  } finally {
    await file.close();
  }
}

/** Sorted; none where there is no such folder. */
async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return [];
    throw error;
  }
}

/** Whether a folder holds anything. */
export async function holdsAnything(folder: string): Promise<boolean> {
  return (await namesIn(folder)).length > 0;
}

/** The text of a file; null where there is none. */
export function textIn(file: string): Promise<string | null> {
  return readFile(file, 'utf8').catch((error: unknown) => {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  });
}
