import ts from 'typescript';
import { filesOf, importsOf, parse, parseText, type Import } from './harness/sources';

/*
 * The direction of imports (ARCHITECTURE.md, "Rooms"), checked on what the files really say. The tables come
 * first; whoever moves a room changes a table, not a test.
 */

interface Fence {
  /** Other rooms that it may import; `room/file` means that file alone. */
  readonly rooms: readonly string[];
  /** Rooms of which it may import types, and nothing that runs. */
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
  api: { rooms: ['domain', 'record', 'workflows/kit/contract', 'web/public'], packages: 'any', node: true },
  web: { rooms: [], typesOf: ['domain'], packages: [], node: false },
  worker: {
    rooms: ['domain', 'workflows', 'record', 'activities'],
    typesOf: ['prisma/generated'],
    packages: 'any',
    node: true,
  },
};

/** Files at the edge of their room, and folders in it that are a world of their own, may import this besides. */
const doors: Record<string, Partial<Fence>> = {
  'workflows/kit/conduct.ts': {
    typesOf: ['activities'],
    packages: ['@temporalio/common', '@temporalio/workflow'],
  },
  'workflows/kit/contract.ts': { packages: ['@temporalio/common'] },
  'workflows/kit/failure-converter.ts': { packages: ['@temporalio/common'] },
  // Pages are written on the server, with the office's own rules; the console knows of it what the API tells.
  'web/public': { rooms: ['domain'], packages: ['preact', 'preact-render-to-string'] },
  'web/console': {
    typesOf: ['api/contract/schemas'],
    packages: ['react', 'react-dom', '@tanstack', 'typebox'],
  },
  'api/server.ts': { rooms: ['setup/environment'] },
  'worker/main.ts': { rooms: ['setup/environment'] },
};

/**
 * The floors of a room, top floor first. A part imports only parts on floors below its own, also for types;
 * parts on one floor do not know each other.
 */
const floors: Record<string, readonly (readonly string[])[]> = {
  domain: [
    ['ledger', 'office'],
    ['moves'],
    ['cases'],
    ['case'],
    ['law'],
    ['time'],
    ['misfit.ts', 'money.ts', 'party.ts', 'refusal.ts', 'role.ts', 'text'],
    ['json.ts'],
  ],
  record: [
    ['bundle'],
    ['print', 'views'],
    ['reading', 'office'],
    ['people', 'notices', 'messages', 'law', 'engine', 'operation'],
    ['desk'],
    ['papers', 'cases', 'trust'],
    ['vault'],
    ['store'],
  ],
  api: [
    ['server.ts'],
    ['app.ts'],
    ['routes'],
    ['frame', 'files'],
    ['identity'],
    ['contract'],
    ['deps.ts', 'app-type.ts'],
  ],
};

const otherRooms = ['bench', 'prisma', 'setup', 'test'];
const mostLines = 500;
const mostFiles = 15;
/** One file per procedure. */
const roomyFolders = ['workflows'];

const production = Object.keys(fences);
const sources = new Map(
  [...production, ...otherRooms].flatMap(filesOf).map((file) => [file, parse(file)] as const),
);
const imports = [...sources].flatMap(([file, source]) => importsOf(file, source));

describe('the import fence', () => {
  it.each(production)('%s/ imports what it may, and nothing else', (room) => {
    const own = imports.filter(({ file }) => roomOf(file) === room);
    expect(own.length).toBeGreaterThan(0);
    expect(own.filter((each) => !isAllowed(each)).map(withLine)).toEqual([]);
  });

  it('every door that is named here exists', () => {
    const files = [...sources.keys()];
    expect(Object.keys(doors).filter((door) => !files.some((file) => isWithin(file, door)))).toEqual([]);
  });

  it('a breach would be seen', () => {
    const breach = (file: string, line: string) => importsIn(file, line).some((each) => !isAllowed(each));
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

describe('floors', () => {
  it('parts import only from floors below their own, types included', () => {
    expect(imports.filter(isUpwards).map(withLine)).toEqual([]);
  });

  it.each(Object.keys(floors))('every part of %s/ is on one floor, and every floor exists', (room) => {
    const there = new Set(filesOf(room).map((file) => partOf(file)));
    const named = (floors[room] ?? []).flat();
    expect([...named].sort()).toEqual([...there].sort());
  });

  it('a breach would be seen', () => {
    const breach = (file: string, line: string) => importsIn(file, line).some(isUpwards);
    // Upwards, by a type alone; to a neighbour on the same floor; to the floor that nothing is below.
    expect(breach('domain/time/clock.ts', `import type { StepDef } from '../case/step';`)).toBe(true);
    expect(breach('record/law/recounting.ts', `import { attempts } from '../people/attempts';`)).toBe(true);
    expect(breach('domain/json.ts', `export * from './refusal';`)).toBe(true);
    expect(breach('domain/case/step.ts', `import type { Limit } from '../time/limit';`)).toBe(false);
    expect(breach('record/desk/desk.ts', `import { families } from './families';`)).toBe(false);
    expect(breach('record/desk/desk.ts', `import { authorize } from '../../domain/moves/authorize';`)).toBe(
      false,
    );
  });
});

describe('circles', () => {
  it('rooms do not import each other in a circle', () => {
    // Types leave nothing behind at run time: conduct.ts knows the activities by type alone.
    const ours = imports.filter(({ kind, typesOnly, file, target }) => {
      return kind === 'ours' && !typesOnly && isProduction(file) && isProduction(target);
    });
    expect(circleIn(ours.map(({ file, target }) => [roomOf(file), roomOf(target)]))).toBeNull();
  });

  it('files of production do not import each other in a circle, types included', () => {
    const ours = imports.filter(({ kind, file }) => kind === 'ours' && isProduction(file));
    expect(circleIn(ours.map(({ file, target }) => [file, target]))).toBeNull();
  });

  it('one would be seen', () => {
    expect(
      circleIn([
        ['a', 'b'],
        ['b', 'c'],
        ['c', 'b'],
      ]),
    ).toBe('b → c → b');
    expect(
      circleIn([
        ['a', 'b'],
        ['a', 'c'],
        ['b', 'c'],
      ]),
    ).toBeNull();
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

  it(`are ${mostFiles} in a folder at most`, () => {
    const sizes = new Map<string, number>();
    for (const folder of [...sources.keys()].map(folderOf)) sizes.set(folder, (sizes.get(folder) ?? 0) + 1);
    const full = [...sizes].filter(([folder, size]) => size > mostFiles && !roomyFolders.includes(folder));
    expect(full.map(([folder, size]) => `${folder}: ${size}`)).toEqual([]);
  });
});

function isAllowed({ file, target, kind, typesOnly }: Import): boolean {
  const fence = fences[roomOf(file)];
  if (fence === undefined) return true;
  const door = doorOf(file);
  if (kind === 'node') return fence.node;
  if (kind === 'package') {
    return (
      fence.packages === 'any' ||
      [...fence.packages, ...(door.packages ?? [])].some((name) => isWithin(target, name))
    );
  }
  const rooms = [roomOf(file), ...fence.rooms, ...(door.rooms ?? [])];
  const typesOf = typesOnly ? [...(fence.typesOf ?? []), ...(door.typesOf ?? [])] : [];
  return [...rooms, ...typesOf].some((place) => isWithin(target.replace(/\.tsx?$/, ''), place));
}

/** What stands open for a file: its own door, else that of its folder. */
function doorOf(file: string): Partial<Fence> {
  const folder = Object.keys(doors).find((each) => isWithin(file, each));
  return doors[file] ?? (folder === undefined ? {} : (doors[folder] ?? {}));
}

/** Whether an import within one room leads to another part that is not on a floor below. */
function isUpwards({ file, target, kind }: Import): boolean {
  const own = floors[roomOf(file)];
  if (own === undefined || kind !== 'ours' || roomOf(file) !== roomOf(target)) return false;
  const [from, to] = [partOf(file), partOf(target)];
  const floorOf = (part: string) => own.findIndex((floor) => floor.includes(part));
  return from !== to && floorOf(to) <= floorOf(from);
}

function isProduction(file: string): boolean {
  return production.includes(roomOf(file));
}

function isWithin(target: string, place: string): boolean {
  return target === place || target.startsWith(`${place}/`);
}

function withLine({ file, line, target }: Import): string {
  return `${file}:${line} imports ${target}`;
}

function importsIn(file: string, text: string): Import[] {
  return importsOf(file, parseText(file, text));
}

function roomOf(file: string): string {
  return file.split('/')[0] ?? '';
}

/** The folder, or the file, that is directly in the room. */
function partOf(file: string): string {
  return file.split('/')[1] ?? '';
}

function folderOf(file: string): string {
  return file.split('/').slice(0, -1).join('/');
}

function circleIn(edges: readonly (readonly [string, string])[]): string | null {
  const roads = new Map<string, Set<string>>();
  for (const [from, to] of edges) {
    if (from !== to) roads.set(from, (roads.get(from) ?? new Set()).add(to));
  }
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
