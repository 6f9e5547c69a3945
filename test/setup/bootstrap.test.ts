import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../setup/folders';
import { identify, isAlive } from '../../setup/parts/processes';

/* The real first process of `npm start` under a real npm, in a project of nothing but a program that waits. */

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anjie-bootstrap-'));
  for (const [path, text] of Object.entries(files)) write(path, text);
  copyFileSync(join(projectFolder, 'setup/bootstrap.mjs'), join(folder, 'setup/bootstrap.mjs'));
  // As after an earlier start: nothing is to be installed or generated.
  stamp('packages', ['package-lock.json']);
  stamp('client', ['prisma/schema.prisma', 'package-lock.json']);
  stamp('console', ['web/console/main.tsx', 'setup/prepare/console.ts', 'package-lock.json']);
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const files: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'x', scripts: { start: 'node setup/bootstrap.mjs start' } }),
  'package-lock.json': '{}',
  'setup/bootstrap.mjs': '',
  'prisma/schema.prisma': '',
  'prisma/generated/client.ts': '',
  'setup/prepare/console.ts': '',
  'web/console/main.tsx': '',
  'web/dist/index.html': '',
  'node_modules/.package-lock.json': '{}',
  'node_modules/tsx/dist/cli.mjs': `
    import { writeFileSync } from 'node:fs';
    process.on('SIGTERM', () => { writeFileSync('stopped', ''); process.exit(0); });
    writeFileSync('pid', String(process.pid));
    setInterval(() => 0, 1000);`,
};

// On SIGINT alone npm waits for its script: a terminal sends it to both.
it.each(['SIGTERM', 'SIGKILL'] as const)(
  'what npm has started is stopped in order when npm itself is ended by %s',
  async (signal) => {
    const npm = spawn('npm', ['start'], { cwd: folder, stdio: 'ignore' });
    const started = await until(() => {
      const pid = existsSync(join(folder, 'pid')) ? Number(readFileSync(join(folder, 'pid'), 'utf8')) : 0;
      return pid === 0 ? undefined : identify(pid);
    });
    npm.kill(signal);
    await until(() => (isAlive(started) ? undefined : true));
    expect(existsSync(join(folder, 'stopped'))).toBe(true);
  },
  60_000,
);

async function until<T>(look: () => T | undefined): Promise<T> {
  for (let tries = 0; tries < 500; tries++) {
    const seen = look();
    if (seen !== undefined) return seen;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('it did not come to that');
}

function write(path: string, text: string): void {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
}

function stamp(name: string, sources: readonly string[]): void {
  const hash = createHash('sha256');
  for (const source of sources) hash.update(source).update(readFileSync(join(folder, source)));
  write(`.anjie/stamps/${name}`, hash.digest('hex'));
}
