import { join } from 'node:path';
import { projectFolder } from './folders';

const tsx = join(projectFolder, 'node_modules', 'tsx', 'dist');

/**
 * Node runs our TypeScript through the CommonJS hook of tsx. The hook for ES modules would cost a thread and a
 * heap of its own.
 */
export const asItStands = ['--require', join(tsx, 'cjs', 'index.cjs')];

/**
 * Heap limits in MB. V8 lets a heap grow before it collects garbage, so both programs get small limits. The young
 * generation takes three semi-spaces; it starts at its full size, because some processes never let it grow. The
 * worker has one such heap for itself and one for the workflows.
 */
const heapOf = {
  api: ['--min-semi-space-size=4', '--max-semi-space-size=4', '--max-old-space-size=256'],
  worker: ['--min-semi-space-size=8', '--max-semi-space-size=8', '--max-old-space-size=256'],
} as const;

/** The arguments for Node that come before the file of a program. `reload` restarts it when its files change, or the console. */
export function runnerOf(program: keyof typeof heapOf, reload = false): string[] {
  return reload
    ? [
        join(tsx, 'cli.mjs'),
        'watch',
        '--clear-screen=false',
        '--include',
        join(projectFolder, 'web/dist/index.html'),
      ]
    : [...heapOf[program], ...asItStands];
}
