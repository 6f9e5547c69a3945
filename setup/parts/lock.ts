import { createHash, randomUUID } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { identify, isAlive, type ProcessIdentity } from './processes';
import { SetupError } from '../progress';

/**
 * Locks a data folder, so that one system at a time uses it. A lock is taken over when its process is gone, also
 * where its pid belongs to another process now; of several that find it so at one moment, one takes it.
 * @returns a function that releases the lock
 */
export function takeLock(file: string): () => void {
  mkdirSync(dirname(file), { recursive: true });
  const own = `${file}.${randomUUID()}`;
  writeFileSync(own, JSON.stringify(identify(process.pid)), { mode: 0o600 });
  try {
    for (;;) {
      const found = textOf(file);
      if (found === null) {
        if (linked(own, file)) break;
      } else if (takeOver(file, own, found)) break;
    }
  } finally {
    rmSync(own, { force: true });
  }
  return () => rmSync(file, { force: true });
}

/** The living process that holds a data folder, or null. */
export function livingHolder(file: string): ProcessIdentity | null {
  const holder = identityIn(textOf(file));
  return holder !== null && isAlive(holder) ? holder : null;
}

/**
 * Replaces the lock of a process that is gone. The right to do so is a file named after what the lock says: it can be
 * made once. Where its maker is gone too, the right passes on in the same way.
 * @returns false where somebody else was faster
 */
function takeOver(file: string, own: string, found: string): boolean {
  const claims: string[] = [];
  for (let last: string | null = found; last !== null; last = textOf(claims.at(-1) ?? '')) {
    refuseLiving(identityIn(last));
    claims.push(`${file}.after-${createHash('sha256').update(last).digest('hex').slice(0, 16)}`);
  }
  const claim = claims.at(-1) ?? '';
  if (!linked(own, claim)) return false;
  // The lock that was found may have been replaced, and the right to it used, before this claim.
  const isStill = textOf(file) === found;
  if (isStill) renameSync(own, file);
  for (const used of isStill ? claims : [claim]) rmSync(used, { force: true });
  return isStill;
}

function refuseLiving(holder: ProcessIdentity | null): void {
  if (holder === null || !isAlive(holder)) return;
  throw new SetupError(
    `Anjie is running on this data folder already (pid ${holder.pid}).`,
    `Stop it with Ctrl-C where it runs, or: kill ${holder.pid}`,
  );
}

/** Gives a whole file a second name; false where the name is taken. The file system lets one of several do it. */
function linked(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as { code?: unknown }).code === 'EEXIST') return false;
    throw error;
  }
}

/** Null where there is no such file. */
function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as { code?: unknown }).code === 'ENOENT') return null;
    throw error;
  }
}

/** Null for what is no identity, as the half-written lock of a crash. */
function identityIn(text: string | null): ProcessIdentity | null {
  try {
    const found = JSON.parse(text ?? '') as Partial<ProcessIdentity> | null;
    const { pid, startedAt } = found ?? {};
    return pid === undefined || startedAt === undefined ? null : { pid, startedAt };
  } catch {
    return null;
  }
}
