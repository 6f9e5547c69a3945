import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { seedDemo, seedReference, type DemoAccount } from '../../prisma/seed';
import { readKeys } from '../../record/vault/keys';
import { Signer } from '../../record/vault/signer';
import { homeIn, sharedCache, type Home } from '../folders';
import { KeptPart, usualPatience, type Part, type Patience } from './kept-part';
import { takeLock } from './lock';
import { startMailSink } from './mail-sink';
import { migrate } from './migrate';
import { freePort, loopback, requireFreePort } from './ports';
import { databaseUrl, ensureDatabase, startPostgres } from './postgres';
import type { ProcessIdentity } from './processes';
import { startProgram, urlOf, watchConsole, type ProgramName, type Surroundings } from '../programs/programs';
import type { Progress } from '../progress';
import { ensureSecrets, type Secrets } from './secrets';
import { prepareTemporal, startTemporal } from './temporal';
import { obtainTemporal } from '../programs/temporal-program';
import { plainTemporal, type NamedTemporal } from './temporal-settings';

/** The name of its database. */
export const database = 'anjie';

export interface Ports {
  readonly postgres: number;
  readonly temporal: number;
  readonly temporalUi: number;
  readonly api: number;
  readonly metrics: number;
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
  /** How often a part that ends by itself is started again; as often as usual, if nothing is said. */
  readonly patience?: Patience;
}

/** The parts that are processes of their own. */
export type PartName = 'api' | 'worker' | 'postgres' | 'temporal';
type RunningPart = Part & { readonly identity: ProcessIdentity };

export interface RunningSystem {
  readonly home: Home;
  readonly api: string;
  readonly temporalUi: string;
  readonly mailUi: string;
  readonly temporalAddress: string;
  readonly ownerUrl: string;
  readonly accounts: readonly DemoAccount[];
  /** Temporal is missing where it is not run from here. */
  readonly processes: Readonly<Record<Exclude<PartName, 'temporal'>, KeptPart<RunningPart>>> & {
    readonly temporal: KeptPart<RunningPart> | null;
  };
  /** Resolves with the reason why the system cannot go on: a part ends as often as it is started. */
  readonly ended: Promise<string>;
  stop(): Promise<void>;
}

/** Ports that are free now. */
export async function freePorts(): Promise<Ports> {
  const [postgres, temporal, temporalUi, api, metrics, worker, smtp, mailUi] = [
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
    await freePort(),
  ];
  return { postgres, temporal, temporalUi, api, metrics, worker, smtp, mailUi };
}

/** Brings up a whole system: PostgreSQL, Temporal with its UI, migrations, data, mail sink, API and worker. */
export async function startSystem(plan: SystemPlan, progress: Progress): Promise<RunningSystem> {
  const home = homeIn(plan.home);
  const parts = new StartedParts((line) => progress.say(line), plan.patience ?? usualPatience);
  parts.stopLater(takeLock(home.lock));
  try {
    return await startParts(plan, home, parts, progress);
  } catch (error) {
    await parts.stop();
    throw error;
  }
}

/** The parts that were started so far. They are kept running, and stopped newest first. */
class StartedParts {
  private readonly stops: (() => Promise<void> | void)[] = [];
  private readonly losses: Promise<string>[] = [];

  constructor(
    private readonly say: (line: string) => void,
    private readonly patience: Patience,
  ) {}

  stopLater(stop: () => Promise<void> | void): void {
    this.stops.push(stop);
  }

  /** Starts a part, and again whenever it ends by itself. */
  async keep<P extends Part>(name: string, start: () => Promise<P>): Promise<KeptPart<P>> {
    const part = await KeptPart.start(name, start, this.say, this.patience);
    this.stopLater(() => part.stop());
    this.losses.push(part.lost);
    return part;
  }

  /** Resolves with the reason when a part is given up. */
  firstLoss(): Promise<string> {
    return Promise.race(this.losses);
  }

  async stop(): Promise<void> {
    // A part that is still starting is waited for; it adds itself to the list.
    for (let stop = this.stops.pop(); stop !== undefined; stop = this.stops.pop()) await stop();
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
    parts.keep('PostgreSQL', () =>
      startPostgres({
        folder: home.postgres,
        port: ports.postgres,
        ownerPassword: secrets.owner,
        logFile: join(home.logs, 'postgres.log'),
        durable: plan.durable,
      }),
    ),
  );
  const urls = databaseUrls(secrets, ports.postgres);

  // Temporal starts while the database is prepared; its failure is reported at its own step.
  const starting = engineOf(plan, temporalProgram, home, parts);
  parts.stopLater(() => starting.then(() => undefined).catch(() => undefined));
  const accounts = await prepareDatabase(home, postgres.current.ownerUrl('postgres'), urls, progress);
  const engine = await progress.step('Temporal', () => starting);

  const mail = await progress.step('mail sink', () =>
    startMailSink({ folder: home.mail, smtpPort: ports.smtp, uiPort: ports.mailUi }),
  );
  parts.stopLater(() => mail.stop());
  await mkdir(home.evidence, { recursive: true });
  const surroundings = surroundingsOf(plan, home, urls, engine);
  const processes = await progress.step('API and worker', (note) =>
    startPrograms(surroundings, plan.reload, parts, note),
  );

  return {
    home,
    api: urlOf('api', surroundings),
    temporalUi: engine.uiUrl,
    mailUi: mail.uiUrl,
    temporalAddress: engine.address,
    ownerUrl: urls.owner,
    accounts,
    processes: { ...processes, postgres, temporal: engine.part },
    ended: parts.firstLoss(),
    stop: () => parts.stop(),
  };
}

async function prepareDatabase(
  home: Home,
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
    const signer = new Signer((await readKeys(home.keys)).sign);
    await seedReference(urls.owner, signer);
    return seedDemo(urls.owner, signer);
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
  note: (text: string) => void,
) {
  // A part that is started again later has no line of progress to write into.
  let say = note;
  const start = (name: ProgramName, title: string) =>
    parts.keep(title, () => startProgram(name, surroundings, { reload, say: (text) => say(text) }));
  if (reload) await parts.keep('The console', () => watchConsole(surroundings));
  const [api, worker] = await allOrFirstFailure([start('api', 'The API'), start('worker', 'The worker')]);
  say = () => undefined;
  note('');
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
  await requireFreePort(ports.metrics, 'the metrics of the API', 'METRICS_PORT');
  await requireFreePort(ports.worker, 'the worker', 'WORKER_PORT');
  await requireFreePort(ports.smtp, 'the mail sink', 'SMTP_PORT');
  await requireFreePort(ports.mailUi, 'the caught mail', 'MAIL_UI_PORT');
}

type DatabaseUrls = ReturnType<typeof databaseUrls>;

/** The addresses of the database for each role of the system. */
export function databaseUrls(secrets: Secrets, port: number) {
  return {
    owner: databaseUrl('anjie_owner', secrets.owner, port, database),
    app: databaseUrl('anjie_app', secrets.app, port, database),
    vault: databaseUrl('anjie_vault', secrets.vault, port, database),
  };
}

type Engine = Awaited<ReturnType<typeof engineOf>>;

async function engineOf(plan: SystemPlan, program: string | null, home: Home, parts: StartedParts) {
  if (plan.temporal !== null) {
    await prepareTemporal(plan.temporal);
    const { address, uiUrl } = plan.temporal;
    return { address, uiUrl, part: null };
  }
  const { ports } = plan;
  const uiUrl = `http://${loopback}:${ports.temporalUi}`;
  const part = await parts.keep('Temporal', () =>
    startTemporal({
      program: program ?? 'temporal',
      port: ports.temporal,
      ui: { port: ports.temporalUi, codecEndpoint: `http://${loopback}:${ports.api}/codec` },
      databaseFile: home.temporalDatabase,
      namespaces: ['default'],
      logFile: join(home.logs, 'temporal.log'),
    }),
  );
  return { address: part.current.address, uiUrl, part };
}
