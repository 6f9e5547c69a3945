import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../setup/folders';

/*
 * The direction of imports (ARCHITECTURE.md, "Rooms"), checked on what the files really say: also dynamic
 * imports, `require` and types by import, which lint does not see.
 */

interface Fence {
  /** Other rooms that it may import; `room/file` stands for that file alone. */
  readonly rooms: readonly string[];
  /** Those of which it may import types, and nothing that runs. */
  readonly typesOf?: readonly string[];
  /** npm packages with all that is under them, or any. */
  readonly packages: readonly string[] | 'any';
  readonly node: boolean;
}

const fences: Record<string, Fence> = {
  domain: { rooms: [], packages: ['typebox'], node: false },
  workflows: { rooms: ['domain'], packages: [], node: false },
  record: {
    // The codec names the failure converter by its path; the engine loads it.
    rooms: [
      'domain',
      'workflows/kit/contract',
      'workflows/procedures',
      'workflows/kit/failure-converter',
      'prisma/generated',
    ],
    packages: 'any',
    node: true,
  },
  activities: { rooms: ['domain', 'record'], typesOf: ['prisma/generated'], packages: 'any', node: true },
  api: { rooms: ['domain', 'record', 'workflows/kit/contract'], packages: 'any', node: true },
  worker: {
    rooms: ['domain', 'workflows', 'record', 'activities'],
    typesOf: ['prisma/generated'],
    packages: 'any',
    node: true,
  },
};

/** Files that stand at a door: they get what the rest of their room has, and this. */
const doors: Record<string, Partial<Fence>> = {
  'workflows/kit/conduct.ts': {
    typesOf: ['activities'],
    packages: ['@temporalio/common', '@temporalio/workflow'],
  },
  'workflows/kit/contract.ts': { packages: ['@temporalio/common'] },
  'workflows/kit/failure-converter.ts': { packages: ['@temporalio/common'] },
  'api/server.ts': { rooms: ['setup/environment'] },
  'worker/main.ts': { rooms: ['setup/environment'] },
};

const otherRooms = ['bench', 'prisma', 'setup', 'test'];
const mostLines = 500;

interface Import {
  readonly file: string;
  readonly line: number;
  /** What is named: a package, a built-in of Node, or a file of ours from the project's folder on. */
  readonly target: string;
  readonly kind: 'ours' | 'node' | 'package';
  readonly typesOnly: boolean;
}

const sources = new Map(
  [...Object.keys(fences), ...otherRooms].flatMap(filesOf).map((file) => [file, parse(file)] as const),
);
const imports = [...sources].flatMap(([file, source]) => importsOf(file, source));

describe('the import fence', () => {
  it.each(Object.keys(fences))('%s/ imports what it may, and nothing else', (room) => {
    const own = imports.filter(({ file }) => roomOf(file) === room);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((each) => !isAllowed(each)).map(inWords)).toEqual([]);
  });

  it('every door that is named here exists', () => {
    expect(Object.keys(doors).filter((file) => !sources.has(file))).toEqual([]);
  });

  it('rooms do not import each other in a circle', () => {
    // Types leave nothing behind at run time: conduct.ts knows the activities by type alone.
    const roads = new Map<string, Set<string>>();
    for (const { file, target, kind, typesOnly } of imports) {
      const [from, to] = [roomOf(file), roomOf(target)];
      if (kind !== 'ours' || typesOnly || from === to || target.startsWith('prisma/generated')) continue;
      roads.set(from, (roads.get(from) ?? new Set()).add(to));
    }
    expect(circleIn(roads)).toBeNull();
  });

  it('files of the domain do not import each other in a circle', () => {
    const roads = new Map<string, Set<string>>();
    for (const { file, target, typesOnly } of imports) {
      if (typesOnly || roomOf(file) !== 'domain' || roomOf(target) !== 'domain') continue;
      roads.set(file, (roads.get(file) ?? new Set()).add(target));
    }
    expect(circleIn(roads)).toBeNull();
  });

  it('a breach would be seen', () => {
    const breach = (file: string, line: string) =>
      importsOf(file, ts.createSourceFile(file, line, ts.ScriptTarget.ES2022, true)).some(
        (each) => !isAllowed(each),
      );
    expect(breach('domain/role.ts', `import { readFileSync } from 'node:fs';`)).toBe(true);
    expect(breach('domain/cases/payout/steps.ts', `export * from '../../../record/desk/desk';`)).toBe(true);
    expect(breach('domain/role.ts', `const x = await import('pino');`)).toBe(true);
    expect(breach('api/app.ts', `type T = import('../worker/relay').RelayReport;`)).toBe(true);
    expect(breach('api/app.ts', `import { readEnvironment } from '../setup/environment';`)).toBe(true);
    expect(breach('record/desk/desk.ts', `const conduct = require('../../workflows/kit/conduct');`)).toBe(
      true,
    );
    expect(breach('workflows/tip-off.ts', `import { sleep } from '@temporalio/workflow';`)).toBe(true);
    expect(breach('workflows/kit/conduct.ts', `import { mail } from '../../activities/mail';`)).toBe(true);
    expect(breach('workflows/kit/conduct.ts', `import type { Mailer } from '../../activities/mail';`)).toBe(
      false,
    );
    expect(breach('domain/role.ts', `import { Type } from 'typebox';`)).toBe(false);
  });
});

describe('the environment', () => {
  it('is read in one place, and once more where the tests hand their servers on', () => {
    const readers = [...sources].filter(([, source]) => readsEnvironment(source)).map(([file]) => file);
    expect(readers.sort()).toEqual(['setup/environment.ts', 'test/harness/environment.ts']);
  });
});

describe('files', () => {
  it('are named after what they hold', () => {
    const nameless = /(^|[/.-])(utils?|helpers?|common|misc|shared)(\/|[.-]|$)/;
    expect([...sources.keys()].filter((file) => nameless.test(file))).toEqual([]);
  });

  it(`have ${mostLines} lines of code at most`, () => {
    // Comments and empty lines are free: nobody is to gain room by leaving out a reason.
    const long = [...sources].map(([file, source]) => `${file}: ${linesOfCode(source)}`);
    expect(long.filter((line) => Number(line.split(': ')[1]) > mostLines)).toEqual([]);
  });
});

function isAllowed({ file, target, kind, typesOnly }: Import): boolean {
  const fence = fences[roomOf(file)];
  if (fence === undefined) return true;
  const door = doors[file] ?? {};
  if (kind === 'node') return fence.node;
  if (kind === 'package') {
    return (
      fence.packages === 'any' ||
      [...fence.packages, ...(door.packages ?? [])].some((name) => isWithin(target, name))
    );
  }
  const rooms = [roomOf(file), ...fence.rooms, ...(door.rooms ?? [])];
  const typesOf = typesOnly ? [...(fence.typesOf ?? []), ...(door.typesOf ?? [])] : [];
  return [...rooms, ...typesOf].some((place) => isWithin(target.replace(/\.ts$/, ''), place));
}

function isWithin(target: string, place: string): boolean {
  return target === place || target.startsWith(`${place}/`);
}

function inWords({ file, line, target }: Import): string {
  return `${file}:${line} imports ${target}`;
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

/** The TypeScript files of a room, generated ones left out, as paths from the project's folder on. */
function filesOf(room: string): string[] {
  return readdirSync(join(projectFolder, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.ts$/.test(entry.name))
    .map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !file.startsWith('prisma/generated/'));
}

function parse(file: string): ts.SourceFile {
  const text = readFileSync(join(projectFolder, file), 'utf8');
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

function importsOf(file: string, source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (named: ts.Node | undefined, typesOnly: boolean) => {
    if (named === undefined || !ts.isStringLiteralLike(named)) return;
    const line = source.getLineAndCharacterOfPosition(named.getStart(source)).line + 1;
    found.push({ file, line, ...whatIs(named.text, file), typesOnly });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node)) add(node.moduleSpecifier, isTypesOnly(node.importClause));
    else if (ts.isExportDeclaration(node)) add(node.moduleSpecifier, node.isTypeOnly);
    else if (ts.isExternalModuleReference(node)) add(node.expression, false);
    else if (ts.isImportTypeNode(node)) add((node.argument as ts.LiteralTypeNode).literal, true);
    else if (ts.isCallExpression(node) && isLoading(node.expression)) add(node.arguments[0], false);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function isTypesOnly(clause: ts.ImportClause | undefined): boolean {
  if (clause === undefined) return false;
  if (clause.isTypeOnly) return true;
  const named = clause.namedBindings;
  return (
    clause.name === undefined &&
    named !== undefined &&
    ts.isNamedImports(named) &&
    named.elements.every((element) => element.isTypeOnly)
  );
}

/** `import(…)`, `require(…)`, `require.resolve(…)`. */
function isLoading(called: ts.Expression): boolean {
  return called.kind === ts.SyntaxKind.ImportKeyword || /^require(\.resolve)?$/.test(called.getText());
}

function whatIs(named: string, from: string): Pick<Import, 'kind' | 'target'> {
  if (named.startsWith('.')) return { kind: 'ours', target: fileOf(named, from) };
  const isNode = named.startsWith('node:') || builtinModules.includes(named);
  return { kind: isNode ? 'node' : 'package', target: named };
}

function fileOf(named: string, from: string): string {
  const path = resolve(projectFolder, dirname(from), named);
  const file = [path, `${path}.ts`, join(path, 'index.ts')].find(
    (each) => existsSync(each) && /\.\w+$/.test(each),
  );
  return relative(projectFolder, file ?? path)
    .split(sep)
    .join('/');
}

function circleIn(roads: ReadonlyMap<string, ReadonlySet<string>>): string | null {
  const done = new Set<string>();
  const walk = (place: string, way: readonly string[]): string | null => {
    if (way.includes(place)) return [...way.slice(way.indexOf(place)), place].join(' → ');
    if (done.has(place)) return null;
    for (const next of roads.get(place) ?? []) {
      const circle = walk(next, [...way, place]);
      if (circle !== null) return circle;
    }
    done.add(place);
    return null;
  };
  for (const place of roads.keys()) {
    const circle = walk(place, []);
    if (circle !== null) return circle;
  }
  return null;
}

function readsEnvironment(source: ts.SourceFile): boolean {
  let found = false;
  const visit = (node: ts.Node): void => {
    found ||= ts.isPropertyAccessExpression(node) && node.getText() === 'process.env';
    if (!found) ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

/** Lines on which something other than a comment stands. Prettier begins no line of code with a star. */
function linesOfCode({ text }: ts.SourceFile): number {
  return text.split('\n').filter((line) => !/^\s*(\/\/|\/?\*|$)/.test(line)).length;
}
