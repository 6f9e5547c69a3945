import { FairQueue, QueueFull, type Place } from '../../../api/identity/fair-queue';

/* One piece of work at a time, which ends when it is told to: so the order of turns is seen, and not their time. */

function queueOf(waiting: number) {
  const queue = new FairQueue({ atOnce: 1, waiting });
  const turns: string[] = [];
  const turnedAway: string[] = [];
  const done: Promise<void>[] = [];
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const first = queue.turn({ standing: 'fresh', network: 'x', caller: 'x' }, () => held);

  function come(who: string, place: Partial<Place> = {}): void {
    const turn = queue.turn({ standing: 'fresh', network: who, caller: who, ...place }, () => {
      turns.push(who);
      return Promise.resolve();
    });
    done.push(
      turn.catch((error: unknown) => {
        if (!(error instanceof QueueFull)) throw error;
        turnedAway.push(who);
      }),
    );
  }

  async function all(): Promise<string[]> {
    release();
    await first;
    await Promise.all(done);
    return turns;
  }
  return { come, all, turnedAway };
}

it('lets a network that comes after a flood of another have the next turn but one', async () => {
  const { come, all } = queueOf(1_000);
  for (let index = 0; index < 500; index++) come('flood');
  come('holder');
  expect((await all()).indexOf('holder')).toBe(1);
});

it('shares the turns of a network among its callers', async () => {
  const { come, all } = queueOf(1_000);
  for (let index = 0; index < 500; index++) come('flood', { network: 'office' });
  come('holder', { network: 'office' });
  expect((await all()).indexOf('holder')).toBe(1);
});

it('lets a fresh network wait for nobody of a thousand that have failed, and those for no more than their turn', async () => {
  const { come, all } = queueOf(5_000);
  for (let index = 0; index < 1_000; index++) come(`flood ${index}`, { standing: 'seen' });
  come('fresh');
  come('known', { standing: 'known' });
  const turns = await all();
  expect(turns.indexOf('fresh')).toBeLessThan(3);
  expect(turns.indexOf('known')).toBeLessThan(3);
  expect(turns).toHaveLength(1_002);
});

it('keeps those of attacked networks waiting for no flood of fresh ones: both have their turns', async () => {
  const { come, all } = queueOf(5_000);
  for (let index = 0; index < 1_000; index++) come(`fresh ${index}`);
  come('holder', { standing: 'seen' });
  expect((await all()).indexOf('holder')).toBeLessThan(4);
});

it('turns away the newest of the network of which most wait, and nobody else', async () => {
  const { come, all, turnedAway } = queueOf(10);
  come('holder');
  for (let index = 0; index < 30; index++) come('flood');
  come('late holder');
  const turns = await all();
  expect(turns).toEqual(expect.arrayContaining(['holder', 'late holder']));
  expect(new Set(turnedAway)).toEqual(new Set(['flood']));
  expect(turns.length + turnedAway.length).toBe(32);
});

it('goes on after work that fails', async () => {
  const queue = new FairQueue({ atOnce: 1, waiting: 10 });
  const place: Place = { standing: 'fresh', network: 'a', caller: 'a' };
  await expect(queue.turn(place, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  await expect(queue.turn(place, () => Promise.resolve('done'))).resolves.toBe('done');
});
