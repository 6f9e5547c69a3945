import { existsSync } from 'node:fs';
import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { PrismaPg } from '@prisma/adapter-pg';
import {
  bindMigrationAwareSqlAdapterFactory,
  ColumnTypeEnum,
  DriverAdapterError,
} from '@prisma/driver-adapter-utils';
import type { DiffTarget, MigrationList, SchemaEngine, SchemaFilter } from '@prisma/schema-engine-wasm';
import { Client, DatabaseError, type QueryResult } from 'pg';
import { projectFolder } from '../folders';
import { SetupError } from '../progress';

/*
 * Migrations run in this process, through Prisma's engine as WebAssembly, so no native engine has to be
 * fetched. prisma/migrations and the table _prisma_migrations stay as `prisma migrate` knows them.
 */

export const migrationsFolder = join(projectFolder, 'prisma', 'migrations');
export const schemaFile = join(projectFolder, 'prisma', 'schema.prisma');

/** The advisory lock of migrations; nothing else in this database uses the number. */
const migrationLock = 7_326_001;
/** The advisory lock of the script that is being carried out. */
const scriptLock = 7_326_002;
const everything: SchemaFilter = { externalTables: [], externalEnums: [] };

/**
 * Creates the roles and applies the migrations that a database lacks. Several processes may call it at once: one
 * works, the others wait and find nothing left to do. Killed at any moment, it goes on from there when it is called again.
 *
 * @param ownerUrl a role that may create schemas and roles
 * @param roleUrls the roles to create, each as the address with which it will connect
 * @param names the migrations to apply, where a schema of the past is wanted; all if not given
 * @returns the names of the migrations that were applied now
 */
export async function migrate(
  ownerUrl: string,
  roleUrls: readonly string[],
  names: readonly string[] | null = null,
): Promise<string[]> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [migrationLock]);
    // The migrations grant rights to the roles, so the roles come first.
    for (const url of roleUrls) await ensureRole(client, url);
    await settleUnfinished(client);
    return await withEngine(ownerUrl, async (engine) => {
      const applied = await engine.applyMigrations({
        migrationsList: await readMigrations(names),
        filters: everything,
      });
      return applied.appliedMigrationNames;
    });
  } finally {
    await client.end();
  }
}

/** @returns the SQL that leads from the database's present schema to `schema.prisma`; empty when they agree */
export async function differenceToSchema(databaseUrl: string): Promise<string> {
  return withEngine(databaseUrl, async (engine) => {
    const content = await readFile(schemaFile, 'utf8');
    const schema = { files: [{ path: schemaFile, content }] };
    const from: DiffTarget = { tag: 'schemaDatasource', ...schema, configDir: projectFolder };
    const result = await engine.diff({
      from,
      to: { tag: 'schemaDatamodel', ...schema },
      script: true,
      exitCode: null,
      filters: everything,
    });
    return result.stdout ?? '';
  });
}

/** What a migration says of itself, in the transaction of its script, as the last thing that it does. */
const committed = 'committed';

/**
 * PostgreSQL carries out each script whole or not at all, so one that was killed, or has failed, may be tried again;
 * only the engine would want to be told. One whose script came to its end, with nobody left to note it, is finished.
 */
async function settleUnfinished(client: Client): Promise<void> {
  // PostgreSQL may still carry out the script of a process that is gone.
  await client.query('SELECT pg_advisory_lock($1)', [scriptLock]);
  await client.query('SELECT pg_advisory_unlock($1)', [scriptLock]);
  const { rows } = await client.query<{ kept: boolean }>(
    `SELECT to_regclass('public._prisma_migrations') IS NOT NULL AS kept`,
  );
  if (rows[0]?.kept !== true) return;
  const unfinished = 'finished_at IS NULL AND rolled_back_at IS NULL';
  await client.query(
    `UPDATE public._prisma_migrations SET finished_at = now(), applied_steps_count = 1
     WHERE ${unfinished} AND logs = $1`,
    [committed],
  );
  await client.query(`UPDATE public._prisma_migrations SET rolled_back_at = now() WHERE ${unfinished}`);
}

/** A script that waits for no other, and notes in its own transaction that it came to its end. */
function noted(script: string): string {
  return `SELECT pg_advisory_xact_lock(${scriptLock});
${script};
DO $note$ BEGIN
  IF to_regclass('public._prisma_migrations') IS NOT NULL THEN
    UPDATE public._prisma_migrations SET logs = '${committed}' WHERE finished_at IS NULL AND rolled_back_at IS NULL;
  END IF;
END $note$`;
}

async function ensureRole(client: Client, url: string): Promise<void> {
  const { username, password } = new URL(url);
  const role = client.escapeIdentifier(decodeURIComponent(username));
  const secret = client.escapeLiteral(decodeURIComponent(password));
  const found = await client.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [
    decodeURIComponent(username),
  ]);
  // A password that was changed in the settings is changed in the database as well.
  const verb = found.rowCount === 0 ? 'CREATE' : 'ALTER';
  await client.query(
    `${verb} ROLE ${role} WITH LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${secret}`,
  );
}

async function readMigrations(wanted: readonly string[] | null): Promise<MigrationList> {
  const entries = existsSync(migrationsFolder)
    ? await readdir(migrationsFolder, { withFileTypes: true })
    : [];
  const names = entries
    .filter((entry) => entry.isDirectory() && (wanted === null || wanted.includes(entry.name)))
    .map((entry) => entry.name);
  const lockfile = join(migrationsFolder, 'migration_lock.toml');
  return {
    baseDir: migrationsFolder,
    lockfile: {
      path: 'migration_lock.toml',
      content: existsSync(lockfile) ? await readFile(lockfile, 'utf8') : null,
    },
    shadowDbInitScript: '',
    migrationDirectories: await Promise.all(
      names.sort().map(async (name) => ({
        path: name,
        migrationFile: {
          path: 'migration.sql',
          content: {
            tag: 'ok' as const,
            value: await readFile(join(migrationsFolder, name, 'migration.sql'), 'utf8'),
          },
        },
      })),
    ),
  };
}

/** The one-byte type of the system catalogue, and the ordinary one that can stand for it. */
const catalogueChar = 18;
const ordinaryChar = 1042;

/**
 * Prisma's adapter, changed in two points for the engine. The original cuts a script at every semicolon, also
 * within the body of a function; this one sends the whole script, which PostgreSQL carries out as one
 * transaction. The original refuses the one-byte type "char"; the engine meets it in every schema that it reads.
 */
class EngineAdapter extends PrismaPg {
  private readonly pools: { end(): Promise<void> }[] = [];

  /** The engine leaves its connections open, which would keep the process alive and the database in use. */
  async close(): Promise<void> {
    await Promise.all(this.pools.splice(0).map((pool) => pool.end()));
  }

  override async connect() {
    const adapter = await super.connect();
    const driver = adapter.underlyingDriver();
    this.pools.push(driver);
    const oneByteColumns = new WeakMap<object, number[]>();
    const query = driver.query.bind(driver) as (...given: unknown[]) => Promise<QueryResult>;
    Object.assign(driver, {
      query: async (...given: unknown[]) => {
        const result = await query(...given);
        // A script of several statements has several results; the engine reads none of them.
        if (Array.isArray(result)) return result as unknown;
        const columns = result.fields.flatMap((field, i) => (field.dataTypeID === catalogueChar ? [i] : []));
        for (const i of columns) Object.assign(result.fields[i] ?? {}, { dataTypeID: ordinaryChar });
        oneByteColumns.set(result.rows, columns);
        return result;
      },
    });
    const queryRaw = adapter.queryRaw.bind(adapter);
    adapter.queryRaw = async (text) => {
      const result = await queryRaw(text);
      for (const i of oneByteColumns.get(result.rows) ?? []) result.columnTypes[i] = ColumnTypeEnum.Character;
      return result;
    };
    adapter.executeScript = async (script) => {
      try {
        await driver.query(noted(script));
      } catch (error) {
        if (!(error instanceof DatabaseError)) throw error;
        throw new DriverAdapterError({
          kind: 'postgres',
          code: error.code ?? '',
          severity: error.severity ?? 'ERROR',
          message: error.message,
          detail: error.detail,
          column: error.column,
          hint: error.hint,
        });
      }
    };
    return adapter;
  }
}

type EngineModule = typeof import('@prisma/schema-engine-wasm') & {
  __wbg_set_wasm(exports: WebAssembly.Exports): void;
};

let loading: Promise<EngineModule> | undefined;

async function loadEngine(): Promise<EngineModule> {
  // The engine passes the text of a panic to this function before it ends.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: {
      set_message: (message: string) => process.stderr.write(`schema engine: ${message}\n`),
    },
  });
  const engine = (await import('@prisma/schema-engine-wasm/schema_engine_bg')) as unknown as EngineModule;
  const folder = join(projectFolder, 'node_modules', '@prisma', 'schema-engine-wasm');
  const bytes = await readFile(join(folder, 'schema_engine_bg.wasm'));
  // The engine never clears the ten-second timer of its own lock; the timer must not keep this process alive.
  const watch = Object.keys(engine).find((name) => name.startsWith('__wbg_setTimeout_')) ?? 'setTimeout';
  const { instance } = await WebAssembly.instantiate(bytes, {
    './schema_engine_bg.js': {
      ...engine,
      [watch]: (run: () => void, ms: number) => setTimeout(run, ms).unref(),
    },
  });
  engine.__wbg_set_wasm(instance.exports);
  (instance.exports['__wbindgen_start'] as () => void)();
  return engine;
}

async function withEngine<T>(url: string, work: (engine: SchemaEngine) => Promise<T>): Promise<T> {
  loading ??= loadEngine();
  const { SchemaEngine } = await loading;
  const adapter = new EngineAdapter({ connectionString: url });
  const datamodel: [string, string] = [schemaFile, await readFile(schemaFile, 'utf8')];
  const engine = await SchemaEngine.new(
    { datamodels: [datamodel] },
    () => undefined,
    bindMigrationAwareSqlAdapterFactory(adapter),
  );
  try {
    return await work(engine);
  } catch (error) {
    throw new SetupError(`The database could not be migrated: ${explain(error)}`, undefined, {
      cause: error,
    });
  } finally {
    engine.free();
    await adapter.close();
  }
}

/** The sentence out of the JSON that the engine throws. */
function explain(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  try {
    return (JSON.parse(text) as { message?: string }).message ?? text;
  } catch {
    return text;
  }
}
