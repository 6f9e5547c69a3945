import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Static } from 'typebox';
import type { ReportSchema } from '../../../api/contract/schemas/report-schemas';
import { readingQuery } from '../calls/queries';
import { FilterBar } from '../reading/filter-bar';
import { percentOf } from '../reading/figures';
import { DataTable } from '../reading/table';
import { Loaded } from '../shell/states';
import { useWords } from '../words/language';
import { decidedFilter, type CompressionFilter, type DecidedFilter } from './filters';

type Report = Static<typeof ReportSchema>;
type Group = Omit<Report['whole'], 'cases'> & {
  readonly key: string;
  readonly title: Report['groups'][number]['title'];
  readonly cases: string;
};

const groupings = ['department', 'item', 'month'] as const;

interface Props {
  readonly filter: CompressionFilter;
  readonly onChange: (filter: CompressionFilter) => void;
}

/** By how much decisions undercut the legal limits; without a choice, in the year so far. */
export function Compression({ filter, onChange }: Props) {
  const { t } = useWords();
  const otherwise = { ...yearSoFar(), by: 'department' };
  const asked = new URLSearchParams({ ...otherwise, ...filter });
  const report = useQuery(readingQuery<Report>(`/api/reports/compression?${asked.toString()}`));
  return (
    <section aria-labelledby="compression">
      <h2 id="compression">{t('compression')}</h2>
      <FilterBar
        fields={[
          { name: 'from', title: t('from'), kind: 'month' },
          { name: 'to', title: t('to'), kind: 'month' },
          {
            name: 'by',
            title: t('grouping'),
            kind: 'choice',
            words: groupings.map((by) => [by, t(`by-${by}`)] as const),
          },
        ]}
        filter={filter}
        otherwise={otherwise}
        onChange={onChange}
      />
      <Loaded of={report}>{(read) => <Groups report={read} />}</Loaded>
      <p>
        <a className="button" href={`/api/reports/compression.csv?${asked.toString()}`} download>
          {t('download')}
        </a>
      </p>
    </section>
  );
}

function Groups({ report }: { readonly report: Report }) {
  const words = useWords();
  const { t, say } = words;
  const { whole, groups, aimBasisPoints, openExplanations } = report;
  const rows: readonly Group[] = [...groups, { ...whole, key: '', title: null }];
  return (
    <>
      {aimBasisPoints === null ? null : <p>{t('compressionAim', { percent: percentOf(aimBasisPoints) })}</p>}
      <DataTable<Group>
        title={t('compression')}
        rows={rows}
        keyOf={({ key }) => key}
        columns={[
          {
            title: t('group'),
            cell: ({ key, title }) =>
              key === '' ? <strong>{t('whole')}</strong> : title === null ? key : say(title),
          },
          {
            title: t('decidedItems'),
            figure: true,
            cell: ({ items, cases }) => <Decided at={cases} count={items} />,
          },
          {
            title: t('actualReduction'),
            figure: true,
            cell: ({ meanOfRatios }) => percentOf(meanOfRatios?.actual ?? null),
          },
          {
            title: t('committedReduction'),
            figure: true,
            cell: ({ meanOfRatios }) => percentOf(meanOfRatios?.committed ?? null),
          },
          {
            title: t('aimReached'),
            cell: ({ aimReached: { meanOfRatios } }) =>
              meanOfRatios === null ? '–' : t(meanOfRatios ? 'yes' : 'no'),
          },
          {
            title: t('brokenPromises'),
            figure: true,
            cell: ({ broken, cases }) => <Decided at={cases} count={broken} more={{ broken: 'true' }} />,
          },
          {
            title: t('unexplained'),
            figure: true,
            cell: ({ unexplained, cases }) => (
              <Decided at={cases} count={unexplained} more={{ broken: 'true', explained: 'false' }} />
            ),
          },
        ]}
      />
      <p className="hint">{t('openExplanations', { ...openExplanations })}</p>
    </>
  );
}

/** A count that leads to the decided items behind it. */
function Decided({
  at,
  count,
  more = {},
}: {
  readonly at: string;
  readonly count: number;
  readonly more?: DecidedFilter;
}) {
  if (count === 0) return 0;
  const asked = Object.fromEntries(new URLSearchParams(at.split('?')[1] ?? ''));
  return (
    <Link to="/dashboard/decided" search={{ ...decidedFilter(asked), ...more }}>
      {count}
    </Link>
  );
}

/** The months of this year up to this one, in Shanghai. */
export function yearSoFar(): { readonly from: string; readonly to: string } {
  const to = new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' }).slice(0, 7);
  return { from: `${to.slice(0, 4)}-01`, to };
}
