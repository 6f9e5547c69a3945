import { Client } from 'pg';
import { migrate } from '../parts/migrate';
import { SetupError } from '../progress';
import type { Entry } from './archive';
import type { CheckedBackup } from './check';
import { copyIn } from './copy';
import type { OfficePlace } from './make';
import { copyTarget, countsOf, migrationsOf, quotedName, tablesOf, type TableShape } from './tables';

/** The addresses with which API and worker will connect. */
export type RoleUrls = readonly [app: string, vault: string];

export type DatabaseState =
  /** Nobody has worked in it. */
  | 'empty'
  /** It holds this backup, by the last line of every record. */
  | 'restored'
  | 'in-use';

export async function connectOwner({ ownerUrl }: OfficePlace): Promise<Client> {
  const client = new Client({ connectionString: ownerUrl, application_name: 'anjie-restore' });
  await client.connect().catch((cause: unknown) => {
    throw new SetupError('PostgreSQL does not answer.', undefined, { cause });
  });
  return client;
}

/** How the database stands to a backup. */
export async function databaseState(client: Client, { manifest }: CheckedBackup): Promise<DatabaseState> {
  if ((await migrationsOf(client)).length === 0) return 'empty';
  const tables = await tablesOf(client);
  const [cases, accounts] = [
    await isFilled(client, tables, 'anjie.case_file'),
    await isFilled(client, tables, 'anjie.account'),
  ];
  if (!cases && !accounts) return 'empty';
  const has = (name: string) => tables.some((table) => table.name === name);
  if (!has('anjie.office_event')) return 'in-use';
  return (await countsOf(client)).heads === manifest.counts.heads ? 'restored' : 'in-use';
}

async function isFilled(client: Client, tables: readonly TableShape[], name: string): Promise<boolean> {
  if (!tables.some((table) => table.name === name)) return false;
  const { rows } = await client.query<{ filled: boolean }>(
    `SELECT EXISTS (SELECT FROM ${quotedName(name)}) AS filled`,
  );
  return rows[0]?.filled === true;
}

/** @throws {SetupError} while API or worker are connected: they would write between what is restored */
export async function requireNobodyConnected(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string }>(`
    SELECT DISTINCT application_name AS name FROM pg_stat_activity
    WHERE datname = current_database() AND application_name ~ '^anjie-(api|worker)'`);
  if (rows.length > 0)
    throw new SetupError(
      `${rows.map(({ name }) => name).join(', ')} works on this database.`,
      'Stop API and worker first.',
    );
}

/** @throws {SetupError} where the database is in use and has another schema than the backup */
export async function requireSameSchema(client: Client, { contents }: CheckedBackup): Promise<void> {
  const names = (await migrationsOf(client)).map(({ name }) => name);
  if (names.join() !== contents.migrations.map(({ name }) => name).join())
    throw new SetupError(
      'The database in use has another schema than the backup, so it cannot be replaced in one step.',
      'Restore into a new, empty database.',
    );
}

/** Gives an empty database the schema that the backup was made with. */
export async function prepareSchema(
  client: Client,
  { ownerUrl }: OfficePlace,
  roles: RoleUrls,
  { contents }: CheckedBackup,
): Promise<void> {
  const wanted = contents.migrations.map(({ name }) => name);
  const found = (await migrationsOf(client)).map(({ name }) => name);
  if (found.some((name) => !wanted.includes(name)))
    await client.query(
      'DROP SCHEMA IF EXISTS anjie, vault CASCADE; DROP TABLE IF EXISTS public._prisma_migrations',
    );
  await migrate(ownerUrl, roles, wanted);
  const differing = (await migrationsOf(client)).find(
    ({ checksum }, index) => checksum !== contents.migrations[index]?.checksum,
  );
  if (differing !== undefined)
    throw new SetupError(`The migration ${differing.name} is not the one that the backup was made with.`);
}

/** Puts the tables of a backup into the database, in one transaction: all of it is there, or nothing. */
export class Loading {
  readonly #tables: ReadonlyMap<string, TableShape>;

  private constructor(
    private readonly client: Client,
    private readonly backup: CheckedBackup,
    private readonly present: readonly TableShape[],
  ) {
    this.#tables = new Map(backup.contents.tables.map((table) => [table.name, table]));
  }

  static async begin(client: Client, backup: CheckedBackup): Promise<Loading> {
    await client.query('BEGIN');
    await client.query(`SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0;
      SET LOCAL timezone = 'UTC'; SET LOCAL datestyle = 'ISO, YMD'; SET LOCAL search_path = public`);
    const { rows } = await client.query<{ name: string }>(`
      SELECT n.nspname || '.' || c.relname AS name FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
      WHERE n.nspname IN ('anjie', 'vault') AND c.relkind = 'r' ORDER BY name`);
    const present = rows.map(({ name }) => ({ name, columns: [] }));
    // What was judged when it was written is not judged again; and a record that only grows is to begin anew.
    for (const { name } of present)
      await client.query(`ALTER TABLE ${quotedName(name)} DISABLE TRIGGER USER`);
    await client.query(`TRUNCATE ${present.map(({ name }) => quotedName(name)).join(', ')}`);
    return new Loading(client, backup, present);
  }

  /** Takes a piece of a table. */
  async take({ path, content }: Entry): Promise<void> {
    const table = this.#tables.get(path.split('/')[1] ?? '');
    if (table === undefined) throw new SetupError(`The backup holds an unknown table: ${path}.`);
    await copyIn(this.client, `COPY ${copyTarget(table)} FROM STDIN`, content);
  }

  /** @throws {SetupError} where what was loaded is not what the manifest tells of */
  async commit(): Promise<void> {
    for (const { name, last } of this.backup.contents.sequences)
      await this.client.query('SELECT setval($1::regclass, $2::bigint)', [quotedName(name), last]);
    for (const { name } of this.present)
      await this.client.query(`ALTER TABLE ${quotedName(name)} ENABLE TRIGGER USER`);
    const { counts: told } = this.backup.manifest;
    const found = await countsOf(this.client);
    if (found.heads !== told.heads || found.lines !== told.lines || found.cases !== told.cases)
      throw new SetupError('What the backup holds is not what its manifest tells of. Nothing was restored.');
    await this.client.query('COMMIT');
  }

  async rollBack(): Promise<void> {
    await this.client.query('ROLLBACK').catch(() => undefined);
  }
}
