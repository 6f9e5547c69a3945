import { useInfiniteQuery } from '@tanstack/react-query';
import { listQuery } from '../calls/queries';
import { ProblemNote } from '../shell/problem-note';
import { useWords } from '../words/language';
import { DataTable, type Column } from './table';

interface Page<Row> {
  readonly items: Row[];
  readonly nextCursor: string | null;
}

interface Props<Row> {
  readonly title: string;
  readonly url: string;
  readonly filter?: Readonly<Record<string, string>>;
  readonly columns: readonly Column<Row>[];
  readonly keyOf: (row: Row) => string;
  readonly empty?: string;
}

/** A list of the API as a table that goes on when it is asked to. */
export function PagedTable<Row>({ title, url, filter = {}, columns, keyOf, empty }: Props<Row>) {
  const { t } = useWords();
  const list = useInfiniteQuery(listQuery<Page<Row>>(url, filter));
  const rows = list.data?.pages.flatMap(({ items }) => items);
  if (rows === undefined) {
    return list.error === null ? (
      <p role="status" className="hint">
        {t('loading')}
      </p>
    ) : (
      <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />
    );
  }
  return (
    <>
      <DataTable {...{ title, columns, rows, keyOf }} {...(empty === undefined ? {} : { empty })} />
      {rows.length === 0 ? null : (
        <p className="page-end">
          <span className="hint">{t('shownOf', { count: rows.length })}</span>
          {list.hasNextPage ? (
            <button
              type="button"
              disabled={list.isFetchingNextPage}
              onClick={() => void list.fetchNextPage()}
            >
              {t('more')}
            </button>
          ) : null}
        </p>
      )}
      {list.error === null ? null : <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />}
    </>
  );
}
