import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { inheritedEnvironment } from '../environment';
import type { Cache } from '../folders';
import { goInstall } from './go-build';
import { freePort } from '../parts/ports';
import { pause } from '../parts/processes';
import { SetupError, type Progress } from '../progress';

const cliVersion = '1.5.1';
const goModule = 'github.com/temporalio/cli/cmd/temporal';
/** Older servers lack features that the worker needs. */
const oldestServer = [1, 29] as const;

const downloadSite = 'https://temporal.download/';
const reachableWithinMs = 5000;
const downloadWithinMs = 300_000;

/**
 * Finds the `temporal` program on PATH or in the cache, or gets it by the SDK's download or a build with Go. Each
 * way that fails prints one line that says why.
 */
export async function obtainTemporal(cache: Cache, progress: Progress): Promise<string> {
  const cached = join(cache.bin, executable('temporal'));
  const onPath = await findOnPath('temporal');
  const refusals: string[] = [];

  for (const [place, program] of [
    ['on PATH', onPath],
    [`in ${cache.bin}`, existsSync(cached) ? cached : undefined],
  ] as const) {
    if (program === undefined) continue;
    const version = await serverVersion(program);
    if (version !== undefined && isRecent(version)) return program;
    refusals.push(
      `the temporal ${place} ${version === undefined ? 'does not run' : `carries server ${version}, older than ${oldestServer.join('.')}`}`,
    );
  }

  return progress.step('Temporal server program', async (note) => {
    await mkdir(cache.bin, { recursive: true });
    for (const [way, get] of [
      ['download', () => download(cache)],
      ['build with Go (some minutes, this once)', () => buildWithGo(cache)],
    ] as const) {
      note(way);
      try {
        await get();
        const version = await serverVersion(cached);
        if (version !== undefined) {
          note(`server ${version}, by ${way.replace(/ \(.*/, '')}`);
          return cached;
        }
        refusals.push(`${way}: what came does not run on this machine`);
      } catch (error) {
        refusals.push(error instanceof Error ? error.message : String(error));
      }
      progress.say(`  ${refusals.at(-1) ?? ''}`);
    }
    throw new SetupError(
      `No Temporal server could be had:\n${refusals.map((line) => `  - ${line}`).join('\n')}`,
      'Install Go (https://go.dev/dl) or the Temporal CLI (https://docs.temporal.io/cli), or name a running server: TEMPORAL_ADDRESS=host:7233',
    );
  });
}

const executable = (name: string) => (process.platform === 'win32' ? `${name}.exe` : name);

/** The path of a program on PATH; undefined where there is none. */
export async function findOnPath(name: string): Promise<string | undefined> {
  const folders = (inheritedEnvironment()['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '');
  return folders.map((folder) => join(folder, executable(name))).find((file) => existsSync(file));
}

async function serverVersion(program: string): Promise<string | undefined> {
  const words = await new Promise<string>((resolve) =>
    execFile(program, ['--version'], { timeout: 20_000 }, (_error, stdout) => resolve(stdout)),
  );
  return /Server (\d+\.\d+\.\d+)/.exec(words)?.[1];
}

function isRecent(version: string): boolean {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major > oldestServer[0] || (major === oldestServer[0] && minor >= oldestServer[1]);
}

/** Uses the SDK, which can fetch the program for each platform. The SDK also starts it; it is stopped at once. */
async function download(cache: Cache): Promise<void> {
  await fetch(downloadSite, { method: 'HEAD', signal: AbortSignal.timeout(reachableWithinMs) }).catch(() => {
    throw new Error(`download: ${new URL(downloadSite).host} cannot be reached from here`);
  });
  const folder = join(cache.bin, 'download');
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { TestWorkflowEnvironment } = await import('@temporalio/testing');
  const port = await freePort();
  const started = TestWorkflowEnvironment.createLocal({
    server: { executable: { type: 'cached-download', version: `v${cliVersion}`, downloadDir: folder }, port },
  });
  const timeout = pause(downloadWithinMs).then(() => {
    throw new Error(`download: not finished within ${downloadWithinMs / 60_000} minutes`);
  });
  const server = await Promise.race([started, timeout]).catch((error: unknown) => {
    throw new Error(`download: ${error instanceof Error ? error.message.split('\n')[0] : String(error)}`);
  });
  await server.teardown();
  const [file] = await readdir(folder);
  if (file === undefined) throw new Error('download: nothing arrived');
  await rename(join(folder, file), join(cache.bin, executable('temporal')));
  await rm(folder, { recursive: true, force: true });
}

async function buildWithGo(cache: Cache): Promise<void> {
  const go = await findOnPath('go');
  if (go === undefined) throw new Error('build with Go: Go is not installed');
  const complaint = await goInstall(go, `${goModule}@v${cliVersion}`, cache.bin).catch((error: unknown) =>
    error instanceof Error ? error.message : String(error),
  );
  if (complaint !== undefined) throw new Error(`build with Go: ${complaint.split('\n').at(-1) ?? ''}`);
}
