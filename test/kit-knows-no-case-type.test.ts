import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { caseTypeNames, steps } from '../domain/cases/catalogue';
import { projectFolder } from '../setup/folders';

/*
 * The kit carries any type of case. What only one type needs stands in its own rooms (`domain/cases/<type>/`,
 * `workflows/<type>.ts`, `record/cases/`) or is a field of its value in the catalogue.
 */

const rooms = [
  'domain/time',
  'domain/law',
  'domain/case',
  'domain/moves',
  'domain/ledger',
  'record/store',
  'record/vault',
  'record/desk',
  'record/papers',
  'record/people',
  'record/notices',
  'record/law',
  'record/engine',
  'record/reading',
  'record/print',
  'record/bundle',
  'activities',
  'worker',
  'workflows/kit',
];

/** Words of other lists that happen to be called like a type of case. */
const homonyms: readonly string[] = [
  // Why a firm is inspected.
  'domain/law/notice-values.ts: tip-off',
  // What a clock is paused for: 检验.
  'domain/law/pause-grounds.ts: inspection',
];

describe('the kit', () => {
  it.each(rooms)('%s/ names no type of case and no step', (room) => {
    const named = filesOf(room).flatMap((file) =>
      wordsIn(file, readFileSync(join(projectFolder, file), 'utf8')).map((word) => `${file}: ${word}`),
    );
    expect([...new Set(named)].filter((line) => !homonyms.includes(line))).toEqual([]);
  });

  it('a breach would be seen', () => {
    expect(wordsIn('a.ts', `if (view.caseType === 'payout') return;`)).toEqual(['payout']);
    expect(wordsIn('a.ts', 'const like = `rung/notice/receipt#%`; // payout')).toEqual(['notice/receipt']);
    expect(wordsIn('a.ts', "sql`SELECT 1 WHERE step = 'tip-off/claim' AND id = ${id}`")).toEqual([
      'tip-off/claim',
    ]);
    expect(wordsIn('a.ts', `const pauseGrounds = { inspection: 1 }; // 'payout'`)).toEqual([]);
  });
});

/** Types of case and steps that the strings of a file name; comments and names of properties do not count. */
function wordsIn(file: string, text: string): string[] {
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) || ts.isTemplateHead(node) || ts.isTemplateMiddleOrTemplateTail(node)) {
      found.push(...named(node.text));
    }
    ts.forEachChild(node, look);
  };
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  ts.forEachChild(source, (node) => {
    if (!ts.isImportDeclaration(node)) look(node);
  });
  return found;
}

function named(text: string): string[] {
  const ids = [...steps.keys()].filter((id) => new RegExp(`(^|[^a-z-])${id}($|[^a-z-])`).test(text));
  if (ids.length > 0) return ids;
  return caseTypeNames.filter((name) => text === name || text.includes(`'${name}'`));
}

function filesOf(folder: string): string[] {
  return readdirSync(join(projectFolder, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => `${folder}/${file}`);
}
