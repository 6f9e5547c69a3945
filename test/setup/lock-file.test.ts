import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../../setup/folders';

interface Package {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const jsonOf = (file: string) => JSON.parse(readFileSync(join(projectFolder, file), 'utf8')) as unknown;
const { packages } = jsonOf('package-lock.json') as { packages: Record<string, Package> };

/** Whether what a package needs is found from where it lies, as Node looks for it. */
function isFound(from: string, name: string): boolean {
  for (let at = from; ; at = at.slice(0, Math.max(0, at.lastIndexOf('/node_modules/')))) {
    if (`${at === '' ? '' : `${at}/`}node_modules/${name}` in packages) return true;
    if (at === '') return false;
  }
}

it('npm ci takes the lock file on every platform: it holds all that its packages need, also what only others install', () => {
  const missing = Object.entries(packages).flatMap(([place, each]) =>
    Object.keys({ ...each.dependencies, ...each.devDependencies, ...each.optionalDependencies })
      .filter((name) => !isFound(place, name))
      .map((name) => `${place} needs ${name}`),
  );
  expect(missing).toEqual([]);
});

it('npm ci takes the lock file: it says the same as package.json', () => {
  const { dependencies, devDependencies } = jsonOf('package.json') as Package;
  expect(packages['']).toMatchObject({ dependencies, devDependencies });
});
