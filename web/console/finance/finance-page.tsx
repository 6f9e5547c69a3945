import { ForRoles, useHolds } from '../reading/for-roles';
import { paymentReaders } from '../reading/offices';
import { PageHead } from '../reading/page-head';
import { useWords } from '../words/language';
import { BankReturns } from './bank-returns';
import { Batch } from './batch';
import { Payments } from './payments';

/** Payments, the list that goes to the bank, and the one that comes back: each for the hand that does it. */
export function FinancePage() {
  const { t } = useWords();
  const holds = useHolds();
  return (
    <ForRoles title={t('finance')} roles={paymentReaders}>
      <PageHead title={t('finance')} lead={t('financeLead')} />
      {holds(['payer']) ? <Batch /> : null}
      {holds(['confirmer']) ? <BankReturns /> : null}
      <Payments />
    </ForRoles>
  );
}
