import { fork, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../setup/folders';
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
    const waiting = waitUntilReady(broken, () => Promise.resolve(null));
    await expect(waiting).rejects.toThrow(/ended while starting \(code 3\)[^]*no such key/);
  });

  it('that works is waited for, however long it takes, and it is said how long', async () => {
    const busy = `const until = Date.now() + 9_000; while (Date.now() < until); setInterval(() => 0, 1000)`;
    const slow = await startProcess(node(busy));
    const lines: string[] = [];
    const until = Date.now() + 8_000;
    await waitUntilReady(slow, () => Promise.resolve(Date.now() > until ? 'ready' : null), {
      stillForMs: 3_000,
      say: (line) => lines.push(line),
    });
    expect(lines[0]).toMatch(/^a program is starting, \d+ s so far$/);
    await slow.stop();
  }, 30_000);

  it('that writes its log, or says something new, is waited for too', async () => {
    const chatty = await startProcess(node(`setInterval(() => console.log('still here'), 500)`));
    const until = Date.now() + 5_000;
    const options = { stillForMs: 2_500 };
    await waitUntilReady(chatty, () => Promise.resolve(Date.now() > until ? 'ready' : null), options);
    await chatty.stop();

    const idle = await startProcess(node(`setInterval(() => 0, 1000)`));
    const began = Date.now();
    await waitUntilReady(
      idle,
      () => {
        const second = Math.floor((Date.now() - began) / 1_000);
        return Promise.resolve(second > 5 ? 'ready' : { waitsFor: `step ${second}` });
      },
      options,
    );
    await idle.stop();
  }, 30_000);

  it.each([
    ['neither works nor answers', null, /did nothing for 2 s\./],
    ['always says the same', { waitsFor: 'database-away' }, /did nothing for 2 s \(database-away\)/],
  ])(
    'that %s is given up and stopped',
    async (_how, answer, words) => {
      const idle = await startProcess(node(`setInterval(() => 0, 1000)`));
      await expect(
        waitUntilReady(idle, () => Promise.resolve(answer), { stillForMs: 2_000 }),
      ).rejects.toThrow(words);
      expect(isAlive(idle.identity)).toBe(false);
    },
    30_000,
  );

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

describe('two starts at one moment', () => {
  const racer = `
    const { takeLock } = require(${JSON.stringify(join(projectFolder, 'setup', 'parts', 'lock.ts'))});
    process.on('message', ({ file, at }) => {
      while (Date.now() < at);
      let got;
      try { takeLock(file); got = 'held'; } catch (error) { got = error.message; }
      process.send(got);
    });
    process.send('up');`;
  const racers: ChildProcess[] = [];
  const said = (child: ChildProcess) =>
    new Promise<string>((resolve) => child.once('message', (word) => resolve(String(word))));
  beforeAll(async () => {
    const hook = join(projectFolder, 'node_modules', 'tsx', 'dist', 'cjs', 'index.cjs');
    const script = join(mkdtempSync(join(tmpdir(), 'anjie-racer-')), 'racer.js');
    writeFileSync(script, racer);
    for (let count = 0; count < 2; count += 1)
      racers.push(fork(script, [], { execArgv: ['--require', hook] }));
    await Promise.all(racers.map(said));
  }, 60_000);
  afterAll(() => racers.forEach((child) => child.kill('SIGKILL')));

  /** Locks as a crash leaves them; the last with the claim of somebody who ended while taking over. */
  const gone = JSON.stringify({ pid: process.pid, startedAt: 'before' });
  const alsoGone = JSON.stringify({ pid: process.pid, startedAt: 'a little later' });
  const claimOn = (text: string) =>
    `lock.json.after-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`;
  const left: readonly (readonly [string, Readonly<Record<string, string>>])[] = [
    ['on no lock', {}],
    ['on the lock of a process that is gone', { 'lock.json': gone }],
    ['on a lock that a crash left half-written', { 'lock.json': '{"pid":' }],
    ['on a lock whose new holder ended as well', { 'lock.json': gone, [claimOn(gone)]: alsoGone }],
  ];

  it.each(left)(
    '%s: one gets it, in each of 50 races',
    async (_what, files) => {
      for (let race = 0; race < 50; race += 1) {
        const home = mkdtempSync(join(folder, 'home-'));
        for (const [name, text] of Object.entries(files)) writeFileSync(join(home, name), text);
        const at = Date.now() + 8;
        const answers = racers.map(said);
        for (const child of racers) child.send({ file: join(home, 'lock.json'), at });
        const [held, refused] = (await Promise.all(answers)).sort((a) => (a === 'held' ? -1 : 1));
        expect(held).toBe('held');
        expect(refused).toContain('running on this data folder already');
        expect(readdirSync(home)).toEqual(['lock.json']);
      }
    },
    60_000,
  );
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
