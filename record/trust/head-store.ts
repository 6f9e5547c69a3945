import { appendFile, mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { officeRecordId } from '../store/chain';
import type { SignedHead } from './signed-head';

/**
 * Where signed heads are kept, outside the database; heads are only ever added. The store is divided by the first two
 * digits of the case's id, so that reading one case, or one step of reading all, reads a small part.
 */
export interface HeadStore {
  append(heads: readonly SignedHead[]): Promise<void>;
  /** The newest signed head of each case of a part. */
  latest(part: string): Promise<ReadonlyMap<string, SignedHead>>;
}

/** For an office that keeps nothing outside its database. */
export const nothingSigned: HeadStore = {
  append: () => Promise.resolve(),
  latest: () => Promise.resolve(new Map()),
};

export const parts = Array.from({ length: 256 }, (_, index) => index.toString(16).padStart(2, '0'));

/** The head of the office's own record lies apart from those of cases: no id of a case begins so. */
export const officePart = partOf(officeRecordId);

/** The newest signed head of the office's own record. */
export async function signedOfficeHead(heads: HeadStore): Promise<SignedHead | undefined> {
  return (await heads.latest(officePart)).get(officeRecordId);
}

function partOf(recordId: string): string {
  return recordId.slice(0, 2).toLowerCase();
}

/** Items by the part in which the heads of their cases are kept. */
export function byPart<Item>(
  items: readonly Item[],
  caseIdOf: (item: Item) => string,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const part = partOf(caseIdOf(item));
    const group = groups.get(part);
    if (group === undefined) groups.set(part, [item]);
    else group.push(item);
  }
  return groups;
}

/** The newest signed head of each of these cases; a case without one is missing. */
export async function latestHeads(
  store: HeadStore,
  caseIds: readonly string[],
): Promise<ReadonlyMap<string, SignedHead>> {
  const found = await Promise.all([...new Set(caseIds.map(partOf))].map((part) => store.latest(part)));
  return new Map(found.flatMap((heads) => [...heads].filter(([caseId]) => caseIds.includes(caseId))));
}

/** Where API and worker keep them, in the folder of the office's data. */
export function headsFolder(dataFolder: string): string {
  return join(dataFolder, 'heads');
}

/**
 * Signed heads in files of one line each, in a folder that API and worker share. What a crash has left half-written
 * at the end of a file counts as not written.
 */
export class HeadFiles implements HeadStore {
  constructor(private readonly folder: string) {}

  async append(heads: readonly SignedHead[]): Promise<void> {
    await mkdir(this.folder, { recursive: true });
    for (const [part, ofPart] of byPart(heads, ({ caseId }) => caseId)) {
      const file = this.#fileOf(part);
      await endHalfLine(file);
      await appendFile(file, ofPart.map((head) => `${JSON.stringify(head)}\n`).join(''));
    }
  }

  async latest(part: string): Promise<ReadonlyMap<string, SignedHead>> {
    const text = await readFile(this.#fileOf(part), 'utf8').catch(nothingYet);
    const latest = new Map<string, SignedHead>();
    for (const line of text.split('\n')) {
      const head = readLine(line);
      if (head !== null && head.seq >= (latest.get(head.caseId)?.seq ?? 0)) latest.set(head.caseId, head);
    }
    return latest;
  }

  #fileOf(part: string): string {
    return join(this.folder, `${part}.jsonl`);
  }
}

/** Closes a line that a crash has cut short, so that the next one begins as a line of its own. */
async function endHalfLine(file: string): Promise<void> {
  const handle = await open(file, 'r').catch(() => null);
  if (handle === null) return;
  try {
    const { size } = await handle.stat();
    if (size === 0) return;
    const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
    if (buffer.toString('utf8') !== '\n') await appendFile(file, '\n');
  } finally {
    await handle.close();
  }
}

function readLine(line: string): SignedHead | null {
  if (line === '') return null;
  try {
    return JSON.parse(line) as SignedHead;
  } catch {
    return null;
  }
}

function nothingYet(error: unknown): string {
  if ((error as { code?: unknown }).code === 'ENOENT') return '';
  throw error;
}
