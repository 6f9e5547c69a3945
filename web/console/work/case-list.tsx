import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { definitionsQuery, listQuery } from '../calls/queries';
import { typeTitle, type Definitions } from '../calls/definitions';
import { ProblemNote } from '../shell/problem-note';
import { useWords, type Words } from '../words/language';
import { dueOf } from '../words/time';
import { useNow } from '../words/use-now';
import { Rows } from './rows';

/** What every line of a list says of its case. */
interface Line {
  readonly number: string;
  readonly caseType: unknown;
  readonly label: string | null;
  readonly matter: string | null;
  readonly stage?: string;
  readonly dueAt?: string | null;
  readonly overdue?: boolean;
}

interface Page<L> {
  readonly items: L[];
  readonly nextCursor: string | null;
}

interface Props<L extends Line> {
  readonly url: string;
  readonly filter?: Readonly<Record<string, string>>;
  readonly title: string;
  readonly empty: string;
  readonly keyOf: (line: L) => string;
  readonly stands: (line: L) => boolean;
  /** What waits in the case, in words. */
  readonly what: (line: L, words: Words, definitions: Definitions | undefined) => ReactNode;
}

/** A list of cases of the API, page by page as it is scrolled. */
export function CaseList<L extends Line>({ url, filter = {}, title, empty, keyOf, stands, what }: Props<L>) {
  const words = useWords();
  const { t } = words;
  const now = useNow();
  const go = useNavigate();
  const { data: definitions } = useQuery(definitionsQuery);
  const list = useInfiniteQuery(listQuery<Page<L>>(url, filter));
  if (list.data === undefined) {
    return list.error === null ? (
      <p role="status" className="hint">
        {t('loading')}
      </p>
    ) : (
      <ProblemNote problem={list.error} onRetry={() => void list.refetch()} />
    );
  }
  const lines = list.data.pages.flatMap(({ items }) => items);
  if (lines.length === 0) return <p className="empty">{empty}</p>;
  return (
    <Rows
      title={title}
      rows={lines}
      keyOf={keyOf}
      onOpen={({ number }) => void go({ to: '/cases/$number', params: { number } })}
      hasMore={list.hasNextPage}
      isLoadingMore={list.isFetchingNextPage}
      onMore={() => void list.fetchNextPage()}
      columns={[
        { title: t('case'), cell: (line) => <CaseCell line={line} definitions={definitions} /> },
        { title: t('waitsFor'), cell: (line) => what(line, words, definitions) },
        {
          title: t('time'),
          cell: (line) => (
            <Due dueAt={line.dueAt ?? null} overdue={line.overdue ?? false} stands={stands(line)} now={now} />
          ),
        },
      ]}
    />
  );
}

function CaseCell({
  line,
  definitions,
}: {
  readonly line: Line;
  readonly definitions: Definitions | undefined;
}) {
  const { say } = useWords();
  const { number, label, matter, caseType } = line;
  const about = [definitions && say(typeTitle(definitions, String(caseType))), label, matter];
  return (
    <>
      <Link to="/cases/$number" params={{ number }} tabIndex={-1}>
        {number}
      </Link>
      <small>{about.filter(Boolean).join(' · ')}</small>
    </>
  );
}

/** A limit as a word and a colour. */
export function Due(props: {
  readonly dueAt: string | null;
  readonly overdue: boolean;
  readonly stands: boolean;
  readonly now: number;
}) {
  const words = useWords();
  const { standing, words: said } = dueOf(words, props, props.now);
  return <span className={`tag ${standing}`}>{said}</span>;
}
