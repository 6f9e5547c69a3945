import { join, resolve } from 'node:path';

/** The root of the repository. */
export const projectFolder = resolve(__dirname, '..');

/** Programs that set-up keeps and that all systems on this machine share. It holds no data. */
export interface Cache {
  readonly bin: string;
  readonly testServer: string;
}

/** All data of one system. */
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

/** The cache below a folder. */
export function cacheIn(root: string): Cache {
  return { bin: join(root, 'bin'), testServer: join(root, 'test-server') };
}

/** Private systems (tests, bench) use the same programs as `npm start`. */
export const sharedCache = cacheIn(join(projectFolder, '.anjie'));

/** The data of a system below a folder. */
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
