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
  /** A Temporal that somebody else runs; without it one is started here. */
  readonly temporal: { readonly address: string; readonly namespace: string; readonly uiUrl: string } | null;
  readonly logLevel: string;
  /** False where nothing has to outlive the run. */
  readonly durable: boolean;
  /** API and worker start again when their files change. */
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
  /** Resolves with what ended, if any part ends by itself. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Seven ports that nobody uses now. */
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
  const { ports } = plan;
  const started: (() => Promise<void> | void)[] = [takeLock(home.lock)];
  const stop = async () => {
    for (const end of started.splice(0).reverse()) await end();
  };
  const watched: Promise<string>[] = [];
  try {
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
    started.push(() => postgres.stop());
    watched.push(postgres.ended.then((how) => `PostgreSQL (${how})`));
    const urls = databaseUrls(secrets, ports.postgres);

    // It gets ready while the database is prepared; what it cannot do is said at its own step.
    const engine = engineOf(plan, temporalProgram, home);
    engine.catch(() => undefined);
    started.push(async () => (await engine.catch(() => null))?.stop());

    await progress.step('database schema', async (note) => {
      await ensureDatabase(postgres.ownerUrl('postgres'), database);
      const applied = await migrate(urls.owner, [urls.app, urls.vault]);
      note(applied.length === 0 ? 'up to date' : `${applied.length} applied`);
    });
    const { accounts } = await progress.step('reference and demonstration data', async () => {
      await seedReference(urls.owner);
      return seedDemo(urls.owner);
    });
    const temporal = await progress.step('Temporal', () => engine);
    if (temporal.ended) watched.push(temporal.ended.then((how) => `Temporal (${how})`));
    const mail = await progress.step('mail sink', () =>
      startMailSink({ folder: home.mail, smtpPort: ports.smtp, uiPort: ports.mailUi }),
    );
    started.push(() => mail.stop());

    await mkdir(home.evidence, { recursive: true });
    const surroundings: Surroundings = {
      databaseUrl: urls.app,
      vaultUrl: urls.vault,
      temporal: {
        address: temporal.address,
        namespace: plan.temporal?.namespace ?? 'default',
        uiUrl: temporal.uiUrl,
      },
      smtpUrl: `smtp://${loopback}:${ports.smtp}`,
      ports,
      keys: home.keys,
      evidence: home.evidence,
      logs: home.logs,
      logLevel: plan.logLevel,
    };
    const run = async (name: ProgramName) => {
      const program = await startProgram(name, surroundings, plan.reload);
      started.push(() => program.stop());
      watched.push(program.ended.then((how) => `the ${name} (${how})`));
      return program;
    };
    const [apiProcess, worker] = await progress.step('API and worker', () =>
      allOrFirstFailure([run('api'), run('worker')]),
    );

    return {
      home,
      api: urlOf('api', surroundings),
      temporalUi: temporal.uiUrl,
      mailUi: mail.uiUrl,
      temporalAddress: temporal.address,
      ownerUrl: urls.owner,
      accounts,
      processes: { api: apiProcess, worker },
      ended: Promise.race(watched),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A private system on free ports whose data is not kept: for the demonstration, for tests and measurements. */
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

/** Like `Promise.all`, but when one fails the other is waited for: what it started has to be stopped too. */
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

function databaseUrls(secrets: Secrets, port: number) {
  return {
    owner: databaseUrl('anjie_owner', secrets.owner, port, database),
    app: databaseUrl('anjie_app', secrets.app, port, database),
    vault: databaseUrl('anjie_vault', secrets.vault, port, database),
  };
}

async function engineOf(plan: SystemPlan, program: string | null, home: Home) {
  if (plan.temporal !== null) {
    await prepareTemporal(plan.temporal.address, plan.temporal.namespace);
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
