/** One line of the table. */
export interface Line {
  readonly what: string;
  readonly ours: string;
  /** The same on bare Temporal; empty where that has no such thing. */
  readonly bare?: string;
  /** Ours by bare, median of the rounds. */
  readonly ratio?: string;
  /** What the project asks of itself. */
  readonly wish?: string;
}

export function markdown(lines: readonly Line[]): string {
  const rows = [
    ['what', 'ours', 'bare Temporal', 'ratio', 'wished for'],
    ...lines.map(({ what, ours, bare = '', ratio = '', wish = '' }) => [what, ours, bare, ratio, wish]),
  ];
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  const text = (row: readonly string[]) =>
    `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`;
  const [head = [], ...body] = rows;
  return [text(head), text(widths.map((width) => '-'.repeat(width))), ...body.map(text)].join('\n');
}
