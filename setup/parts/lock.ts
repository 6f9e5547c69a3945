import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './processes';
import { SetupError } from '../progress';

/**
 * Locks a data folder, so that one system at a time uses it. A lock is taken over when its process is gone, also
 * where its pid belongs to another process now.
 * @returns a function that releases the lock
 */
export function takeLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const holder = holderOf(file);
  if (holder !== null && isAlive(holder)) {
    throw new SetupError(
      `Anjie is running on this data folder already (pid ${holder.pid}).`,
      `Stop it with Ctrl-C where it runs, or: kill ${holder.pid}`,
    );
  }
  rmSync(file, { force: true });
  const own = identify(process.pid);
  // `wx` creates the file exclusively: of two starts at one moment, one gets the lock.
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, JSON.stringify(own));
  closeSync(handle);
  return () => rmSync(file, { force: true });
}

/** The living process that holds a data folder, or null. */
export function livingHolder(file: string): ProcessIdentity | null {
  const holder = holderOf(file);
  return holder !== null && isAlive(holder) ? holder : null;
}

function holderOf(file: string): ProcessIdentity | null {
  if (!existsSync(file)) return null;
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as ProcessIdentity;
  } catch {
    return null;
  }
}
