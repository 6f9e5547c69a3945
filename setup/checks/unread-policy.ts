import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../folders';

const policyFolder = 'prisma/data/policy';
const readers = ['domain', 'workflows', 'record', 'activities', 'api', 'worker'];

/**
 * Rows of policy that no code asks for, as `prisma/data/policy#key`: law that is written down and not applied.
 *
 * @param unused files that nobody uses, so that what they read reaches no case
 */
export function unreadPolicyRows(unused: readonly string[]): string[] {
  const sources = readers.flatMap(sourcesIn).filter(({ fileName }) => !unused.includes(fileName));
  const read = new Set(sources.flatMap(namesRead));
  const asked = sources.flatMap((source) => keysAskedFor(source, read)).map(patternOf);
  return [...policyKeys()]
    .filter((key) => !asked.some((pattern) => pattern.test(key)))
    .map((key) => `${policyFolder}#${key}`);
}

function policyKeys(): Set<string> {
  const folder = join(projectFolder, policyFolder);
  const layers = readdirSync(folder).filter((file) => file.endsWith('.json'));
  return new Set(
    layers.flatMap((file) => {
      const { rows } = JSON.parse(readFileSync(join(folder, file), 'utf8')) as {
        rows: readonly { readonly key: string }[];
      };
      return rows.map(({ key }) => key);
    }),
  );
}

function sourcesIn(room: string): ts.SourceFile[] {
  return readdirSync(join(projectFolder, room), { recursive: true, encoding: 'utf8' })
    .map((file) => `${room}/${file}`)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => {
      const text = readFileSync(join(projectFolder, file), 'utf8');
      return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
    });
}

/** Texts that look like a policy key, with `*` for the variable parts of a template. */
function keysAskedFor(source: ts.SourceFile, read: ReadonlySet<string>): string[] {
  const keys: string[] = [];
  const visit = (node: ts.Node): void => {
    const text = textOf(node);
    if (text !== null && /^[a-z][a-z-]*\.[a-z*{]/.test(text) && !isDescription(node) && isKept(node, read)) {
      keys.push(text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return keys;
}

function textOf(node: ts.Node): string | null {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (!ts.isTemplateExpression(node)) return null;
  return node.head.text + node.templateSpans.map(({ literal }) => `*${literal.text}`).join('');
}

/** A description of a row does not read it: a type, the name of a field, `Type.Literal('demo.day')`. */
function isDescription(node: ts.Node): boolean {
  const { parent } = node;
  return (
    ts.isTypeNode(parent) ||
    ((ts.isPropertyAssignment(parent) || ts.isPropertySignature(parent)) && parent.name === node) ||
    (ts.isCallExpression(parent) && parent.expression.getText() === 'Type.Literal')
  );
}

/** Whether somebody reads the field that takes the row: `trigger: part('reward.trigger')` alone does not use it. */
function isKept(node: ts.Node, read: ReadonlySet<string>): boolean {
  const field = ts.isCallExpression(node.parent) ? node.parent.parent : node.parent;
  return !ts.isPropertyAssignment(field) || read.has(field.name.getText());
}

/** Names of fields that are read: `.name` and `{ name }`. */
function namesRead(source: ts.SourceFile): string[] {
  const names: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPropertyAccessExpression(node)) names.push(node.name.text);
    if (ts.isBindingElement(node)) names.push((node.propertyName ?? node.name).getText());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return names;
}

/** The keys that `limit.matter.{matter}` or `credit.*` can become, as a pattern. */
function patternOf(key: string): RegExp {
  const parts = key.split(/\*|\{[a-zA-Z]+\}/).map((part) => part.replace(/[.]/g, '\\.'));
  return new RegExp(`^${parts.join('[a-z0-9-]+')}$`);
}
