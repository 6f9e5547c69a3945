import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { OpenCasesSchema } from '../../../api/contract/schemas/report-schemas';
import { caseWord, typeTitle, wordOf, type Definitions } from '../calls/definitions';
import { definitionsQuery, readingQuery } from '../calls/queries';
import { Bars } from '../reading/bars';
import { CasesLink } from '../reading/case-links';
import { DataTable } from '../reading/table';
import { Loaded } from '../shell/states';
import { useWords } from '../words/language';
import { momentOf } from '../words/time';

type Report = Static<typeof OpenCasesSchema>;
type Tally = Report['whole'];

/** How the open cases stand, by stage and by whom they wait for. */
export function OpenCases() {
  const words = useWords();
  const { t } = words;
  const report = useQuery(readingQuery<Report>('/api/reports/open-cases'));
  const definitions = useQuery(definitionsQuery);
  return (
    <>
      <section aria-labelledby="open-cases">
        <h2 id="open-cases">{t('openCases')}</h2>
        <Loaded of={report}>
          {({ whole, asOf, stages, soonBefore }) => (
            <>
              <dl className="numbers">
                {counted(whole, soonBefore).map(({ words: key, count, at }) => (
                  <div key={key}>
                    <dt>{t(key)}</dt>
                    <dd>
                      <CasesLink at={at}>{count}</CasesLink>
                    </dd>
                  </div>
                ))}
              </dl>
              <p className="hint">{t('asOf', { at: momentOf(words, asOf) })}</p>
              <Loaded of={definitions}>
                {(known) => <ByStage {...{ stages, soonBefore, definitions: known }} />}
              </Loaded>
            </>
          )}
        </Loaded>
      </section>
      <section aria-labelledby="by-party">
        <h2 id="by-party">{t('byParty')}</h2>
        <p className="hint">{t('byPartyLead')}</p>
        <Loaded of={report}>
          {({ parties }) => (
            <Loaded of={definitions}>{(known) => <ByParty parties={parties} definitions={known} />}</Loaded>
          )}
        </Loaded>
      </section>
    </>
  );
}

/** A tally with the address of each of its counts. */
function counted({ open, soon, overdue, cases }: Tally, soonBefore: string) {
  const before = encodeURIComponent(soonBefore);
  return [
    { words: 'openCases', count: open, at: cases },
    { words: 'dueSoon', count: soon, at: `${cases}&overdue=false&dueBefore=${before}` },
    { words: 'overdueCases', count: overdue, at: `${cases}&overdue=true` },
  ] as const;
}

function ByStage({
  stages,
  soonBefore,
  definitions,
}: Pick<Report, 'stages' | 'soonBefore'> & { readonly definitions: Definitions }) {
  const { t, say } = useWords();
  return (
    <DataTable
      title={t('byStage')}
      rows={stages}
      keyOf={({ caseType, stage }) => `${caseType} ${stage}`}
      columns={[
        { title: t('filter-caseType'), cell: ({ caseType }) => say(typeTitle(definitions, caseType)) },
        {
          title: t('stage'),
          cell: ({ caseType, stage }) => say(caseWord(definitions, caseType, 'stages', stage)),
        },
        ...(['openCases', 'dueSoon', 'overdueCases'] as const).map((key) => ({
          title: t(key),
          figure: true,
          cell: (row: Report['stages'][number]) => {
            const found = counted(row, soonBefore).find(({ words }) => words === key);
            if (found === undefined || found.count === 0) return 0;
            return <CasesLink at={found.at}>{found.count}</CasesLink>;
          },
        })),
      ]}
    />
  );
}

function ByParty({ parties, definitions }: Pick<Report, 'parties'> & { readonly definitions: Definitions }) {
  const { t, say } = useWords();
  return (
    <Bars
      title={t('byParty')}
      bars={parties.map(({ party, open, overdue }) => ({
        key: party,
        title: say(wordOf(definitions, 'parties', party)),
        parts: [
          { tone: 'overdue', title: t('overdueCases'), count: overdue },
          { tone: 'calm', title: t('onTime'), count: open - overdue },
        ],
      }))}
    />
  );
}
