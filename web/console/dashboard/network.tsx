import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { ZoneViewSchema } from '../../../api/contract/schemas/network/figure-schemas';
import { readingQuery } from '../calls/queries';
import { yuanOf } from '../case/facts';
import { CasesLink } from '../reading/case-links';
import { percentOf } from '../reading/figures';
import { DataTable } from '../reading/table';
import { Loaded } from '../shell/states';
import { useWords, type Words } from '../words/language';
import { momentOf } from '../words/time';

type View = Static<typeof ZoneViewSchema>;
type Figure = View['figures'][number];

/** The cases from which a reading of the network is made. */
const casesBehind: readonly (readonly [reading: string, caseType: string])[] = [
  ['/api/network/funds', 'safety-fund'],
  ['/api/network/chief-officers', 'chief-officer'],
  ['/api/network/wardens', 'warden-network'],
  ['/api/network/training/money', 'training-session'],
  ['/api/network/training', 'training-file'],
  ['/api/expert-services', 'expert-service'],
  ['/api/contests', 'contest'],
];

/** The zone's safety network in figures: wardens, training, funds, officers, experts, diagnoses, contests. */
export function Network() {
  const words = useWords();
  const { t, say } = words;
  const view = useQuery(readingQuery<View>('/api/network/zone'));
  return (
    <section aria-labelledby="network">
      <h2 id="network">{t('safetyNetwork')}</h2>
      <Loaded of={view}>
        {({ asOf, figures }) => (
          <>
            <p className="hint">{t('asOf', { at: momentOf(words, asOf) })}</p>
            <DataTable
              title={t('safetyNetwork')}
              rows={figures}
              keyOf={({ figure }) => figure}
              columns={[
                { title: t('figure'), cell: ({ title }) => say(title) },
                {
                  title: t('value'),
                  figure: true,
                  cell: (figure) => <CasesLink at={casesAt(figure)}>{valueOf(words, figure)}</CasesLink>,
                },
              ]}
            />
          </>
        )}
      </Loaded>
      <p>
        <a className="button" href="/api/network/zone.xlsx" download>
          {t('download')}
        </a>
      </p>
    </section>
  );
}

function casesAt({ leadsTo }: Figure): string {
  const found = casesBehind.find(([reading]) => leadsTo.startsWith(reading));
  return found === undefined ? leadsTo : `/api/cases?caseType=${found[1]}`;
}

function valueOf(words: Words, { value, unit }: Figure): string {
  if (value === null) return '–';
  if (typeof value === 'string') return value;
  switch (unit) {
    case 'fen':
      return yuanOf(words, value);
    case 'basis-points':
      return percentOf(value);
    default:
      return value.toLocaleString('en-US');
  }
}
