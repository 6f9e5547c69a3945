import { join, resolve } from 'node:path';

/** The repository, wherever it was cloned to. */
export const projectFolder = resolve(__dirname, '..');

/** What set-up keeps between runs and shares between all of them: programs, never data. */
export interface Cache {
  readonly bin: string;
  readonly testServer: string;
}

/** One system's whole data. */
export interface Home {
  readonly root: string;
  readonly lock: string;
  readonly state: string;
  readonly secrets: string;
  readonly keys: string;
  readonly postgres: string;
  readonly temporalDatabase: string;
  readonly mail: string;
  readonly evidence: string;
  readonly logs: string;
}

export function cacheIn(root: string): Cache {
  return { bin: join(root, 'bin'), testServer: join(root, 'test-server') };
}

/** Tools are the same for every system on this machine, so private ones (tests, bench) share them. */
export const sharedCache = cacheIn(join(projectFolder, '.anjie'));

export function homeIn(folder: string): Home {
  const root = resolve(projectFolder, folder);
  return {
    root,
    lock: join(root, 'lock.json'),
    state: join(root, 'running.json'),
    secrets: join(root, 'secrets.json'),
    keys: join(root, 'keys'),
    postgres: join(root, 'postgres'),
    temporalDatabase: join(root, 'temporal.db'),
    mail: join(root, 'mail'),
    evidence: join(root, 'evidence'),
    logs: join(root, 'logs'),
  };
}
