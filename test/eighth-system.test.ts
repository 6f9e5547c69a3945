import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import ts from 'typescript';

/* The worked example of docs/eighth-system.md is held against today's kit: what it shows compiles. */

const root = join(__dirname, '..');
const text = readFileSync(join(root, 'docs/eighth-system.md'), 'utf8');

/** The files that the example shows, by their names. */
const shown = new Map(
  [...text.matchAll(/^## \d\. [^\n]*`([^`\n]+\.ts)`\n(?:(?!^## )[^])*?```ts\n([^]*?)```/gm)].map(
    ([, file = '', code = '']) => [join(root, file), code] as const,
  ),
);

function faults(): string[] {
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), (path) => ts.sys.readFile(path)) as {
    config: object;
  };
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, root);
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  const folders = new Set([...shown.keys()].map((file) => dirname(file)));
  host.directoryExists = (folder) => folders.has(folder) || ts.sys.directoryExists(folder);
  host.fileExists = (file) => shown.has(file) || fileExists(file);
  host.getSourceFile = (file, ...rest) => {
    const code = shown.get(file);
    return code === undefined ? getSourceFile(file, ...rest) : ts.createSourceFile(file, code, rest[0]);
  };
  const program = ts.createProgram([...shown.keys()], { ...options, noEmit: true, incremental: false }, host);
  return [...shown.keys()].flatMap((file) => {
    const source = program.getSourceFile(file);
    return [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)].map(
      ({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '),
    );
  });
}

it('is told with its definitions and its procedure, and both fit the kit', () => {
  expect([...shown.keys()].map((file) => file.slice(root.length + 1))).toEqual([
    'domain/cases/hot-work/case-type.ts',
    'workflows/hot-work.ts',
  ]);
  expect(faults()).toEqual([]);
}, 60_000);

it('says how many lines they have', () => {
  const lines = [...shown.values()].map((code) => code.trimEnd().split('\n').length);
  expect(text).toContain(`two new files (${lines.join(' and ')} lines)`);
});
