import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { livingHolder, takeLock } from '../../setup/parts/lock';
import { freePort, loopback, requireFreePort } from '../../setup/parts/ports';
import {
  endProcess,
  identify,
  isAlive,
  runTool,
  startProcess,
  waitUntilReady,
} from '../../setup/parts/processes';
import { SetupError } from '../../setup/progress';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'anjie-setup-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const node = (script: string) => ({
  name: 'a program',
  command: process.execPath,
  args: ['-e', script],
  logFile: join(folder, 'program.log'),
  stopSignal: 'SIGTERM' as const,
  stopGraceMs: 500,
});

describe('a process', () => {
  it('is known by more than its pid', () => {
    const self = identify(process.pid);
    expect(self).toBeDefined();
    expect(isAlive({ pid: process.pid, startedAt: 'another time' })).toBe(false);
  });

  it('that does not listen to the signal is ended all the same', async () => {
    const deaf = await startProcess(node(`process.on('SIGTERM', () => 0); setInterval(() => 0, 1000)`));
    await new Promise((resolve) => setTimeout(resolve, 300));
    await deaf.stop();
    expect(isAlive(deaf.identity)).toBe(false);
    expect(await deaf.ended).toBe('signal SIGKILL');
  });

  it('that ends while starting is reported with its last words', async () => {
    const broken = await startProcess(node(`console.error('no such key'); process.exit(3)`));
    const waiting = waitUntilReady(broken, () => Promise.resolve(false), 10_000);
    await expect(waiting).rejects.toThrow(/ended while starting \(code 3\)[^]*no such key/);
  });

  it('that cannot be found is a plain message', async () => {
    await expect(startProcess({ ...node(''), command: '/no/such/program' })).rejects.toThrow(SetupError);
  });

  it('that is gone already is no trouble to end', async () => {
    const short = await startProcess(node(''));
    await short.ended;
    await endProcess(short.identity, 'SIGTERM', 100);
    await short.stop();
  });
});

it('a tool that fails hands back its own words', async () => {
  const good = { command: process.execPath, args: ['-e', ''] };
  expect(await runTool(good)).toBeUndefined();
  const bad = { command: process.execPath, args: ['-e', `console.error('disk full'); process.exit(1)`] };
  expect(await runTool(bad)).toBe('disk full');
});

describe('the lock of a data folder', () => {
  it('is held by one, and given back', () => {
    const file = join(folder, 'lock.json');
    const release = takeLock(file);
    expect(livingHolder(file)?.pid).toBe(process.pid);
    expect(() => takeLock(file)).toThrow(`pid ${process.pid}`);
    release();
    takeLock(file)();
  });

  it('is taken over from a process that is gone, also where its pid is in use again', async () => {
    const file = join(folder, 'lock.json');
    const script = `require('node:fs').writeFileSync(${JSON.stringify(file)}, JSON.stringify({ pid: process.ppid, startedAt: 'before' }))`;
    await runTool({ command: process.execPath, args: ['-e', script] });
    expect(readFileSync(file, 'utf8')).toContain(String(process.pid));
    takeLock(file)();
  });
});

it('a port that is taken is named, with the setting that chooses another', async () => {
  const port = await freePort();
  const other = createServer();
  await new Promise<void>((resolve) => other.listen(port, loopback, resolve));
  const refusal = requireFreePort(port, 'the API', 'API_PORT').catch((error: unknown) => error as SetupError);
  await expect(refusal).resolves.toMatchObject({
    message: expect.stringContaining(`Port ${port} is in use`) as string,
    remedy: expect.stringContaining('API_PORT=') as string,
  });
  await new Promise((resolve) => other.close(resolve));
});
