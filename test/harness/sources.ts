import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../../setup/folders';

/** One import, as the file says it: also dynamic imports, `require` and types by import, which lint does not see. */
export interface Import {
  readonly file: string;
  readonly line: number;
  /** A package, a built-in module of Node, or a file of this project as a path from the project's folder. */
  readonly target: string;
  readonly kind: 'ours' | 'node' | 'package';
  readonly typesOnly: boolean;
}

/** The TypeScript files of a room as paths from the project's folder; generated files are left out. */
export function filesOf(room: string): string[] {
  return readdirSync(join(projectFolder, room), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
    .map((entry) => relative(projectFolder, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((file) => !/^(?:prisma\/generated|web\/dist)\//.test(file));
}

export function parse(file: string): ts.SourceFile {
  return parseText(file, readFileSync(join(projectFolder, file), 'utf8'));
}

export function parseText(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
}

export function importsOf(file: string, source: ts.SourceFile): Import[] {
  const found: Import[] = [];
  const add = (named: ts.Node | undefined, typesOnly: boolean) => {
    if (named === undefined || !ts.isStringLiteralLike(named)) return;
    const line = source.getLineAndCharacterOfPosition(named.getStart(source)).line + 1;
    found.push({ file, line, ...resolved(named.text, file), typesOnly });
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

function resolved(named: string, from: string): Pick<Import, 'kind' | 'target'> {
  if (named.startsWith('.')) return { kind: 'ours', target: fileOf(named, from) };
  const isNode = named.startsWith('node:') || builtinModules.includes(named);
  return { kind: isNode ? 'node' : 'package', target: named };
}

function fileOf(named: string, from: string): string {
  const path = resolve(projectFolder, dirname(from), named);
  const file = [path, `${path}.ts`, `${path}.tsx`, join(path, 'index.ts')].find(
    (each) => existsSync(each) && /\.\w+$/.test(each),
  );
  return relative(projectFolder, file ?? path)
    .split(sep)
    .join('/');
}
