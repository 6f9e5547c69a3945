import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { IndexPage } from './index-page';
import type { ProofPage } from './proof-page';

/** What can be printed: plain data, which crosses into a thread of its own. */
export type PrintedPage =
  | { readonly is: 'index'; readonly page: IndexPage }
  | { readonly is: 'proof-of-service'; readonly page: ProofPage };

/** One document is laid out at a time: it takes a core, and some hundred megabytes for a long file. */
let turn: Promise<unknown> = Promise.resolve();

/** A page as a PDF, made in a thread of its own so that nobody waits for it but who asked. */
export function printPage(what: PrintedPage): Promise<Buffer> {
  const mine = turn.then(() => inThread(what));
  turn = mine.catch(() => undefined);
  return mine;
}

function inThread(what: PrintedPage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(join(__dirname, 'print-thread.ts'), {
      workerData: what,
      // A thread does not take over the loader that lets Node read TypeScript.
      execArgv: ['--require', 'tsx/cjs'],
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    });
    thread.once('message', (pdf: Uint8Array) => resolve(Buffer.from(pdf)));
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the ${what.is} was not printed: ${code}`)));
  });
}
