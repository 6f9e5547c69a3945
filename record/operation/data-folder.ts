import { randomUUID } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A folder that a program cannot keep anything in. The message names the setting, for the operator. */
export class FolderUnusable extends Error {
  override readonly name = 'FolderUnusable';
}

/**
 * Tries whether files can be kept in a folder, before people hand in papers for it.
 * @param setting the name of the setting that chose the folder
 * @throws FolderUnusable
 */
export async function assertWritable(folder: string, setting: string): Promise<void> {
  const probe = join(folder, `.probe-${randomUUID()}`);
  try {
    await mkdir(folder, { recursive: true });
    await writeFile(probe, '', { mode: 0o600 });
    await rm(probe);
  } catch (error) {
    const { code = 'unknown' } = error as { code?: string };
    throw new FolderUnusable(`${setting}: nothing can be written to ${folder} (${code})`);
  }
}
