import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../record/store/database';
import { keysThatDoNotFit } from '../../record/vault/key-fingerprints';
import { Signer } from '../../record/vault/signer';
import { projectFolder } from '../folders';
import { SetupError, type Progress } from '../progress';
import { writeArchive, type Entry } from './archive';
import { copyOut } from './copy';
import { entryOf, headFilesNow, holdsAnything, paperFiles, type KeptFile } from './files';
import { keyEntries, readKeyTexts, ringsIn, type KeyTexts } from './key-files';
import { archives, format, manifestFile, type Manifest } from './manifest';
import { missingPapers } from './what-is-missing';
import {
  copyTarget,
  countsOf,
  migrationsOf,
  sequencesOf,
  tablesOf,
  type TableShape,
  contentsName,
  type Contents,
} from './tables';

/** The office that a backup is made of, or restored to. */
export interface OfficePlace {
  /** PostgreSQL as the owner of record and vault. */
  readonly ownerUrl: string;
  readonly keysFolder: string;
  readonly dataFolder: string;
}

/** For whom a backup is sealed: who opens the data, and who opens the keys of the office. */
export interface Recipients {
  readonly data: string;
  readonly keys: string;
}

/** A table is copied in pieces of about this length, so that nothing is ever held whole. */
const pieceBytes = 4 * 1024 * 1024;

export interface MadeBackup {
  readonly manifest: Omit<Manifest, 'signature'>;
  /** Papers that the record names and the store does not hold: they were lost before. */
  readonly missingPapers: readonly string[];
}

/**
 * Makes a backup of an office while it works: record, vault and law in one snapshot, with every paper that it names,
 * and the keys apart. The folder gets its name when the backup is whole.
 * @throws {SetupError} where it cannot be made
 */
export async function makeBackup(
  place: OfficePlace,
  folder: string,
  recipients: Recipients,
  progress: Progress,
): Promise<MadeBackup> {
  await refuseUsedFolder(folder);
  if (recipients.data === recipients.keys)
    throw new SetupError(
      'Data and keys are sealed for one recipient, who could read everything.',
      'BACKUP_KEYS_RECIPIENT has to be another one than BACKUP_RECIPIENT: npm run backup:identity -- FILE',
    );
  const keys = await readKeyTexts(place.keysFolder);
  await requireFittingKeys(place, keys);
  const unfinished = `${folder}.making`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { recursive: true, mode: 0o700 });
  const backup = await inSnapshot(place, (client, heads) =>
    writeBackup({ client, heads, place, keys, recipients, progress, folder: unfinished }),
  );
  await mkdir(dirname(folder), { recursive: true });
  await rename(unfinished, folder);
  const missing = await progress.step('papers that the record names', () => missingPapers(place));
  return { manifest: backup, missingPapers: missing };
}

async function refuseUsedFolder(folder: string): Promise<void> {
  if (existsSync(folder) && (await holdsAnything(folder)))
    throw new SetupError(`${folder} is not empty.`, 'Each backup needs a folder of its own.');
  // An empty folder gives way to the whole one.
  await rm(folder, { recursive: true, force: true });
}

async function requireFittingKeys({ ownerUrl }: OfficePlace, keys: KeyTexts): Promise<void> {
  const db = openDatabase(ownerUrl, { applicationName: 'anjie-backup', poolSize: 1 });
  try {
    const misfits = await keysThatDoNotFit(db, ringsIn(keys));
    if (misfits.length > 0)
      throw new SetupError(`${misfits.join(', ')}: not the keys that this database was written with.`);
  } finally {
    await db.$disconnect();
  }
}

/** Reads in one snapshot; the signed heads are those from just before it. */
async function inSnapshot<T>(
  { ownerUrl, dataFolder }: OfficePlace,
  work: (client: Client, heads: readonly KeptFile[]) => Promise<T>,
): Promise<T> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'anjie-backup' });
  await client.connect();
  try {
    const heads = await headFilesNow(dataFolder);
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query(`SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
      SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL search_path = public`);
    return await work(client, heads);
  } finally {
    await client.end();
  }
}

interface Writing {
  readonly client: Client;
  readonly heads: readonly KeptFile[];
  readonly place: OfficePlace;
  readonly keys: KeyTexts;
  readonly recipients: Recipients;
  readonly progress: Progress;
  readonly folder: string;
}

async function writeBackup(writing: Writing): Promise<MadeBackup['manifest']> {
  const { client, keys, recipients, progress, folder } = writing;
  const { rows } = await client.query<{ at: Date }>('SELECT clock_timestamp() AS at');
  const counts = await countsOf(client);
  const contents: Contents = {
    migrations: await migrationsOf(client),
    tables: await tablesOf(client),
    sequences: await sequencesOf(client),
  };
  let papers = 0;
  const data = await progress.step('record, vault and papers', (note) =>
    writeArchive(join(folder, archives.data), recipients.data, dataEntries(writing, contents, tell(note))),
  );
  /** Says how far it is, and counts papers by the way. */
  function tell(note: (text: string) => void): (entry: Entry) => void {
    let bytes = 0;
    return ({ path, content }) => {
      if (path.startsWith('papers/')) papers += 1;
      bytes += content.length;
      note(`${(bytes / 1e6).toFixed(1)} MB, ${papers} papers`);
    };
  }
  const keyDigest = await writeArchive(join(folder, archives.keys), recipients.keys, keyEntries(keys));
  const manifest = {
    format,
    id: randomUUID(),
    at: rows[0]?.at.toISOString() ?? '',
    version: await ownVersion(),
    migration: contents.migrations.at(-1)?.name ?? '',
    counts,
    papers,
    data,
    keys: keyDigest,
  } as const;
  const { name, text } = manifestFile(manifest, new Signer(ringsIn(keys).sign));
  await writeFile(join(folder, name), text, { mode: 0o600, flush: true });
  return manifest;
}

async function* dataEntries(
  { client, heads, place }: Writing,
  contents: Contents,
  tell: (entry: Entry) => void,
): AsyncGenerator<Entry> {
  yield { path: contentsName, content: Buffer.from(JSON.stringify(contents), 'utf8') };
  for (const table of contents.tables) {
    let piece = 0;
    for await (const content of piecesOf(client, table)) {
      piece += 1;
      const entry = { path: `tables/${table.name}/${String(piece).padStart(6, '0')}`, content };
      tell(entry);
      yield entry;
    }
  }
  for (const head of heads) yield await entryOf(place.dataFolder, head);
  for await (const paper of paperFiles(place.dataFolder)) {
    const entry = await entryOf(place.dataFolder, paper);
    tell(entry);
    yield entry;
  }
}

async function* piecesOf(client: Client, table: TableShape): AsyncGenerator<Buffer> {
  let lines: Buffer[] = [];
  let bytes = 0;
  for await (const some of copyOut(client, `COPY ${copyTarget(table)} TO STDOUT`)) {
    for (const line of some) {
      lines.push(line);
      bytes += line.length;
      if (bytes < pieceBytes) continue;
      yield Buffer.concat(lines);
      [lines, bytes] = [[], 0];
    }
  }
  if (bytes > 0) yield Buffer.concat(lines);
}

async function ownVersion(): Promise<string> {
  const text = await readFile(join(projectFolder, 'package.json'), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
