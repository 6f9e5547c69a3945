import { readLedger } from '../../../record/reading/ledger-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import type { CaseType } from '../../../domain/case/case-type';
import type { Title } from '../../../domain/role';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { FamilyLedgerSchema } from '../../contract/schemas/case-schemas';
import { notFound } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { NumberParams, numberOf } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

interface LedgerAddress {
  readonly address: string;
  readonly id: string;
  readonly title: Title;
  /** The only type of case that has its ledger under this address; null: any. */
  readonly only: CaseType | null;
}

const addresses: readonly LedgerAddress[] = [
  {
    address: '/api/cases/:number/ledger',
    id: 'case-ledger',
    title: { zh: '环节账', en: 'Whose time a case and those below it took' },
    only: null,
  },
  {
    address: '/api/projects/:number/ledger',
    id: 'project-ledger',
    title: { zh: '项目环节账', en: 'Whose time a project took' },
    only: 'project',
  },
];

/** 环节账: whose time a case and all cases below it took. Who may see the case may see it. */
export async function ledgerRoutes(app: App, deps: Deps): Promise<void> {
  const rulebooks = new Rulebooks(deps.db);
  for (const each of addresses) ledgerRoute(app, deps, rulebooks, each);
}

function ledgerRoute(
  app: App,
  deps: Deps,
  rulebooks: Rulebooks,
  { address, id, title, only }: LedgerAddress,
): void {
  app.get(
    address,
    {
      config: { access: staff(), act: 'read/ledger' },
      schema: {
        ...operation(id, tags.cases, title),
        params: NumberParams,
        response: answers({ 200: FamilyLedgerSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const number = numberOf(request);
      const ledger = await readLedger({ db: deps.db, rulebooks }, actorOf(request), number, deps.clock());
      if (ledger === null || (only !== null && ledger.caseType !== only))
        throw await notFound(deps, request, number);
      return ledger;
    },
  );
}
