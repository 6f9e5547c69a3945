import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState, type ReactNode } from 'react';
import type { Title } from '../../../domain/role';
import { definitionsQuery, listQuery } from '../calls/queries';
import { typeTitle, type Definitions } from '../calls/definitions';
import { useSession } from '../session/session';
import { ProblemNote } from '../shell/problem-note';
import { useWords, type Words } from '../words/language';
import { dueOf } from '../words/time';
import { useNow } from '../words/use-now';
import { Assigning, type Picked } from './assigning';
import { Rows } from './rows';

/** What every line of a list says of its case. */
interface Line {
  readonly number: string;
  readonly caseType: unknown;
  readonly label: string | null;
  readonly subject: Title | null;
  readonly firm?: string | null;
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
  /** The end of its time, where the line does not have it as its limit. */
  readonly dueAt?: (line: L) => string | null;
  /** What is to be said of its time beside the limit. */
  readonly why?: (line: L, words: Words, definitions: Definitions | undefined) => string;
  /** The steps of a line that a chief may assign, several lines at once; without it nothing is picked. */
  readonly assignable?: (line: L) => Picked;
}

/** A list of cases of the API, page by page as it is scrolled. */
export function CaseList<L extends Line>(props: Props<L>) {
  const { url, filter = {}, title, empty, keyOf, stands, what, why, assignable } = props;
  const { dueAt = ({ dueAt: limit }: L) => limit ?? null } = props;
  const words = useWords();
  const { t } = words;
  const now = useNow();
  const go = useNavigate();
  const { data: definitions } = useQuery(definitionsQuery);
  const list = useInfiniteQuery(listQuery<Page<L>>(url, filter));
  const picks = usePicks(list.data?.pages.flatMap(({ items }) => items) ?? [], keyOf, assignable);
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
    <>
      {picks.bar(definitions)}
      <Rows
        title={title}
        rows={lines}
        keyOf={keyOf}
        picking={picks.picking}
        onOpen={({ number }) => void go({ to: '/cases/$number', params: { number } })}
        hasMore={list.hasNextPage}
        isLoadingMore={list.isFetchingNextPage}
        onMore={() => void list.fetchNextPage()}
        columns={[
          { title: t('case'), cell: (line) => <CaseCell line={line} definitions={definitions} /> },
          { title: t('waitsFor'), isBelow: true, cell: (line) => what(line, words, definitions) },
          {
            title: t('time'),
            cell: (line) => (
              <>
                <Due dueAt={dueAt(line)} overdue={line.overdue ?? false} stands={stands(line)} now={now} />
                {why === undefined ? null : <small>{why(line, words, definitions)}</small>}
              </>
            ),
          },
        ]}
      />
    </>
  );
}

/** The lines that are picked to be assigned together; nobody but a chief assigns. */
function usePicks<L extends Line>(
  lines: readonly L[],
  keyOf: Props<L>['keyOf'],
  assignable: Props<L>['assignable'],
) {
  const { t } = useWords();
  const { who } = useSession();
  const [keys, setKeys] = useState<ReadonlySet<string>>(new Set());
  if (assignable === undefined || !(who.roles as string[]).includes('section-chief'))
    return { picking: null, bar: () => null };
  const toggle = (line: L) => {
    const key = keyOf(line);
    setKeys(keys.has(key) ? new Set([...keys].filter((each) => each !== key)) : new Set([...keys, key]));
  };
  return {
    picking: {
      isPicked: (line: L) => keys.has(keyOf(line)),
      toggle,
      nameOf: ({ number }: L) => t('pickCase', { number }),
    },
    // What has left the list meanwhile is not assigned unseen.
    bar: (definitions: Definitions | undefined) => (
      <Assigning
        picked={lines.filter((line) => keys.has(keyOf(line))).map(assignable)}
        definitions={definitions}
        onNone={() => setKeys(new Set())}
      />
    ),
  };
}

function CaseCell({
  line,
  definitions,
}: {
  readonly line: Line;
  readonly definitions: Definitions | undefined;
}) {
  const { say } = useWords();
  const { number, label, subject, firm, caseType } = line;
  const about = [definitions && say(typeTitle(definitions, String(caseType))), label];
  return (
    <>
      <Link to="/cases/$number" params={{ number }} tabIndex={-1}>
        {number}
      </Link>
      <small>{[...about, subject && say(subject), firm].filter(Boolean).join(' · ')}</small>
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
