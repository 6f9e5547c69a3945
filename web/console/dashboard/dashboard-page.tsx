import { useNavigate, useSearch } from '@tanstack/react-router';
import { ForRoles, useHolds } from '../reading/for-roles';
import { dashboardReaders, rewardReaders, timeReaders, zoneReaders } from '../reading/offices';
import { PageHead } from '../reading/page-head';
import { useWords } from '../words/language';
import { Compression } from './compression';
import { Network } from './network';
import { OpenCases } from './open-cases';
import { Rewards } from './rewards';

/** How the zone stands, for those who are responsible: each part for whom the API tells it to. */
export function DashboardPage() {
  const { t } = useWords();
  const holds = useHolds();
  const filter = useSearch({ from: '/dashboard' });
  const go = useNavigate();
  return (
    <ForRoles title={t('dashboard')} roles={dashboardReaders}>
      <PageHead title={t('dashboard')} lead={t('dashboardLead')} />
      <div className="pages">
        {holds(timeReaders) ? <OpenCases /> : null}
        {holds(timeReaders) ? (
          <Compression filter={filter} onChange={(search) => void go({ to: '/dashboard', search })} />
        ) : null}
        {holds(rewardReaders) ? <Rewards /> : null}
        {holds(zoneReaders) ? <Network /> : null}
      </div>
    </ForRoles>
  );
}
