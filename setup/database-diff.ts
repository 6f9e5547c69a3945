import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder } from './folders';
import { differenceToSchema, migrate, migrationsFolder } from './parts/migrate';
import { freePort } from './parts/ports';
import { databaseUrl, ensureDatabase, startPostgres } from './parts/postgres';
import { printFailure, SetupError, terminalProgress } from './progress';

const emptyDifference = '-- This is an empty migration.';

/**
 * `npm run db:diff -- NAME`: writes prisma/migrations/<time>_NAME, the SQL that leads from the present migrations to
 * schema.prisma. Grants, triggers and data are added by hand.
 */
async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    throw new SetupError(
      'The migration needs a name of small letters, digits and _.',
      'npm run db:diff -- add_unit_phone',
    );
  }
  const sql = await terminalProgress().step('comparing migrations with schema.prisma', difference);
  if (sql.trim() === '' || sql.trim() === emptyDifference) {
    return void process.stdout.write('The migrations lead to schema.prisma already.\n');
  }
  const time = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
  const folder = join(migrationsFolder, `${time}_${name}`);
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'migration.sql'), sql);
  process.stdout.write(`Wrote ${join(folder, 'migration.sql')}. Read it before you run it.\n`);
}

/** Applies all migrations to a database of its own and compares what came out. */
async function difference(): Promise<string> {
  const folder = join(projectFolder, '.anjie', `diff-${process.pid}`);
  const port = await freePort();
  const postgres = await startPostgres({
    folder,
    port,
    ownerPassword: 'scratch',
    logFile: join(folder, 'postgres.log'),
    durable: false,
  });
  try {
    const database = 'scratch';
    await ensureDatabase(postgres.ownerUrl('postgres'), database);
    const roles = ['anjie_app', 'anjie_vault'].map((role) => databaseUrl(role, 'scratch', port, database));
    await migrate(postgres.ownerUrl(database), roles);
    return await differenceToSchema(postgres.ownerUrl(database));
  } finally {
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

main(process.argv[2]).catch((error: unknown) => {
  printFailure(error);
  process.exitCode = 1;
});
