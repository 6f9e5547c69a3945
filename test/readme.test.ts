import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder } from '../setup/folders';

/*
 * What the READMEs promise is what CI runs: `npm test` (with this file) stands in .ci/run, and no command is
 * named that does not exist.
 */

const read = (name: string) => readFileSync(join(projectFolder, name), 'utf8');
const scripts = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
);
const readmes = ['README.md', 'README.zh-CN.md'];

describe.each(readmes)('%s', (name) => {
  const text = read(name);

  it('begins with the two commands', () => {
    const [first] = [...text.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block ?? '');
    expect(first).toMatch(/^npm start\b/m);
    expect(first).toMatch(/^npm test\b/m);
  });
});

describe.each([...readmes, 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'CHANGELOG.md'])(
  '%s',
  (name) => {
    const text = read(name);

    it('names only scripts that exist', () => {
      const named = [...text.matchAll(/npm (?:run ([a-z][a-z:]*)|(start|test)\b)/g)];
      const unknown = named.map(([, script, short]) => script ?? short ?? '');
      expect(unknown.filter((script) => !scripts.includes(script))).toEqual([]);
    });

    it('links only to files that exist', () => {
      const links = [...text.matchAll(/\]\((?!https?:|#)([^)#]+)[^)]*\)/g)].map(([, link]) => link ?? '');
      expect(links.filter((link) => !existsSync(join(projectFolder, link)))).toEqual([]);
    });
  },
);

it('CI runs the commands of the README', () => {
  const run = read('.ci/run');
  expect(run).toMatch(/^npm test$/m);
  expect(run).toMatch(/^npm run check$/m);
});
