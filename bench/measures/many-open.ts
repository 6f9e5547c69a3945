import { setTimeout as pause } from 'node:timers/promises';
import { zone } from '../../prisma/seed';
import { memoryOf } from '../cpu';
import { median, percentile, short } from '../figures';
import type { Line } from '../report';
import type { Site } from '../site';

const coldMoves = 20;

/** Memory with many cases open, and how the first moves go after the worker was started again. */
export async function measureManyOpen(
  site: Site,
  cases: number,
  say: (text: string) => void,
): Promise<Line[]> {
  const desk = await site.desk();
  const visitors = await site.visitors();
  const now = new Date().toISOString();
  const began = Date.now();
  await desk.ask('open', { zone, receivedAt: Array.from({ length: cases }, () => now), lanes: 16 });
  say(`${cases} open: handed in within ${short((Date.now() - began) / 1000)} s`);
  await site.untilSeen();
  say(`${cases} open: all workflows wait after ${short((Date.now() - began) / 1000)} s`);
  // The API has something to do too, with lists as long as they get.
  await visitors.ask('carry', { cases: 40, lanes: 8, gapMs: 0 });
  await pause(5_000);
  const worker = memoryOf(site.workerPid);
  const api = memoryOf(site.apiPid);

  const numbers = await site.sql<{ number: string }>(
    `SELECT number FROM anjie.case_file WHERE outcome IS NULL AND stage = 'intake' ORDER BY random() LIMIT ${coldMoves}`,
  );
  const readyMs = await site.restartWorker();
  const moves: number[] = [];
  const known: number[] = [];
  for (const { number } of numbers) {
    const from = performance.now();
    moves.push(await desk.ask('accept', number));
    await untilRead(site, number);
    known.push(performance.now() - from);
    await pause(200);
  }
  await desk.stop();
  await visitors.stop();
  const mb = (memory: ReturnType<typeof memoryOf>) =>
    memory === null ? 'unknown' : `${short(memory.nowMb)} (${short(memory.peakMb)})`;
  return [
    { what: `${cases} open cases: worker resident MB now (at most)`, ours: mb(worker), wish: '≤ 400' },
    { what: `${cases} open cases: API resident MB now (at most)`, ours: mb(api), wish: '≤ 250' },
    { what: 'worker started again: ready after s', ours: short(readyMs / 1000) },
    {
      what: 'cold case: its first move ms, first / median',
      ours: `${short(moves[0] ?? 0)} / ${short(median(moves))}`,
      wish: '≤ 150 / ≤ 40',
    },
    {
      what: 'cold case: until its workflow has read the move ms, first / median / most',
      ours: `${short(known[0] ?? 0)} / ${short(median(known))} / ${short(percentile(known, 1))}`,
    },
  ];
}

async function untilRead(site: Site, number: string): Promise<void> {
  const until = Date.now() + 30_000;
  while (Date.now() < until) {
    const [row] = await site.sql<{ read: boolean }>(
      `SELECT seen_seq = seq AS read FROM anjie.case_file WHERE number = '${number}'`,
    );
    if (row?.read) return;
    await pause(5);
  }
  throw new Error(`${number} was not read`);
}
