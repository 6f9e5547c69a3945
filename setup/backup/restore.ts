import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { enterRestored } from '../../record/office/restored';
import { caseChecks } from '../../record/operation/case-checks';
import { HeadFiles, headsFolder } from '../../record/trust/head-store';
import { verifyOffice } from '../../record/trust/verify-office';
import { verifyAllRecords, type RecordFault } from '../../record/trust/verify-record';
import { migrate } from '../parts/migrate';
import { SetupError, type Progress } from '../progress';
import { dataOf, type CheckedBackup } from './check';
import { papersFolder } from '../../record/papers/papers';
import { holdsAnything, textIn } from './files';
import { placeKeys } from './key-files';
import {
  connectOwner,
  databaseState,
  Loading,
  prepareSchema,
  requireNobodyConnected,
  requireSameSchema,
  type RoleUrls,
} from './load';
import { lostTail, payoutsUnderWay, withStores, type LostLines } from './what-is-missing';
import type { OfficePlace } from './make';

export interface RestoreWish {
  /** Whether a database and a folder in use may be replaced. What lay in the folder is kept beside. */
  readonly replace: boolean;
  /** Signed heads that outlived what was lost, besides those in the folder of data. */
  readonly heads: string | null;
}

export interface Restored {
  readonly faults: readonly RecordFault[];
  /** Papers that the record names and the backup did not have: a case number for each. */
  readonly missingPapers: readonly string[];
  /** What the office had signed beyond the backup: it is lost. */
  readonly lost: readonly LostLines[];
  /** Payouts that were under way: the bank may know more of them than the record. */
  readonly payouts: readonly string[];
  /** Where what lay in the folder of data is now; null where nothing did. */
  readonly aside: string | null;
}

/**
 * Restores a checked backup. The database gets all of it in one transaction, which ends when every paper lies in its
 * place; killed before, it holds nothing, and the same command begins again.
 * @throws {SetupError} where it must not, before anything is touched, or could not
 */
export async function restoreBackup(
  place: OfficePlace,
  roles: RoleUrls,
  backup: CheckedBackup,
  wish: RestoreWish,
  progress: Progress,
): Promise<Restored> {
  const mark = new RestoreMark(place.dataFolder);
  const client = await connectOwner(place);
  let aside: string | null;
  try {
    await requireNobodyConnected(client);
    const state = await databaseState(client, backup);
    const begun = (await mark.read()) === backup.manifest.id;
    const finished = begun && state === 'restored';
    if (state !== 'empty' && !finished) {
      if (!wish.replace)
        throw new SetupError(
          'The database holds an office already.',
          'Restore into an empty one; or add --replace, and what it holds is lost.',
        );
      await requireSameSchema(client, backup);
    }
    aside = await clearFolder(place.dataFolder, mark, backup, wish);
    await placeKeys(place.keysFolder, backup.keys);
    if (!finished) {
      if (state === 'empty')
        await progress.step('database schema', () => prepareSchema(client, place, roles, backup));
      await progress.step('record, vault and papers', (note) => loadAll(client, place, backup, note));
    }
  } finally {
    await client.end();
  }
  await progress.step('migrations since the backup', () => migrate(place.ownerUrl, roles));
  const restored = await lookAt(
    place,
    backup,
    [aside === null ? null : join(aside, 'heads'), wish.heads],
    progress,
  );
  await mark.remove();
  return { ...restored, aside };
}

/** Says in the folder of data which backup is being restored there, until it is. */
class RestoreMark {
  readonly #file: string;

  constructor(folder: string) {
    this.#file = join(folder, 'restoring');
  }

  /** The id of the backup; null where none is being restored. */
  async read(): Promise<string | null> {
    return (await textIn(this.#file))?.trim() ?? null;
  }

  async write(id: string): Promise<void> {
    await mkdir(dirname(this.#file), { recursive: true });
    await writeDurably(this.#file, Buffer.from(`${id}\n`, 'utf8'));
  }

  remove(): Promise<void> {
    return rm(this.#file, { force: true });
  }
}

const ownFolders = (dataFolder: string) => [papersFolder(dataFolder), headsFolder(dataFolder)];
const asideName = 'before-restore';

/** Makes room for papers and heads; answers where what was there is now. */
async function clearFolder(
  dataFolder: string,
  mark: RestoreMark,
  { manifest }: CheckedBackup,
  { replace }: RestoreWish,
): Promise<string | null> {
  const aside = join(dataFolder, `${asideName}-${manifest.id}`);
  const setAside = () => holdsAnything(aside).then((held) => (held ? aside : null));
  // What an earlier try has left there is overwritten with the same.
  if ((await mark.read()) === manifest.id) return setAside();
  const used: string[] = [];
  for (const folder of ownFolders(dataFolder)) if (await holdsAnything(folder)) used.push(folder);
  if (used.length > 0 && !replace)
    throw new SetupError(
      `${used.join(' and ')} hold something already.`,
      'Name an empty folder; or add --replace, and what lies there is kept beside.',
    );
  if (used.length > 0) await mkdir(aside, { recursive: true, mode: 0o700 });
  for (const folder of used) await rename(folder, join(aside, folder.slice(dataFolder.length + 1)));
  await mark.write(manifest.id);
  return setAside();
}

async function loadAll(
  client: Awaited<ReturnType<typeof connectOwner>>,
  { dataFolder }: OfficePlace,
  backup: CheckedBackup,
  note: (text: string) => void,
): Promise<void> {
  const loading = await Loading.begin(client, backup);
  let [bytes, papers] = [0, 0];
  try {
    for await (const entry of dataOf(backup)) {
      const isTable = entry.path.startsWith('tables/');
      if (isTable) await loading.take(entry);
      else await placeFile(dataFolder, entry.path, entry.content);
      if (entry.path.startsWith('papers/')) papers += 1;
      bytes += entry.content.length;
      note(`${(bytes / 1e6).toFixed(1)} MB, ${papers} papers`);
    }
    if (papers !== backup.manifest.papers)
      throw new SetupError(`The backup holds ${papers} papers, and its manifest ${backup.manifest.papers}.`);
    await loading.commit();
  } catch (error) {
    await loading.rollBack();
    throw error;
  }
}

async function placeFile(dataFolder: string, path: string, content: Buffer): Promise<void> {
  if (normalize(path) !== path || !/^(papers|heads)\//.test(path))
    throw new SetupError(`The backup holds a file that belongs nowhere: ${path}.`);
  const file = join(dataFolder, path);
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  await writeDurably(file, content);
}

async function writeDurably(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What there is to be said of a restored office. */
function lookAt(
  place: OfficePlace,
  { signer, manifest }: CheckedBackup,
  survivors: readonly (string | null)[],
  progress: Progress,
): Promise<Omit<Restored, 'aside'>> {
  return withStores(place, async ({ db, vault, papers }) => {
    const witness = { heads: new HeadFiles(headsFolder(place.dataFolder)), signer };
    const found = await progress.step('every record, with tables, texts and papers', () =>
      verifyAllRecords(db, witness, caseChecks({ db, vault, papers })),
    );
    const office = await verifyOffice(db, witness);
    const lost: LostLines[] = [];
    for (const folder of survivors) if (folder !== null) lost.push(...(await lostTail(db, folder, signer)));
    // Nothing is written on top of a record that does not hold.
    if (!office.broken)
      await enterRestored(db, signer, { id: manifest.id, madeAt: manifest.at, recordsCutOff: lost.length });
    return {
      faults: [...found.faults, ...office.faults].filter(({ fault }) => fault !== 'paper-gone'),
      missingPapers: found.faults.flatMap(({ number, fault }) => (fault === 'paper-gone' ? [number] : [])),
      lost,
      payouts: await payoutsUnderWay(db),
    };
  });
}
