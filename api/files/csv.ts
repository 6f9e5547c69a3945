import { stringify } from 'csv-stringify/sync';

export interface CsvColumn {
  readonly key: string;
  readonly header: string;
}

/**
 * A table for spreadsheets: UTF-8 with BOM, lines as Windows ends them. No text in it can be taken for a formula;
 * numbers are unchanged.
 */
export function csvOf(
  columns: readonly CsvColumn[],
  rows: readonly { readonly [key: string]: string | number | null }[],
): string {
  const safe = rows.map((row) =>
    Object.fromEntries(
      Object.entries(row).map(([key, cell]) => [key, typeof cell === 'string' ? guarded(cell) : cell]),
    ),
  );
  return stringify(safe, { header: true, bom: true, columns: [...columns], record_delimiter: 'windows' });
}

/**
 * A cell that a spreadsheet would read as a formula gets a leading apostrophe. Looked for at the start of
 * every line of the cell, behind spaces, no-break spaces, BOMs and marks of direction, full-width forms too.
 */
function guarded(cell: string): string {
  const starter =
    /^[\s\u00A0\uFEFF\u200B-\u200F\u202A-\u202E\u2066-\u2069]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20]/m;
  return starter.test(cell) ? `'${cell}` : cell;
}
