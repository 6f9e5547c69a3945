import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../words/language';

interface Column<Row> {
  readonly title: string;
  readonly cell: (row: Row) => ReactNode;
}

interface Props<Row> {
  readonly title: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly keyOf: (row: Row) => string;
  readonly onOpen: (row: Row) => void;
  /** Whether there are more; asked for when the end comes into sight. */
  readonly hasMore: boolean;
  readonly isLoadingMore: boolean;
  readonly onMore: () => void;
}

const rowPx = 60;

/** A table of any length: only what is in sight is drawn. Arrows walk through it, Enter opens. */
export function Rows<Row>(props: Props<Row>) {
  const { title, columns, rows, keyOf, onOpen, hasMore, isLoadingMore, onMore } = props;
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => rowPx,
    overscan: 8,
    initialRect: { width: 800, height: 600 },
  });
  const drawn = view.getVirtualItems();
  const last = drawn.at(-1)?.index ?? -1;
  useEffect(() => {
    if (hasMore && !isLoadingMore && last >= rows.length - 5) onMore();
  }, [hasMore, isLoadingMore, last, rows.length, onMore]);
  const walk = (event: KeyboardEvent, at: number, row: Row) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') onOpen(row);
    else if (step !== undefined) focusRow(at + step);
    else return;
    event.preventDefault();
  };
  const focusRow = (at: number) => {
    if (at < 0 || at >= rows.length) return;
    view.scrollToIndex(at);
    requestAnimationFrame(() => box.current?.querySelector<HTMLElement>(`[data-at="${at}"]`)?.focus());
  };
  return (
    <div className="rows" ref={box} tabIndex={0} role="region" aria-label={title}>
      <div role="table" aria-label={title} aria-rowcount={hasMore ? -1 : rows.length + 1}>
        <div role="rowgroup" className="rows-head">
          <div role="row" aria-rowindex={1} className="row">
            {columns.map((column) => (
              <span key={column.title} role="columnheader">
                {column.title}
              </span>
            ))}
          </div>
        </div>
        <div role="rowgroup" style={{ height: view.getTotalSize(), position: 'relative' }}>
          {drawn.map(({ index, start }) => {
            const row = rows[index] as Row;
            return (
              <Line
                key={keyOf(row)}
                {...{ index, start, row, columns, onOpen }}
                onWalk={(event) => walk(event, index, row)}
              />
            );
          })}
        </div>
      </div>
      {isLoadingMore ? <p role="status">{t('loading')}</p> : null}
    </div>
  );
}

interface LineProps<Row> extends Pick<Props<Row>, 'columns' | 'onOpen'> {
  readonly index: number;
  readonly start: number;
  readonly row: Row;
  readonly onWalk: (event: KeyboardEvent) => void;
}

function Line<Row>({ index, start, row, columns, onOpen, onWalk }: LineProps<Row>) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-at={index}
      tabIndex={0}
      className="row body"
      style={{ transform: `translateY(${start}px)` }}
      onKeyDown={onWalk}
      onClick={() => onOpen(row)}
    >
      {columns.map((column) => (
        <span key={column.title} role="cell" data-title={column.title}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}
