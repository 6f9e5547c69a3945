import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import { useWords } from '../words/language';

interface Column<Row> {
  readonly title: string;
  /** On a phone it stands below the others. */
  readonly isBelow?: boolean;
  readonly cell: (row: Row) => ReactNode;
}

/** How lines are picked, where something can be done to several. */
export interface Picking<Row> {
  readonly isPicked: (row: Row) => boolean;
  readonly toggle: (row: Row) => void;
  /** What the box of a line is called. */
  readonly nameOf: (row: Row) => string;
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
  /** Null: nothing is picked here. */
  readonly picking: Picking<Row> | null;
}

const [rowPx, narrowRowPx] = [60, 88];
const isNarrow = () => window.matchMedia('(max-width: 600px)').matches;

/** A table of any length: only what is in sight is drawn. Arrows walk through it, Enter opens. */
export function Rows<Row>(props: Props<Row>) {
  const { title, columns, rows, keyOf, onOpen, hasMore, isLoadingMore, onMore, picking } = props;
  const { t } = useWords();
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- nothing here is memoized by a compiler
  const view = useVirtualizer({
    count: rows.length,
    getScrollElement: () => box.current,
    estimateSize: () => (isNarrow() ? narrowRowPx : rowPx),
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
    // A box in the line minds its own keys.
    if (event.target !== event.currentTarget && step === undefined) return;
    if (event.key === 'Enter') onOpen(row);
    else if (event.key === ' ' && picking !== null) picking.toggle(row);
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
        <Head columns={columns} picking={picking} />
        <div role="rowgroup" style={{ height: view.getTotalSize(), position: 'relative' }}>
          {drawn.map(({ index, start }) => {
            const row = rows[index] as Row;
            return (
              <Line
                key={keyOf(row)}
                {...{ index, start, row, columns, onOpen, picking }}
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

function Head<Row>({ columns, picking }: Pick<Props<Row>, 'columns' | 'picking'>) {
  const { t } = useWords();
  return (
    <div role="rowgroup" className="rows-head">
      <div role="row" aria-rowindex={1} className={rowClass(picking, 'row')}>
        {picking === null ? null : (
          <span role="columnheader" className="hidden-words">
            {t('pick')}
          </span>
        )}
        {columns.map((column) => (
          <span key={column.title} role="columnheader" className={placeOf(column)}>
            {column.title}
          </span>
        ))}
      </div>
    </div>
  );
}

function placeOf({ isBelow = false }: Column<never>): string | undefined {
  return isBelow ? 'what' : undefined;
}

function rowClass(picking: unknown, words: string): string {
  return picking === null ? words : `${words} picks`;
}

interface LineProps<Row> extends Pick<Props<Row>, 'columns' | 'onOpen' | 'picking'> {
  readonly index: number;
  readonly start: number;
  readonly row: Row;
  readonly onWalk: (event: KeyboardEvent) => void;
}

function Line<Row>({ index, start, row, columns, onOpen, onWalk, picking }: LineProps<Row>) {
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      data-at={index}
      tabIndex={0}
      className={rowClass(picking, 'row body')}
      style={{ transform: `translateY(${start}px)` }}
      onKeyDown={onWalk}
      onClick={() => onOpen(row)}
    >
      {picking === null ? null : (
        <span role="cell">
          <input
            type="checkbox"
            aria-label={picking.nameOf(row)}
            checked={picking.isPicked(row)}
            onChange={() => picking.toggle(row)}
            onClick={(event) => event.stopPropagation()}
          />
        </span>
      )}
      {columns.map((column) => (
        <span key={column.title} role="cell" data-title={column.title} className={placeOf(column)}>
          {column.cell(row)}
        </span>
      ))}
    </div>
  );
}
