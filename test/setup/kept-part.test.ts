import { KeptPart, type Part, type Patience } from '../../setup/parts/kept-part';

/** A part that a test ends when it likes. */
interface Puppet extends Part {
  end(how: string): void;
}

function puppet(): Puppet {
  let end: (how: string) => void = () => undefined;
  const ended = new Promise<string>((resolve) => (end = resolve));
  let stopped = false;
  return {
    ended,
    end,
    wasStopped: () => stopped,
    stop: () => {
      stopped = true;
      end('stopped');
      return Promise.resolve();
    },
  };
}

const patience: Patience = { atMost: 3, windowMs: 60_000, firstDelayMs: 10 };
const until = async (holds: () => boolean) => {
  for (let tries = 0; tries < 200 && !holds(); tries++)
    await new Promise((resolve) => setTimeout(resolve, 5));
  expect(holds()).toBe(true);
};

async function kept(start: (count: number) => Promise<Puppet> = () => Promise.resolve(puppet())) {
  const lines: string[] = [];
  let starts = 0;
  const part = await KeptPart.start(
    'The worker',
    () => start((starts += 1)),
    (line) => lines.push(line),
    patience,
  );
  return { part, lines, starts: () => starts };
}

describe('a part of the system', () => {
  it('that ends by itself is started again, and a line says so', async () => {
    const { part, lines, starts } = await kept();
    part.current.end('signal SIGKILL');
    await until(() => starts() === 2 && lines.length === 2);
    expect(lines).toEqual([
      'The worker ended by itself (signal SIGKILL). It is started again in 0.01 s (1 of 3).',
      'The worker runs again.',
    ]);
    await part.stop();
  });

  it('that keeps ending is started later each time, and given up in the end', async () => {
    const { part, lines, starts } = await kept();
    for (let count = 1; count <= 4; count++) {
      await until(() => starts() === count);
      part.current.end('code 1');
      await until(() => part.current.wasStopped() || lines.length >= count);
    }
    expect(await part.lost).toBe('The worker has ended more than 3 times within 1 minutes (code 1)');
    expect(
      lines.filter((line) => line.includes('ended by itself')).map((line) => / in (.*) s /.exec(line)?.[1]),
    ).toEqual(['0.01', '0.02', '0.04']);
  });

  it('that does not start any more is given up as well, with its last words', async () => {
    const { part, starts } = await kept((count) =>
      count === 1 ? Promise.resolve(puppet()) : Promise.reject(new Error('no room on the disk\nmore')),
    );
    part.current.end('code 1');
    expect(await part.lost).toContain('(no room on the disk)');
    expect(starts()).toBe(4);
  });

  it('that is stopped stays so, whether it runs, waits for its next start or is starting', async () => {
    const running = await kept();
    await running.part.stop();
    expect([running.starts(), running.lines]).toEqual([1, []]);

    const waiting = await kept();
    waiting.part.current.end('code 1');
    await until(() => waiting.lines.length === 1);
    await waiting.part.stop();
    expect(waiting.starts()).toBe(1);

    let started: (made: Puppet) => void = () => undefined;
    const late = puppet();
    const starting = await kept((count) =>
      count === 1 ? Promise.resolve(puppet()) : new Promise((resolve) => (started = resolve)),
    );
    starting.part.current.end('code 1');
    await until(() => starting.starts() === 2);
    const stopping = starting.part.stop();
    started(late);
    await stopping;
    expect(late.wasStopped()).toBe(true);
  });

  it('that somebody here has stopped is not started again', async () => {
    const { part, starts, lines } = await kept();
    await part.current.stop();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect([starts(), lines]).toEqual([1, []]);
  });
});
