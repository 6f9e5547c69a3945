import { join } from 'node:path';
import { Worker } from 'node:worker_threads';

const atMostMs = 60_000;

/**
 * A PDF that is nothing but its pages; null where it cannot be cleaned with certainty: encrypted, broken, or larger
 * inside than a document is. It is read in a thread of its own, which may fail alone.
 */
export function rewrittenPdf(content: Buffer): Promise<Buffer | null> {
  return new Promise((resolve) => {
    const thread = new Worker(join(__dirname, 'pdf-thread.ts'), {
      workerData: new Uint8Array(content),
      // A thread does not take over the loader that lets Node read TypeScript.
      execArgv: ['--require', 'tsx/cjs'],
      resourceLimits: { maxOldGenerationSizeMb: 512 },
    });
    const late = setTimeout(() => void thread.terminate(), atMostMs);
    thread.once('message', (pdf: Uint8Array | null) => resolve(pdf === null ? null : Buffer.from(pdf)));
    thread.once('error', () => resolve(null));
    thread.once('exit', () => {
      clearTimeout(late);
      resolve(null);
    });
  });
}
