import writeWorkbook from 'write-excel-file/node';

const columnWidth = 28;

/** A workbook of one sheet. Texts stay texts, so that a code keeps its digits and nothing is taken for a formula. */
export function workbookOf(rows: readonly (readonly (string | number | null)[])[]): Promise<Buffer> {
  const cells = rows.map((row) =>
    row.map((value) =>
      typeof value === 'number' ? { value, type: Number } : { value: value ?? '', type: String, format: '@' },
    ),
  );
  const columns = (rows[0] ?? []).map(() => ({ width: columnWidth }));
  return writeWorkbook(cells, { columns }).toBuffer();
}
