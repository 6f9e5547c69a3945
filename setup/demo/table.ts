import { SetupError } from '../progress';

/** How a case of a demonstration ended, as a line of its last table. */
export interface Row {
  readonly cells: readonly string[];
  readonly about: string;
  readonly asExpected: boolean;
}

/**
 * Prints how everything ended.
 * @throws SetupError if anything is not as expected
 */
export function printEnd(header: readonly string[], rows: readonly Row[]): void {
  const widths = header.map((title, column) =>
    Math.max(title.length, ...rows.map(({ cells }) => cells[column]?.length ?? 0)),
  );
  // The first two columns are words, the others figures.
  const line = (cells: readonly string[], end: string) => {
    const padded = cells.map((cell, column) =>
      column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
    );
    process.stdout.write(`  ${[...padded, end].join('  ').trimEnd()}\n`);
  };
  process.stdout.write('\n');
  line(header, '');
  for (const { cells, about, asExpected } of rows) line(cells, `${asExpected ? '✓' : '✗'} ${about}`);
  const wrong = rows.filter(({ asExpected }) => !asExpected).length;
  if (wrong > 0) throw new SetupError(`${wrong} of ${rows.length} cases did not end as expected.`);
  process.stdout.write(`\n  All ${rows.length} cases ended as expected.\n`);
}
