import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { sharedCache } from '../../../setup/folders';
import { freePort } from '../../../setup/parts/ports';
import { silent } from '../../../setup/progress';
import { startTemporal, type Temporal, type TemporalPlan } from '../../../setup/parts/temporal';
import { obtainTemporal } from '../../../setup/programs/temporal-program';
import { testServers } from '../environment';
import type { TemporalPlace } from './engine';

/** A Temporal server that one suite may stop, empty and start again. */
export interface OwnTemporal extends TemporalPlace {
  readonly databaseFile: string;
  readonly logFile: string;
  /** Stops it, forgets everything it knew, and starts it at the same address. */
  restartEmpty(): Promise<void>;
  stop(): Promise<void>;
  /** Again at the same address, with everything that it knew. */
  start(): Promise<void>;
}

export async function ownTemporal(settings: Pick<TemporalPlan, 'dynamicConfig'> = {}): Promise<OwnTemporal> {
  const program = await obtainTemporal(sharedCache, silent);
  const folder = await mkdtemp(join(testServers().folder, 'temporal-'));
  const port = await freePort();
  const namespace = 'office';
  const [databaseFile, logFile] = [join(folder, 'temporal.db'), join(folder, 'temporal.log')];
  const start = () =>
    startTemporal({ program, port, databaseFile, namespaces: [namespace], logFile, ...settings });
  let server: Temporal = await start();
  return {
    address: server.address,
    namespace,
    databaseFile,
    logFile,
    async restartEmpty() {
      await server.stop();
      for (const suffix of ['', '-wal', '-shm']) await rm(`${databaseFile}${suffix}`, { force: true });
      server = await start();
    },
    stop: () => server.stop(),
    async start() {
      server = await start();
    },
  };
}

/** What an operator does with the stock command line; answers what it printed. */
export async function temporalCli({ address, namespace }: TemporalPlace, ...args: string[]): Promise<string> {
  const program = await obtainTemporal(sharedCache, silent);
  const { stdout } = await promisify(execFile)(program, [
    ...args,
    ...['--address', address, '--namespace', namespace],
  ]);
  return stdout;
}
