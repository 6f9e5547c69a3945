// What every command begins with, on a clone in which nothing is installed yet: plain Node, no packages.
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
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
  // Installing and generating is all that it takes.
  generate: ['-e', ''],
};

const [name, ...rest] = process.argv.slice(2);
const command = commands[name];
if (command === undefined) fail(`Unknown command ${name ?? ''}. Known: ${Object.keys(commands).join(', ')}`);

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < oldestNode[0] || (major === oldestNode[0] && minor < oldestNode[1])) {
  fail(`Node ${oldestNode.join('.')} or newer is needed; this is ${process.versions.node}.`);
}

once(
  'packages',
  ['package-lock.json'],
  'node_modules/.package-lock.json',
  'installing packages (a minute or two, this once)',
  () =>
    // Not `npm ci`: it refuses a lock file in which another platform's optional package is missing,
    // as registries that lag behind make them. Versions and checksums come from the lock file all the same.
    run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {}),
);
once(
  'client',
  ['prisma/schema.prisma', 'package-lock.json'],
  'prisma/generated/client.ts',
  'generating the database client',
  () =>
    // Generating asks only that some engine exists; migrations bring their own.
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

// The command takes its time to stop; we wait for it.
const child = spawn(process.execPath, [...command, ...rest], { cwd: project, stdio: 'inherit' });
// A terminal sends Ctrl-C to both of us, `kill` only to this one: it is passed on, and twice does no harm.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
child.once('exit', (code, signal) => process.exit(code ?? (signal === null ? 1 : 130)));

/** Does a piece of set-up unless what it is made from is as it was when it was last done. */
function once(stamp, sources, result, title, work) {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(readFileSync(join(project, source)));
  const now = hash.digest('hex');
  const file = join(stamps, stamp);
  if (existsSync(join(project, result)) && existsSync(file) && readFileSync(file, 'utf8') === now) return;
  const began = Date.now();
  process.stdout.write(`… ${title}\n`);
  work();
  mkdirSync(stamps, { recursive: true });
  writeFileSync(file, now);
  process.stdout.write(`✓ ${title} (${((Date.now() - began) / 1000).toFixed(1)} s)\n`);
}

function run(program, args, environment) {
  const { status, stdout, stderr, error } = spawnSync(program, args, {
    cwd: project,
    env: { ...process.env, ...environment },
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status === 0) return;
  fail(`${program} ${args[0]} failed:\n${error?.message ?? ''}${stdout ?? ''}${stderr ?? ''}`);
}

function fail(message) {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
