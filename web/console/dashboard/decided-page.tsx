import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import type { Static } from 'typebox';
import type { ReportCasePage } from '../../../api/contract/schemas/report-schemas';
import { unitsQuery, unitTitle } from '../calls/queries';
import { CaseLink } from '../reading/case-links';
import { FilterBar } from '../reading/filter-bar';
import { ForRoles } from '../reading/for-roles';
import { timeReaders } from '../reading/offices';
import { PageHead } from '../reading/page-head';
import { PagedTable } from '../reading/paged-table';
import type { Column } from '../reading/table';
import { useWords, type Words } from '../words/language';
import { dayOf, momentOf } from '../words/time';
import { yearSoFar } from './compression';

type Line = Static<typeof ReportCasePage>['items'][number];

/** The decided items behind a figure of the report on time. */
export function DecidedPage() {
  const words = useWords();
  const { t, say } = words;
  const filter = useSearch({ from: '/dashboard/decided' });
  const go = useNavigate();
  const { data: units } = useQuery(unitsQuery);
  return (
    <ForRoles title={t('decidedItemsOf')} roles={timeReaders}>
      <PageHead title={t('decidedItemsOf')}>
        <Link className="button" to="/dashboard">
          {t('backToDashboard')}
        </Link>
      </PageHead>
      <FilterBar
        fields={[
          { name: 'from', title: t('from'), kind: 'month' },
          { name: 'to', title: t('to'), kind: 'month' },
          {
            name: 'department',
            title: t('department'),
            kind: 'choice',
            words: (units ?? []).map(({ id, title }) => [id, say(title)] as const),
          },
          { name: 'broken', title: t('promise'), kind: 'choice', words: [['true', t('onlyBroken')]] },
        ]}
        filter={filter}
        otherwise={yearSoFar()}
        onChange={(search) => void go({ to: '/dashboard/decided', search })}
      />
      <PagedTable<Line>
        title={t('decidedItemsOf')}
        url="/api/reports/compression/cases"
        filter={{ ...yearSoFar(), ...filter }}
        keyOf={({ number, decidedAt }) => `${number} ${decidedAt}`}
        columns={columnsIn(words, (unit) => say(unitTitle(units, unit)))}
      />
    </ForRoles>
  );
}

function columnsIn(words: Words, nameOfUnit: (unit: string) => string): readonly Column<Line>[] {
  const { t, say } = words;
  return [
    { title: t('case'), cell: ({ number }) => <CaseLink number={number} /> },
    { title: t('item'), cell: ({ title, matter }) => (title === null ? matter : say(title)) },
    { title: t('department'), cell: ({ department }) => nameOfUnit(department) },
    { title: t('decidedAt'), cell: ({ decidedAt }) => momentOf(words, decidedAt) },
    ...(['limitDays', 'promiseDays', 'actualDays'] as const).map((days) => ({
      title: t(days),
      figure: true,
      cell: (line: Line) => (line[days] === null ? '–' : t('days', { days: line[days] })),
    })),
    {
      title: t('promise'),
      cell: ({ promiseBroken, explainedAt }) =>
        [
          t(promiseBroken ? 'promiseMissed' : 'promiseKept'),
          explainedAt === null ? null : t('explainedOn', { day: dayOf(words, explainedAt) }),
        ]
          .filter((part) => part !== null)
          .join(t('comma')),
    },
  ];
}
