import { join } from 'node:path';
import { projectFolder } from '../folders';
import { loopback } from '../parts/ports';
import { startProcess, waitUntilReady, type ReadyAnswer, type RunningProcess } from '../parts/processes';
import { asItStands, runnerOf } from '../runner';
import type { TemporalVariables } from '../parts/temporal-settings';

const stopGraceMs = 35_000;

const files = { api: 'api/server.ts', worker: 'worker/main.ts' } as const;
export type ProgramName = keyof typeof files;

/** The addresses, ports and folders that API and worker get as settings. */
export interface Surroundings {
  readonly databaseUrl: string;
  readonly vaultUrl: string;
  readonly temporal: { readonly variables: TemporalVariables; readonly uiUrl: string };
  readonly smtpUrl: string;
  readonly ports: Readonly<Record<ProgramName | 'metrics', number>>;
  readonly keys: string;
  readonly evidence: string;
  readonly logs: string;
  readonly logLevel: string;
}

/** The address of a program. */
export function urlOf(name: ProgramName, { ports }: Pick<Surroundings, 'ports'>): string {
  return `http://${loopback}:${ports[name]}`;
}

export interface StartOptions {
  /** Whether it restarts when its files change. */
  readonly reload?: boolean;
  /** Told how long it has been waited for, and for what. */
  readonly say?: (text: string) => void;
}

/** Starts the API or the worker and waits until it is ready. A program that does not get ready is stopped. */
export async function startProgram(
  name: ProgramName,
  surroundings: Surroundings,
  { reload = false, say = () => undefined }: StartOptions = {},
): Promise<RunningProcess> {
  const program = await startProcess({
    name,
    command: process.execPath,
    args: [...runnerOf(name, reload), join(projectFolder, files[name])],
    environment: environmentOf(surroundings),
    logFile: join(surroundings.logs, `${name}.log`),
    stopSignal: 'SIGTERM',
    stopGraceMs,
  });
  await waitUntilReady(program, () => readiness(`${urlOf(name, surroundings)}/readyz`), { say });
  return program;
}

/** Builds the console again whenever a file of it changes; the API restarts with what was built. */
export function watchConsole({ logs }: Pick<Surroundings, 'logs'>): Promise<RunningProcess> {
  return startProcess({
    name: 'console',
    command: process.execPath,
    args: [...asItStands, join(projectFolder, 'setup/prepare/console.ts'), '--watch'],
    environment: {},
    logFile: join(logs, 'console.log'),
    stopSignal: 'SIGTERM',
    stopGraceMs: 5_000,
  });
}

function environmentOf(surroundings: Surroundings): NodeJS.ProcessEnv {
  const { databaseUrl, vaultUrl, temporal, smtpUrl, ports, keys, evidence, logLevel } = surroundings;
  return {
    DATABASE_URL: databaseUrl,
    VAULT_DATABASE_URL: vaultUrl,
    ...temporal.variables,
    TEMPORAL_UI_URL: temporal.uiUrl,
    SMTP_URL: smtpUrl,
    // The mail sink wants no login, also where `.env` names that of another server.
    SMTP_USER: '',
    SMTP_PASSWORD: '',
    MAIL_FROM: 'anjie@anjie.example',
    PUBLIC_URL: urlOf('api', surroundings),
    API_HOST: loopback,
    API_PORT: String(ports.api),
    METRICS_HOST: loopback,
    METRICS_PORT: String(ports.metrics),
    WORKER_HOST: loopback,
    WORKER_PORT: String(ports.worker),
    KEYS_DIR: keys,
    DATA_DIR: evidence,
    DEMO: '1',
    LOG_LEVEL: logLevel,
    TZ: 'Asia/Shanghai',
    // glibc: with two memory pools for all threads, instead of one for each, the programs hold an eighth less.
    MALLOC_ARENA_MAX: '2',
  };
}

async function readiness(url: string): Promise<ReadyAnswer> {
  try {
    const answer = await fetch(url, { signal: AbortSignal.timeout(10_000) });
    if (answer.ok) return 'ready';
    const { faults = [] } = (await answer.json()) as { faults?: string[] };
    // A worker that is only coming up says so, and works meanwhile.
    const waitsFor = faults.filter((fault) => fault !== 'not-running').join(', ');
    return waitsFor === '' ? null : { waitsFor };
  } catch {
    return null;
  }
}
