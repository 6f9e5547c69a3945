import { spawn } from 'node:child_process';
import { randomBytes, randomInt } from 'node:crypto';
import { join } from 'node:path';
import { Client } from 'pg';
import { openDatabase } from '../../../record/store/database';
import { missingMigrations } from '../../../record/operation/migrations';
import { inheritedEnvironment } from '../../../setup/environment';
import { projectFolder } from '../../../setup/folders';
import { differenceToSchema, migrate } from '../../../setup/parts/migrate';
import { databaseOwner, databaseUrl } from '../../../setup/parts/postgres';
import { testServers } from '../../harness/environment';

/* Migrations on a real, empty database whose every change of the schema takes a moment, so that a kill hits one. */

const name = `migrated_${randomBytes(6).toString('hex')}`;
const urlOf = (role: string, password: string, database = name) =>
  databaseUrl(role, password, testServers().postgresPort, database);
const ownerUrl = (database?: string) => urlOf(databaseOwner, testServers().ownerPassword, database);
const roleUrls = () => [
  urlOf('anjie_app', testServers().appPassword),
  urlOf('anjie_vault', testServers().vaultPassword),
];

async function asOwner<T>(database: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = new Client({ connectionString: ownerUrl(database) });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

beforeEach(() => asOwner('postgres', (client) => client.query(`CREATE DATABASE ${name}`)));
afterEach(() =>
  asOwner('postgres', (client) => client.query(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`)),
);

/** Migrates in a process of its own. @returns how it ended, killed after so long where it has not ended before */
function migrateAndKill(afterMs: number): Promise<'done' | 'killed' | 'failed'> {
  const script = `require(${JSON.stringify(join(projectFolder, 'setup/parts/migrate.ts'))})
    .migrate(process.env.OWNER, JSON.parse(process.env.ROLES)).then(() => process.exit(0), (error) => { console.error(error); process.exit(1); });
    process.stdout.write('begun');`;
  const child = spawn(
    process.execPath,
    ['--require', join(projectFolder, 'node_modules/tsx/dist/cjs/index.cjs'), '-e', script],
    {
      env: { ...inheritedEnvironment(), OWNER: ownerUrl(), ROLES: JSON.stringify(roleUrls()) },
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  );
  child.stdout.once('data', () => setTimeout(() => child.kill('SIGKILL'), afterMs));
  return new Promise((resolve) => {
    child.once('exit', (code, signal) =>
      resolve(signal !== null ? 'killed' : code === 0 ? 'done' : 'failed'),
    );
  });
}

async function slowDown(client: Client): Promise<void> {
  await client.query(`
    CREATE FUNCTION public.takes_a_moment() RETURNS event_trigger LANGUAGE plpgsql AS $$ BEGIN PERFORM pg_sleep(0.02); END $$;
    CREATE EVENT TRIGGER takes_a_moment ON ddl_command_start EXECUTE FUNCTION public.takes_a_moment()`);
}

it('that are killed half-way, again and again, come to their end when they are run again', async () => {
  await asOwner(name, slowDown);
  const ends: string[] = [];
  while (ends.at(-1) !== 'done') {
    // Longer each time, so that it comes to an end on a slow machine too.
    ends.push(await migrateAndKill(400 + ends.length * 300 + randomInt(400)));
    expect(ends).not.toContain('failed');
  }
  expect(ends.length).toBeGreaterThan(1);
  await asOwner(name, (client) =>
    client.query('DROP EVENT TRIGGER takes_a_moment; DROP FUNCTION public.takes_a_moment()'),
  );

  const app = openDatabase(roleUrls()[0] ?? '', { applicationName: 'test' });
  expect(await missingMigrations(app)).toEqual([]);
  await app.$disconnect();
  expect(await differenceToSchema(ownerUrl())).toMatch(/^(?:-- This is an empty migration\.)?\s*$/);
  expect(await migrate(ownerUrl(), roleUrls())).toEqual([]);
}, 180_000);

it('that have failed are tried again when the cause is gone', async () => {
  await asOwner(name, (client) =>
    client.query('CREATE SCHEMA anjie; CREATE TABLE anjie.enterprise (id int)'),
  );
  await expect(migrate(ownerUrl(), roleUrls())).rejects.toThrow(/could not be migrated/);
  await asOwner(name, (client) => client.query('DROP TABLE anjie.enterprise'));
  expect((await migrate(ownerUrl(), roleUrls())).length).toBeGreaterThan(0);
}, 60_000);

it('whose script came to its end with nobody left to note it are not carried out twice', async () => {
  await migrate(ownerUrl(), roleUrls());
  await asOwner(name, (client) =>
    client.query(`UPDATE public._prisma_migrations SET finished_at = NULL, applied_steps_count = 0
      WHERE migration_name = (SELECT max(migration_name) FROM public._prisma_migrations)`),
  );
  expect(await migrate(ownerUrl(), roleUrls())).toEqual([]);
}, 60_000);
