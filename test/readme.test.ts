import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join, sep } from 'node:path';
import { projectFolder } from '../setup/folders';

/*
 * The documents name only commands and files that exist, and CI runs the commands that the READMEs promise:
 * `npm test` (with this file) is in .ci/run.
 */

const read = (name: string) => readFileSync(join(projectFolder, name), 'utf8');
const manifest = JSON.parse(read('package.json')) as { version: string; scripts: Record<string, string> };
const { version } = manifest;
const scripts = Object.keys(manifest.scripts);
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

describe.each([...readmes, 'ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md', 'docs/compression.md'])(
  '%s',
  (name) => {
    it('names only files that exist', () => {
      const named = fileNamesIn(read(name));
      expect(named.length).toBeGreaterThan(0);
      expect(named.filter((file) => !isThere(file))).toEqual([]);
    });
  },
);

it('a file name in backticks is seen, and one that is gone is refused', () => {
  const text = 'See `domain/role.ts`, `prisma/data/`, `gone.ts`, `domain/cases/<type>/steps.ts` and `seq`.';
  expect(fileNamesIn(text)).toEqual([
    'domain/role.ts',
    'prisma/data/',
    'gone.ts',
    'domain/cases/<type>/steps.ts',
  ]);
  expect(isThere('domain/cases/<type>/steps.ts')).toBe(true);
  expect(isThere('domain/cases/<type>/gone.ts')).toBe(false);
  expect(isThere('gone.ts')).toBe(false);
});

it('the changelog tells releases apart, and each says what was added, changed or fixed', () => {
  const text = read('CHANGELOG.md');
  const releases = [...text.matchAll(/^## (.*)$/gm)].map(([, heading]) => heading);
  expect(releases[0]).toBe('[Unreleased]');
  expect(
    releases.slice(1).filter((heading) => !/^\[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/.test(heading ?? '')),
  ).toEqual([]);
  expect(releases.some((heading) => heading?.startsWith(`[${version}] - `))).toBe(true);
  const kinds = [...text.matchAll(/^### (.*)$/gm)].map(([, heading]) => heading);
  const known = ['Added', 'Changed', 'Deprecated', 'Removed', 'Fixed', 'Security'];
  expect(kinds.filter((heading) => !known.includes(heading ?? ''))).toEqual([]);
});

it('CI runs the commands of the README', () => {
  const run = read('.ci/run');
  expect(run).toMatch(/^npm test$/m);
  expect(run).toMatch(/^npm run check$/m);
});

/** Files of an exported bundle, which are not in the repository. */
const filesOfBundle = ['record.json', 'manifest.json'];

/** What is in backticks and looks like a file or folder of ours: a path that begins with a room, or a known ending. */
function fileNamesIn(text: string): string[] {
  const prose = text.replace(/^```[^]*?^```/gm, '');
  const quoted = [...prose.matchAll(/`([\w./<>-]+)`/g)].map(([, name]) => name ?? '');
  const rooms = /^(activities|api|bench|docs|domain|prisma|record|setup|test|worker|workflows)\//;
  const endings = /\.(ts|mjs|cjs|md|json|yml|prisma|sql)$/;
  return quoted.filter((name) => (rooms.test(name) || endings.test(name)) && !filesOfBundle.includes(name));
}

/** `<type>` means any one name: at least one file or folder has to fit. */
function isThere(file: string): boolean {
  if (!file.includes('<')) return existsSync(join(projectFolder, file));
  const [room = '', ...rest] = file.split('/');
  const fitting = new RegExp(
    `^${rest
      .join('/')
      .replace(/<[a-z-]+>/g, '[^/]+')
      .replace(/\/$/, '')}$`,
  );
  const names = readdirSync(join(projectFolder, room), { recursive: true, encoding: 'utf8' });
  return names.some((name) => fitting.test(name.split(sep).join('/')));
}
