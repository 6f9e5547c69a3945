import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { seedDemo, seedReference, type DemoAccount } from '../../prisma/seed';
import { homeIn, sharedCache, type Home } from '../folders';
import { takeLock } from './lock';
import { startMailSink } from './mail-sink';
import { migrate } from './migrate';
import { freePort, loopback, requireFreePort } from './ports';
import { databaseUrl, ensureDatabase, startPostgres } from './postgres';
import type { RunningProcess } from './processes';
import { startProgram, urlOf, type ProgramName, type Surroundings } from '../programs/programs';
import type { Progress } from '../progress';
import { ensureSecrets, type Secrets } from './secrets';
import { prepareTemporal, startTemporal } from './temporal';
import { obtainTemporal } from '../programs/temporal-program';
import { plainTemporal, type NamedTemporal } from '../temporal-settings';

const database = 'anjie';

export interface Ports {
  readonly postgres: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly api: number;
  readonly worker: number;
  readonly smtp: number;
  readonly mailUi: number;
}

export interface SystemPlan {
  /** The folder for all data of this system. */
  readonly home: string;
  readonly ports: Ports;
  /** A Temporal server that runs already; null starts one. */
  readonly temporal: (NamedTemporal & { readonly uiUrl: string }) | null;
  readonly logLevel: string;
  /** False where the data need not outlive the run. */
  readonly durable: boolean;
  /** Whether API and worker restart when their files change. */
  readonly reload: boolean;
}

export interface RunningSystem {
  readonly home: Home;
  readonly api: string;
  readonly temporalUi: string;
  readonly mailUi: string;
  readonly temporalAddress: string;
  readonly ownerUrl: string;
  readonly accounts: readonly DemoAccount[];
  readonly processes: { readonly api: RunningProcess; readonly worker: RunningProcess };
  /** Resolves with the name of the first part that ends by itself. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Seven ports that are free now. */
export async function freePorts(): Promise<Ports> {
  const [postgres, temporal, temporalUi, api, worker, smtp, mailUi] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  return { postgres, temporal, temporalUi, api, worker, smtp, mailUi };
}

/** Brings up a whole system: PostgreSQL, Temporal with its UI, migrations, data, mail sink, API and worker. */
export async function startSystem(plan: SystemPlan, progress: Progress): Promise<RunningSystem> {
  const home = homeIn(plan.home);
  const parts = new StartedParts();
  parts.stopLater(takeLock(home.lock));
  try {
    return await startParts(plan, home, parts, progress);
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** What has been started so far: it is stopped newest first, and each part reports when it ends by itself. */
class StartedParts {
  private readonly stops: (() => Promise<void> | void)[] = [];
  private readonly ends: Promise<string>[] = [];

  stopLater(stop: () => Promise<void> | void): void {
    this.stops.push(stop);
  }

  watch(name: string, ended: Promise<string>): void {
    this.ends.push(ended.then((how) => `${name} (${how})`));
  }

  /** Resolves with the first part that ends. */
  firstEnd(): Promise<string> {
    return Promise.race(this.ends);
  }

  async stop(): Promise<void> {
    for (const stop of this.stops.splice(0).reverse()) await stop();
  }
}

async function startParts(
  plan: SystemPlan,
  home: Home,
  parts: StartedParts,
  progress: Progress,
): Promise<RunningSystem> {
  const { ports } = plan;
  await refuseTakenPorts(plan);
  const secrets = await ensureSecrets(home);
  const temporalProgram = plan.temporal === null ? await obtainTemporal(sharedCache, progress) : null;

  const postgres = await progress.step('PostgreSQL', () =>
    startPostgres({
      folder: home.postgres,
      port: ports.postgres,
      ownerPassword: secrets.owner,
      logFile: join(home.logs, 'postgres.log'),
      durable: plan.durable,
    }),
  );
  parts.stopLater(() => postgres.stop());
  parts.watch('PostgreSQL', postgres.ended);
  const urls = databaseUrls(secrets, ports.postgres);

  // Temporal starts while the database is prepared; its failure is reported at its own step.
  const starting = engineOf(plan, temporalProgram, home);
  starting.catch(() => undefined);
  parts.stopLater(async () => (await starting.catch(() => null))?.stop());
  const accounts = await prepareDatabase(postgres.ownerUrl('postgres'), urls, progress);
  const engine = await progress.step('Temporal', () => starting);
  if (engine.ended) parts.watch('Temporal', engine.ended);

  const mail = await progress.step('mail sink', () =>
    startMailSink({ folder: home.mail, smtpPort: ports.smtp, uiPort: ports.mailUi }),
  );
  parts.stopLater(() => mail.stop());
  await mkdir(home.evidence, { recursive: true });
  const surroundings = surroundingsOf(plan, home, urls, engine);
  const processes = await progress.step('API and worker', () =>
    startPrograms(surroundings, plan.reload, parts),
  );

  return {
    home,
    api: urlOf('api', surroundings),
    temporalUi: engine.uiUrl,
    mailUi: mail.uiUrl,
    temporalAddress: engine.address,
    ownerUrl: urls.owner,
    accounts,
    processes,
    ended: parts.firstEnd(),
    stop: () => parts.stop(),
  };
}

async function prepareDatabase(
  maintenanceUrl: string,
  urls: DatabaseUrls,
  progress: Progress,
): Promise<readonly DemoAccount[]> {
  await progress.step('database schema', async (note) => {
    await ensureDatabase(maintenanceUrl, database);
    const applied = await migrate(urls.owner, [urls.app, urls.vault]);
    note(applied.length === 0 ? 'up to date' : `${applied.length} applied`);
  });
  const { accounts } = await progress.step('reference and demonstration data', async () => {
    await seedReference(urls.owner);
    return seedDemo(urls.owner);
  });
  return accounts;
}

function surroundingsOf(plan: SystemPlan, home: Home, urls: DatabaseUrls, engine: Engine): Surroundings {
  return {
    databaseUrl: urls.app,
    vaultUrl: urls.vault,
    temporal: { ...(plan.temporal ?? plainTemporal(engine.address, 'default')), uiUrl: engine.uiUrl },
    smtpUrl: `smtp://${loopback}:${plan.ports.smtp}`,
    ports: plan.ports,
    keys: home.keys,
    evidence: home.evidence,
    logs: home.logs,
    logLevel: plan.logLevel,
  };
}

async function startPrograms(
  surroundings: Surroundings,
  reload: boolean,
  parts: StartedParts,
): Promise<RunningSystem['processes']> {
  const start = async (name: ProgramName) => {
    const program = await startProgram(name, surroundings, reload);
    parts.stopLater(() => program.stop());
    parts.watch(`the ${name}`, program.ended);
    return program;
  };
  const [api, worker] = await allOrFirstFailure([start('api'), start('worker')]);
  return { api, worker };
}

/** Runs `work` against a private system on free ports: for the demonstration, tests and measurements. */
export async function withPrivateSystem<T>(
  home: string,
  progress: Progress,
  work: (system: RunningSystem) => Promise<T>,
): Promise<T> {
  const plan = {
    home,
    ports: await freePorts(),
    temporal: null,
    logLevel: 'warn',
    durable: false,
    reload: false,
  };
  const system = await startSystem(plan, progress);
  try {
    return await work(system);
  } finally {
    await system.stop();
  }
}

/** Like `Promise.all`, but it waits for both, so that what the other one has started can be stopped as well. */
async function allOrFirstFailure<T>(pair: [Promise<T>, Promise<T>]): Promise<[T, T]> {
  await Promise.allSettled(pair);
  return Promise.all(pair);
}

async function refuseTakenPorts({ ports, temporal }: SystemPlan): Promise<void> {
  await requireFreePort(ports.postgres, 'PostgreSQL', 'POSTGRES_PORT');
  if (temporal === null) {
    await requireFreePort(ports.temporal, 'Temporal', 'TEMPORAL_PORT');
    await requireFreePort(ports.temporalUi, 'the Temporal UI', 'TEMPORAL_UI_PORT');
  }
  await requireFreePort(ports.api, 'the API', 'API_PORT');
  await requireFreePort(ports.worker, 'the worker', 'WORKER_PORT');
  await requireFreePort(ports.smtp, 'the mail sink', 'SMTP_PORT');
  await requireFreePort(ports.mailUi, 'the caught mail', 'MAIL_UI_PORT');
}

type DatabaseUrls = ReturnType<typeof databaseUrls>;

export function databaseUrls(secrets: Secrets, port: number) {
  return {
    owner: databaseUrl('anjie_owner', secrets.owner, port, database),
    app: databaseUrl('anjie_app', secrets.app, port, database),
    vault: databaseUrl('anjie_vault', secrets.vault, port, database),
  };
}

type Engine = Awaited<ReturnType<typeof engineOf>>;

async function engineOf(plan: SystemPlan, program: string | null, home: Home) {
  if (plan.temporal !== null) {
    await prepareTemporal(plan.temporal);
    return {
      address: plan.temporal.address,
      uiUrl: plan.temporal.uiUrl,
      ended: null,
      stop: () => Promise.resolve(),
    };
  }
  const { ports } = plan;
  const uiUrl = `http://${loopback}:${ports.temporalUi}`;
  const temporal = await startTemporal({
    program: program ?? 'temporal',
    port: ports.temporal,
    ui: { port: ports.temporalUi, codecEndpoint: `http://${loopback}:${ports.api}/codec` },
    databaseFile: home.temporalDatabase,
    namespaces: ['default'],
    logFile: join(home.logs, 'temporal.log'),
  });
  return { address: temporal.address, uiUrl, ended: temporal.ended, stop: () => temporal.stop() };
}
