// Every npm command starts here, also in a clone in which no package is installed. So it imports none.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const project = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const stamps = join(project, '.anjie', 'stamps');
const oldestNode = [20, 19];

const tsx = (file, ...fixed) => [
  join(project, 'node_modules', 'tsx', 'dist', 'cli.mjs'),
  join(project, file),
  ...fixed,
];
const jest = (...fixed) => [join(project, 'node_modules', 'jest', 'bin', 'jest.js'), ...fixed];
const commands = {
  start: tsx('setup/start.ts'),
  dev: tsx('setup/start.ts', '--reload'),
  reset: tsx('setup/reset.ts'),
  demo: tsx('setup/demo.ts'),
  bench: tsx('bench/main.ts'),
  test: jest(),
  'test:fast': jest('--selectProjects', 'fast'),
  // This command only installs and generates.
  generate: ['-e', ''],
};

const [name, ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) fail(`Unknown command ${name ?? ''}. Known: ${Object.keys(commands).join(', ')}`);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  fail(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

await once(
  'packages',
  ['package-lock.json'],
  'node_modules/.package-lock.json',
  'installing packages (a minute or two, this once)',
  () =>
    // `npm ci` refuses a lock file that lacks an optional package of another platform, as registries that lag
    // behind produce it. `npm install` takes versions and checksums from the lock file as well.
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {}),
);
await once(
  'client',
  ['prisma/schema.prisma', 'package-lock.json'],
  'prisma/generated/client.ts',
  'generating the database client',
  () =>
    // `prisma generate` wants an engine to exist and does not run it; migrations bring their own.
    run(
      process.execPath,
      [
        join(project, 'node_modules', 'prisma', 'build', 'index.js'),
        'generate',
        '--schema',
        join(project, 'prisma', 'schema.prisma'),
      ],
      {
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
      },
    ),
);

// What only reads or writes files needs no console.
if (['start', 'dev', 'demo', 'test'].includes(name))
  await once(
    'console',
    ['web/console', 'setup/prepare/console.ts', 'package-lock.json'],
    'web/dist/index.html',
    'building the console',
    () => run(process.execPath, tsx('setup/prepare/console.ts'), {}),
  );

// The command may need time to stop, so this process ends after it.
const child = spawn(process.execPath, [...command, ...rest], { cwd: project, stdio: 'inherit' });
// A terminal sends Ctrl-C to both processes, `kill` only to this one, so signals are passed on; twice does no harm.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));
// npm may be ended without passing anything on. What it has started must not go on without it.
if (process.env.npm_lifecycle_event !== undefined) {
  const startedBy = above();
  const watch = setInterval(() => {
    if (above() === startedBy) return;
    clearInterval(watch);
    child.kill('SIGTERM');
  }, 500);
}

/** The process that started this one; with the one above it, where npm runs its scripts in a shell that stays. */
function above() {
  const { ppid } = process;
  try {
    const [shell, option] = readFileSync(`/proc/${ppid}/cmdline`, 'utf8').split('\0');
    if (!shell.endsWith('sh') || option !== '-c') return String(ppid);
    const stat = readFileSync(`/proc/${ppid}/stat`, 'utf8');
    // The name of the command may hold spaces and brackets, so fields are counted after the last bracket.
    return `${ppid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]}`;
  } catch {
    return String(ppid);
  }
}

/** The file itself, or all that lies in a folder. */
function filesIn(source) {
  if (!statSync(join(project, source)).isDirectory()) return [source];
  return readdirSync(join(project, source), { recursive: true })
    .map((name) => join(source, name))
    .filter((name) => statSync(join(project, name)).isFile())
    .sort();
}

/** Runs a piece of set-up, unless its sources have the same hash as when it last ran. */
async function once(stamp, sources, result, title, work) {
  const hash = createHash('sha256');
  for (const source of sources.flatMap(filesIn))
    hash.update(source).update(readFileSync(join(project, source)));
  const now = hash.digest('hex');
  const file = join(stamps, stamp);
  if (existsSync(join(project, result)) && existsSync(file) && readFileSync(file, 'utf8') === now) return;
  const began = Date.now();
  const live = process.stdout.isTTY;
  const say = (sign, end) => {
    const line = `${sign} ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)`;
    process.stdout.write(live ? `\r${line}${end}` : `${line}\n`);
  };
  say('…', '');
  const ticking = setInterval(() => say('…', ''), live ? 1_000 : 15_000);
  await work();
  clearInterval(ticking);
  mkdirSync(stamps, { recursive: true });
  writeFileSync(file, now);
  say('✓', '\n');
}

/** Runs a program to its end. A signal ends both it and this process. */
async function run(program, args, environment) {
  const child = spawn(program, args, {
    cwd: project,
    env: { ...process.env, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32' && program === 'npm',
  });
  let words = '';
  child.stdout.on('data', (chunk) => (words += chunk));
  child.stderr.on('data', (chunk) => (words += chunk));
  const leave = () => {
    child.kill('SIGTERM');
    process.exit(130);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(signal, leave);
  const status = await new Promise((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('close', resolve);
  });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.off(signal, leave);
  if (status !== 0) fail(`\n${program} ${args[0]} failed (${status}):\n${words.slice(-4_000)}`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
