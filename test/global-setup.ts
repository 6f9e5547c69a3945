import { randomBytes } from 'node:crypto';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectFolder, sharedCache } from '../setup/folders';
import { migrate } from '../setup/parts/migrate';
import { freePort } from '../setup/parts/ports';
import { databaseUrl, ensureDatabase, startPostgres } from '../setup/parts/postgres';
import { identify } from '../setup/parts/processes';
import { printFailure, terminalProgress } from '../setup/progress';
import { startTemporal } from '../setup/parts/temporal';
import { obtainTemporal } from '../setup/programs/temporal-program';
import { obtainTestServer } from '../setup/programs/test-server';
import { announceServers, type TestServers } from './harness/environment';

/** One for each suite that talks to the real server; the server makes all of them in a second. */
const namespaces = Array.from({ length: 48 }, (_, index) => `suite-${index + 1}`);
const templateDatabase = 'anjie_template';

export type StopServers = () => Promise<void>;

/** Starts what the suites share. Whatever fails here, what already runs is stopped again. */
export default async function setUp(): Promise<void> {
  const progress = terminalProgress();
  const runs = join(projectFolder, '.anjie', 'test-runs');
  await removeForgotten(runs);
  const folder = join(runs, `${Date.now()}-${process.pid}`);
  const started: StopServers[] = [() => rm(folder, { recursive: true, force: true })];
  const stop: StopServers = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  // Teardown runs in this same process and knows it by this name.
  Object.assign(globalThis, { stopTestServers: stop });
  process.stdout.write('\n');

  try {
    await mkdir(folder, { recursive: true });
    const testServerProgram = await obtainTestServer(sharedCache, progress);
    const temporalProgram = await obtainTemporal(sharedCache, progress);
    const password = () => randomBytes(12).toString('hex');
    const [ownerPassword, appPassword, vaultPassword] = [password(), password(), password()];

    const postgres = await progress.step('PostgreSQL for the tests', async () =>
      startPostgres({
        folder: join(folder, 'postgres'),
        port: await freePort(),
        ownerPassword,
        logFile: join(folder, 'logs', 'postgres.log'),
        durable: false,
      }),
    );
    started.push(() => postgres.stop());
    await progress.step('template database', async () => {
      await ensureDatabase(postgres.ownerUrl('postgres'), templateDatabase);
      await migrate(postgres.ownerUrl(templateDatabase), [
        databaseUrl('anjie_app', appPassword, postgres.port, templateDatabase),
        databaseUrl('anjie_vault', vaultPassword, postgres.port, templateDatabase),
      ]);
    });
    const temporal = await progress.step('Temporal for the tests', async () =>
      startTemporal({
        program: temporalProgram,
        port: await freePort(),
        namespaces,
        logFile: join(folder, 'logs', 'temporal.log'),
      }),
    );
    started.push(() => temporal.stop());

    const servers: TestServers = {
      folder,
      postgresPort: postgres.port,
      ownerPassword,
      appPassword,
      vaultPassword,
      templateDatabase,
      temporalAddress: temporal.address,
      temporalNamespaces: namespaces,
      testServerProgram,
    };
    const file = join(folder, 'servers.json');
    await writeFile(file, JSON.stringify(servers), { mode: 0o600 });
    announceServers(file);
  } catch (error) {
    await stop();
    printFailure(error);
    throw error;
  }
}

/** A run that was killed leaves its folder, never its servers. */
async function removeForgotten(runs: string): Promise<void> {
  for (const name of await readdir(runs).catch(() => [])) {
    const pid = Number(name.split('-')[1]);
    if (identify(pid) === undefined) await rm(join(runs, name), { recursive: true, force: true });
  }
}
