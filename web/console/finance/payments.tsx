import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import type { Static } from 'typebox';
import type { PaymentPage } from '../../../api/contract/schemas/payout-schemas';
import { wordOf, type Definitions } from '../calls/definitions';
import { definitionsQuery } from '../calls/queries';
import { yuanOf } from '../case/facts';
import { CaseLink } from '../reading/case-links';
import { FilterBar } from '../reading/filter-bar';
import { PagedTable } from '../reading/paged-table';
import type { Column } from '../reading/table';
import { Loaded } from '../shell/states';
import { useWords, type Words } from '../words/language';
import { dayOf, endOf } from '../words/time';

type PageOfPayments = Static<typeof PaymentPage>;
export type Payment = PageOfPayments['items'][number];
export const paymentsAddress = '/api/payouts';

/** All payments that the reader may see, by state and batch. */
export function Payments() {
  const words = useWords();
  const { t, say } = words;
  const filter = useSearch({ from: '/finance' });
  const go = useNavigate();
  const definitions = useQuery(definitionsQuery);
  return (
    <section aria-labelledby="payments">
      <h2 id="payments">{t('payments')}</h2>
      <Loaded of={definitions}>
        {(known) => (
          <>
            <FilterBar
              fields={[
                {
                  name: 'state',
                  title: t('paymentState'),
                  kind: 'choice',
                  words: Object.entries(known.words.paymentStates).map(
                    ([state, title]) => [state, say(title)] as const,
                  ),
                },
                { name: 'batch', title: t('batch'), kind: 'text' },
              ]}
              filter={filter}
              onChange={(search) => void go({ to: '/finance', search })}
            />
            <PagedTable<Payment>
              title={t('payments')}
              url={paymentsAddress}
              filter={filter}
              empty={t('noPayments')}
              keyOf={({ number }) => number}
              columns={columnsIn(words, known)}
            />
          </>
        )}
      </Loaded>
    </section>
  );
}

function columnsIn(words: Words, definitions: Definitions): readonly Column<Payment>[] {
  const { t, say } = words;
  return [
    { title: t('case'), cell: ({ number }) => <CaseLink number={number} /> },
    { title: t('claimCode'), cell: ({ claimCode }) => claimCode ?? '–' },
    { title: t('amount'), figure: true, cell: ({ amountFen }) => yuanOf(words, amountFen) },
    { title: t('paymentState'), cell: ({ state }) => say(wordOf(definitions, 'paymentStates', state)) },
    {
      title: t('waitsFor'),
      cell: ({ waitsFor }) => waitsFor.map(({ title }) => say(title)).join(t('listComma')) || '–',
    },
    { title: t('batch'), cell: ({ batch }) => batch ?? '–' },
    { title: t('since'), cell: ({ movedAt }) => dayOf(words, movedAt) },
    { title: t('due'), cell: ({ dueAt }) => (dueAt === null ? '–' : endOf(words, dueAt)) },
  ];
}
