import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { IndexPage } from './index-page';

/** One index is laid out at a time: it takes a core, and some hundred megabytes for a long file. */
let turn: Promise<unknown> = Promise.resolve();

/** The index as a PDF, made in a thread of its own so that nobody waits for it but who asked. */
export function printIndex(page: IndexPage): Promise<Buffer> {
  const mine = turn.then(() => inThread(page));
  turn = mine.catch(() => undefined);
  return mine;
}

function inThread(page: IndexPage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(join(__dirname, 'index-thread.ts'), {
      workerData: page,
      // A thread does not take over the loader that lets Node read TypeScript.
      execArgv: ['--require', 'tsx/cjs'],
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    });
    thread.once('message', (pdf: Uint8Array) => resolve(Buffer.from(pdf)));
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the index was not printed: ${code}`)));
  });
}
