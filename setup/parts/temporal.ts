import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Connection } from '@temporalio/client';
import { neededAttributes, registerAttributes } from '../../record/operation/search-attributes';
import { loopback } from './ports';
import { startProcess, waitUntilReady, type ProcessIdentity } from './processes';
import { SetupError } from '../progress';
import type { TemporalPlace } from './temporal-settings';

const stopGraceMs = 20_000;

export interface TemporalPlan {
  readonly program: string;
  readonly port: number;
  /** The UI; without it none is started. */
  readonly ui?: { readonly port: number; readonly codecEndpoint: string };
  /** Keeps the data; without it the server keeps them in memory. */
  readonly databaseFile?: string;
  readonly namespaces: readonly string[];
  readonly logFile: string;
  /** Dynamic configuration of the server, as `limit.historyCount.suggestContinueAsNew`. */
  readonly dynamicConfig?: Readonly<Record<string, number>>;
}

export interface Temporal {
  readonly address: string;
  readonly uiUrl: string | undefined;
  readonly identity: ProcessIdentity;
  readonly ended: Promise<string>;
  readonly wasStopped: () => boolean;
  stop(): Promise<void>;
}

/**
 * SQLite with a write-ahead log that is not flushed at each commit: many times as fast with many cases. The data
 * survive the end of any process. The reconciler restores from the record what a power cut destroys.
 */
const pragmas = ['journal_mode=wal', 'synchronous=normal'].flatMap((pragma) => ['--sqlite-pragma', pragma]);

/** Starts Temporal's development server, reachable from this machine only. */
export async function startTemporal(plan: TemporalPlan): Promise<Temporal> {
  if (plan.databaseFile !== undefined) await mkdir(dirname(plan.databaseFile), { recursive: true });
  const address = `${loopback}:${plan.port}`;
  const server = await startProcess({
    name: 'Temporal',
    command: plan.program,
    args: [
      'server',
      'start-dev',
      ...['--ip', loopback, '--port', String(plan.port), '--log-level', 'warn'],
      ...(plan.databaseFile === undefined ? [] : ['--db-filename', plan.databaseFile, ...pragmas]),
      ...(plan.ui === undefined
        ? ['--headless']
        : [
            '--ui-ip',
            loopback,
            '--ui-port',
            String(plan.ui.port),
            '--ui-codec-endpoint',
            plan.ui.codecEndpoint,
          ]),
      ...plan.namespaces.flatMap((namespace) => ['--namespace', namespace]),
      ...neededAttributes.flatMap(({ name, word }) => ['--search-attribute', `${name}=${word}`]),
      ...Object.entries(plan.dynamicConfig ?? {}).flatMap(([name, value]) => [
        '--dynamic-config-value',
        `${name}=${value}`,
      ]),
    ],
    logFile: plan.logFile,
    stopSignal: 'SIGINT',
    stopGraceMs,
  });
  await waitUntilReady(server, async () => ((await knowsAll(address, plan.namespaces)) ? 'ready' : null));
  return {
    address,
    uiUrl: plan.ui === undefined ? undefined : `http://${loopback}:${plan.ui.port}`,
    identity: server.identity,
    ended: server.ended,
    wasStopped: server.wasStopped,
    stop: () => server.stop(),
  };
}

async function knowsAll(address: string, namespaces: readonly string[]): Promise<boolean> {
  try {
    const connection = await Connection.connect({ address, connectTimeout: '2s' });
    try {
      for (const namespace of namespaces) await connection.workflowService.describeNamespace({ namespace });
      return true;
    } finally {
      await connection.close();
    }
  } catch {
    return false;
  }
}

/**
 * Prepares a server that runs already: checks that it answers and knows the namespace, and adds the search
 * attributes that it lacks.
 * @returns the names of those that it has added
 */
export async function prepareTemporal({
  address,
  namespace,
  connection: how,
}: TemporalPlace): Promise<string[]> {
  const connection = await Connection.connect({ ...how, connectTimeout: '5s' }).catch((error: unknown) => {
    throw new SetupError(
      `The Temporal server at ${address} (TEMPORAL_ADDRESS) does not answer.`,
      'Start it, or unset TEMPORAL_ADDRESS to have one set up here. One that asks for TLS or a key is told in TEMPORAL_TLS… or TEMPORAL_API_KEY.',
      { cause: error },
    );
  });
  try {
    await connection.workflowService.describeNamespace({ namespace }).catch((error: unknown) => {
      throw new SetupError(
        `The Temporal server at ${address} has no namespace "${namespace}".`,
        `temporal operator namespace create --address ${address} --namespace ${namespace}`,
        { cause: error },
      );
    });
    return await registerAttributes(connection, namespace);
  } finally {
    await connection.close();
  }
}
