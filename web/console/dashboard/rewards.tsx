import { useQuery } from '@tanstack/react-query';
import type { Static } from 'typebox';
import type { RewardReportSchema } from '../../../api/contract/schemas/report-schemas';
import { readingQuery } from '../calls/queries';
import { yuanOf } from '../case/facts';
import { CasesLink } from '../reading/case-links';
import { Loaded } from '../shell/states';
import { useWords } from '../words/language';

type Report = Static<typeof RewardReportSchema>;
const sums = ['approvedFen', 'toClaimFen', 'inPaymentFen', 'sentBackFen', 'paidFen', 'givenUpFen'] as const;

/** Where the list of cases has them: what is being paid, and what is paid, are payouts. */
const casesOf: Partial<Record<(typeof sums)[number], string>> = {
  inPaymentFen: '/api/cases?caseType=payout&state=open',
  paidFen: '/api/cases?caseType=payout&state=closed',
};

/** What became of the rewards, in sums. */
export function Rewards() {
  const words = useWords();
  const { t } = words;
  const report = useQuery(readingQuery<Report>('/api/reports/rewards'));
  return (
    <section aria-labelledby="rewards">
      <h2 id="rewards">{t('rewards')}</h2>
      <Loaded of={report}>
        {({ rewards, bank, ...read }) => (
          <>
            <p className="hint">{t('rewardCount', { count: rewards })}</p>
            <dl className="numbers">
              {sums.map((sum) => (
                <div key={sum}>
                  <dt>{t(sum)}</dt>
                  <dd>
                    <CasesLink at={casesOf[sum] ?? ''}>{yuanOf(words, read[sum])}</CasesLink>
                  </dd>
                </div>
              ))}
              <div>
                <dt>{t('bankPaidFen')}</dt>
                <dd>{yuanOf(words, bank.paidFen)}</dd>
              </div>
              <div>
                <dt>{t('bankReturnedFen')}</dt>
                <dd>{yuanOf(words, bank.returnedFen)}</dd>
              </div>
            </dl>
          </>
        )}
      </Loaded>
    </section>
  );
}
