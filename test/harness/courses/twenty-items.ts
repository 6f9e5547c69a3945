import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DecidedItem } from '../../../domain/ledger/compression';
import { projectFolder } from '../../../setup/folders';

/* The example of docs/compression.md, as its tables have it: the items, and the figures worked out by hand. */

export interface ExampleItem extends DecidedItem {
  readonly no: number;
  readonly matter: string;
  readonly department: string;
  readonly decidedOn: string;
}

/** Basis points; null where a cell is empty. */
export interface ExampleFigures {
  readonly items: number;
  readonly meanOfRatios: number | null;
  readonly workingDays: number | null;
  readonly naturalDays: number | null;
}

const [items = [], figures = []] = tablesOf(
  readFileSync(join(projectFolder, 'docs', 'compression.md'), 'utf8'),
);

export const twentyItems: readonly ExampleItem[] = items.map(
  ([no, matter = '', department = '', days, law, promised, taken, decidedOn = '', explained]) => ({
    no: Number(no),
    matter,
    department,
    limitUnit: days === 'working' ? 'working-days' : 'calendar-days',
    limitDays: Number(law),
    promiseDays: promised === '' ? null : Number(promised),
    actualDays: Number(taken),
    promiseBroken: promised !== '' && Number(taken) > Number(promised),
    explained: explained === 'yes',
    decidedOn,
  }),
);

/** By the row's first cell: `taken`, `committed`, a month, or a department. */
export const exampleFigures: ReadonlyMap<string, ExampleFigures> = new Map(
  figures.map(([name = '', count, mean, working, natural]) => [
    name,
    {
      items: Number(count),
      meanOfRatios: basisPoints(mean),
      workingDays: basisPoints(working),
      naturalDays: basisPoints(natural),
    },
  ]),
);

/** The rows of each table of a Markdown text, without its head. */
function tablesOf(markdown: string): string[][][] {
  const blocks = markdown.match(/(^\|.*\|\n)+/gm) ?? [];
  return blocks.map((block) =>
    block
      .trim()
      .split('\n')
      .slice(2)
      .map((line) =>
        line
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  );
}

function basisPoints(percent = ''): number | null {
  return percent === '' ? null : Number(percent.replace('.', ''));
}
