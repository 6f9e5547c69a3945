import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './processes';
import { SetupError } from '../progress';

/**
 * One system per data folder. A lock whose process is gone is taken over; a pid that now belongs to another
 * process does not hold it.
 * @returns lets go of the lock
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
  // Exclusive: of two starts at one moment, one gets it.
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, JSON.stringify(own));
  closeSync(handle);
  return () => rmSync(file, { force: true });
}

/** Who holds a data folder, or null where nobody who lives does. */
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
