import { useQuery } from '@tanstack/react-query';
import { wordOf } from '../calls/definitions';
import { definitionsQuery } from '../calls/queries';
import { CaseLink } from '../reading/case-links';
import { DataTable } from '../reading/table';
import { useWords } from '../words/language';

/** What became of one line of a list for the bank, or of the bank. */
export interface LineResult {
  readonly number: string | null;
  readonly ok: boolean;
  readonly repeated: boolean;
  readonly code: string | null;
  readonly line?: number;
  readonly claimCode?: string;
}

/** What became of the lines of a list, each with the reason where it was refused. */
export function LineResults({
  title,
  lines,
}: {
  readonly title: string;
  readonly lines: readonly LineResult[];
}) {
  const { t, say } = useWords();
  const { data: definitions } = useQuery(definitionsQuery);
  if (lines.length === 0) return null;
  const why = (code: string) =>
    definitions === undefined ? code : say(wordOf(definitions, 'refusals', code));
  return (
    <DataTable
      title={title}
      rows={lines.map((line, at) => ({ ...line, at }))}
      keyOf={({ at }) => String(at)}
      columns={[
        { title: t('line'), cell: ({ line, at }) => line ?? at + 1 },
        { title: t('claimCode'), cell: ({ claimCode }) => claimCode ?? '–' },
        { title: t('case'), cell: ({ number }) => (number === null ? '–' : <CaseLink number={number} />) },
        {
          title: t('lineResult'),
          cell: ({ ok, repeated, code }) => (
            <span className={`tag ${ok ? 'calm' : 'overdue'}`}>
              {ok ? t(repeated ? 'lineRepeated' : 'lineTaken') : t('lineRefused', { why: why(code ?? '') })}
            </span>
          ),
        },
      ]}
    />
  );
}
