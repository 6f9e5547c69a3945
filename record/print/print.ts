import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { CharactersMissing, fontsWith } from './fonts';
import type { IndexPage } from './index-page';
import type { ProofPage } from './proof-page';

/** What can be printed: plain data, which crosses into a thread of its own. */
export type PrintedPage =
  | { readonly is: 'index'; readonly page: IndexPage }
  | { readonly is: 'proof-of-service'; readonly page: ProofPage };

/** A page with what it is printed with. */
export interface PrintJob {
  readonly what: PrintedPage;
  /** Fonts of the office's own; null: none. */
  readonly fontFolder: string | null;
}

/** What the thread answers. */
export type Printed = { readonly pdf: Uint8Array } | { readonly missing: readonly string[] };

/** Prints a page as a PDF. @throws CharactersMissing where a character of it is in no font: never a box */
export type Print = (what: PrintedPage) => Promise<Buffer>;

/** One document is laid out at a time: it takes a core, and some hundred megabytes for a long file. */
let turn: Promise<unknown> = Promise.resolve();

/**
 * Prints in a thread of its own, so that nobody waits for it but who asked.
 * @throws NoFont where the office has put something else into its folder of fonts
 */
export function printerWith(fontFolder: string | null): Print {
  if (fontFolder !== null) fontsWith(fontFolder);
  return (what) => {
    const mine = turn.then(() => inThread({ what, fontFolder }));
    turn = mine.catch(() => undefined);
    return mine;
  };
}

function inThread(job: PrintJob): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const thread = new Worker(join(__dirname, 'print-thread.ts'), {
      workerData: job,
      // A thread does not take over the loader that lets Node read TypeScript.
      execArgv: ['--require', 'tsx/cjs'],
      resourceLimits: { maxOldGenerationSizeMb: 1_024 },
    });
    thread.once('message', (printed: Printed) => {
      if ('pdf' in printed) resolve(Buffer.from(printed.pdf));
      else reject(new CharactersMissing(printed.missing));
    });
    thread.once('error', reject);
    thread.once('exit', (code) => reject(new Error(`the ${job.what.is} was not printed: ${code}`)));
  });
}
