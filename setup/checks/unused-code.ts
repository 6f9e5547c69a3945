import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../folders';

/* Production code that no production code uses. Tests do not count: a rule that only its test calls reaches no case. */

/** Files as `path`, exports as `path#name`, as knip finds them from the production entries of knip.json on. */
export async function unusedFilesAndExports(): Promise<string[]> {
  const { issues } = JSON.parse(await runKnip()) as { issues: readonly KnipIssue[] };
  return issues.flatMap(({ file, files, ...kinds }) => [
    ...files.map(() => file),
    ...Object.values(kinds).flatMap((names) => names.map(({ name }) => `${file}#${name}`)),
  ]);
}

interface KnipIssue {
  readonly file: string;
  readonly files: readonly unknown[];
  readonly exports: readonly { readonly name: string }[];
  readonly types: readonly { readonly name: string }[];
}

function runKnip(): Promise<string> {
  const knip = join(projectFolder, 'node_modules', 'knip', 'bin', 'knip.js');
  const args = [knip, '--production', '--include', 'files,exports,types', '--reporter', 'json'];
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd: projectFolder, maxBuffer: 1 << 24 }, (error, stdout, stderr) => {
      // Knip ends with 1 where it has found something; its output is complete then too.
      if (error === null || error.code === 1) resolve(stdout);
      else reject(new Error(stderr));
    });
  });
}

/**
 * Members of classes that nobody names, as `path#Class.member`, and optional fields of the inputs in
 * `domain/cases/` that nobody gives, as `path#Interface.field`. Knip sees neither.
 */
export function unusedMembers(): string[] {
  const { service, files } = openProject();
  const program = service.getProgram();
  const found: string[] = [];
  for (const file of files) {
    const visit = (node: ts.Node): void => {
      const member = memberOf(node);
      if (member !== null && !isUsed(service, file, member)) {
        found.push(`${nameOf(file)}#${member.owner}.${member.name.text}`);
      }
      ts.forEachChild(node, visit);
    };
    const source = program?.getSourceFile(file);
    if (source !== undefined) visit(source);
  }
  return found;
}

interface Member {
  readonly owner: string;
  readonly name: ts.Identifier;
  /** A field of an input is used when somebody gives it, any other member when somebody names it. */
  readonly mustBeGiven: boolean;
}

function memberOf(node: ts.Node): Member | null {
  if (ts.isMethodDeclaration(node) || ts.isGetAccessor(node) || ts.isPropertyDeclaration(node)) {
    const { name, parent } = node;
    if (!ts.isIdentifier(name) || !ts.isClassDeclaration(parent) || parent.name === undefined) return null;
    return { owner: parent.name.text, name, mustBeGiven: false };
  }
  if (ts.isPropertySignature(node) && node.questionToken !== undefined && ts.isIdentifier(node.name)) {
    const isInput = nameOf(node.getSourceFile().fileName).startsWith('domain/cases/');
    const owner = ts.findAncestor(node, ts.isInterfaceDeclaration);
    return isInput && owner !== undefined
      ? { owner: owner.name.text, name: node.name, mustBeGiven: true }
      : null;
  }
  return null;
}

function isUsed(service: ts.LanguageService, file: string, { name, mustBeGiven }: Member): boolean {
  const references = service.getReferencesAtPosition(file, name.getStart()) ?? [];
  return references.some(({ fileName, textSpan, isWriteAccess }) => {
    if (fileName === file && textSpan.start === name.getStart()) return false;
    return !(mustBeGiven && !isWriteAccess) && !isInComment(service, fileName, textSpan.start);
  });
}

/** Prettier begins no line of code with a star. */
function isInComment(service: ts.LanguageService, file: string, position: number): boolean {
  const text = service.getProgram()?.getSourceFile(file)?.text ?? '';
  const lineStart = text.lastIndexOf('\n', position) + 1;
  return /^\s*\/?\*/.test(text.slice(lineStart, position));
}

/** The project as TypeScript reads it, without its tests. */
function openProject(): { service: ts.LanguageService; files: string[] } {
  const { config } = ts.readConfigFile(join(projectFolder, 'tsconfig.json'), (path) =>
    ts.sys.readFile(path),
  ) as {
    config: unknown;
  };
  const { fileNames, options } = ts.parseJsonConfigFileContent(config, ts.sys, projectFolder);
  const production = fileNames.filter((file) => !nameOf(file).startsWith('test/'));
  const service = ts.createLanguageService({
    ...ts.sys,
    useCaseSensitiveFileNames: () => ts.sys.useCaseSensitiveFileNames,
    getScriptFileNames: () => production,
    getScriptVersion: () => '1',
    getScriptSnapshot: (file) =>
      ts.sys.fileExists(file) ? ts.ScriptSnapshot.fromString(readFileSync(file, 'utf8')) : undefined,
    getCompilationSettings: () => options,
    getCurrentDirectory: () => projectFolder,
    getDefaultLibFileName: ts.getDefaultLibFilePath,
  });
  return { service, files: production.filter((file) => !nameOf(file).startsWith('prisma/generated/')) };
}

function nameOf(file: string): string {
  return relative(projectFolder, file).split(sep).join('/');
}
