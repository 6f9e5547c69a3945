import { join } from 'node:path';
import { projectFolder } from './folders';

const tsx = join(projectFolder, 'node_modules', 'tsx', 'dist');

/** TypeScript as it stands. Our files are CommonJS: the loader of ES modules, with a thread and a heap of its own, can stay out. */
const asItStands = ['--require', join(tsx, 'cjs', 'index.cjs')];

/**
 * Both live on little, and a heap that may grow would grow before it is tidied up: young objects get three times so
 * many MB, and from the beginning, for some processes never let theirs grow; old ones 256. The worker has one such heap for itself and one for the workflows.
 */
const heapOf = {
  api: ['--min-semi-space-size=4', '--max-semi-space-size=4', '--max-old-space-size=256'],
  worker: ['--min-semi-space-size=8', '--max-semi-space-size=8', '--max-old-space-size=256'],
} as const;

/** What Node is started with to run a program of ours, before its file; with or without a watch on its files. */
export function runnerOf(program: keyof typeof heapOf, reload = false): string[] {
  return reload
    ? [join(tsx, 'cli.mjs'), 'watch', '--clear-screen=false']
    : [...heapOf[program], ...asItStands];
}
