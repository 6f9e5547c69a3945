import type { ReactNode } from 'react';
import { useWords } from '../words/language';

export interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
  /** A number, by whose last digit the column is read. */
  readonly figure?: boolean;
}

interface Props<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly empty?: string;
}

/** A table that is read whole and printed; on a narrow screen each row is a card. */
export function DataTable<Row>({ title, columns, rows, keyOf, empty }: Props<Row>) {
  const { t } = useWords();
  if (rows.length === 0) return <p className="empty">{empty ?? t('nothingThere')}</p>;
  return (
    <div className="sheet" role="group" aria-label={title} tabIndex={0}>
      <table role="table" aria-label={title}>
        <thead role="rowgroup">
          <tr role="row">
            {columns.map((column) => (
              <th key={column.title} role="columnheader" scope="col" className={classOf(column)}>
                {column.title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody role="rowgroup">
          {rows.map((row) => (
            <tr key={keyOf(row)} role="row">
              {columns.map((column) => (
                <td key={column.title} role="cell" data-title={column.title} className={classOf(column)}>
                  {column.cell(row)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function classOf<Row>({ figure }: Column<Row>): string | undefined {
  return figure === true ? 'figure' : undefined;
}
