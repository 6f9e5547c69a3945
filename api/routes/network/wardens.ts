import { wardenFigures } from '../../../domain/cases/warden-network/coverage';
import { mostLines } from '../../../domain/cases/warden-network/forms';
import { change, standingOf } from '../../../domain/cases/warden-network/steps';
import type { Role } from '../../../domain/role';
import { networkReading } from '../../../record/cases/wardens/reading';
import { wardenOverview } from '../../../record/cases/wardens/overview';
import { visibleTo } from '../../../record/reading/reading-rights';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { NumberParams } from '../../contract/request-parts';
import {
  WardenImportReport,
  WardenNetworkSchema,
  WardenOverviewSchema,
} from '../../contract/schemas/network/warden-schemas';
import type { ApiDeps } from '../../deps';
import { planned, wardenList } from '../../files/warden-list';
import { actorOf, staff } from '../../identity/access';
import { takeLists, templateRoute } from '../changes/imports';
import { caseInReach } from './case-in-reach';
import { caseListRoute } from './case-list';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'vault' | 'clock' | 'hashKey'>;

const tag = tags['warden-network'];
const ofTheFirm = ['enterprise-head', 'chief-safety-officer', 'team-leader', 'enterprise-contact'] as const;
const readers: readonly Role[] = [...ofTheFirm, 'inspector', 'section-chief', 'approver', 'auditor'];

/** The safety wardens of firms: how the zone and a firm stand, who serves where, and lists of them from a file. */
export async function wardenRoutes(app: App, deps: Deps): Promise<void> {
  takeLists(app);
  overviewRoute(app, deps);
  networkRoute(app, deps);
  caseListRoute(app, deps, {
    ...{ url: '/api/warden-networks/:number/import', id: 'import-wardens', tag },
    title: { zh: '导入班组与纠察员名单(CSV 或 Excel)', en: 'Enter a list of teams and wardens' },
    leaves: { zh: '名单不撤销班组,也不免去纠察员。', en: 'It ends no team and nobody’s service.' },
    ...{ change, list: wardenList, mostLines, report: WardenImportReport },
    planned: (view, rows) => planned(standingOf(view), rows),
    enteredBy: (detail) => {
      const { entered, changed } = detail as { entered: number; changed: number };
      return { entered, changed };
    },
  });
  templateRoute(app, {
    ...{ url: '/api/network/wardens/template', id: 'warden-list-template', tag, name: 'wardens' },
    ...{ by: ['chief-safety-officer'], list: wardenList },
    template: {
      zh: '班组与纠察员名单模板',
      en: 'An empty list of teams and wardens, as a workbook or as CSV',
    },
  });
}

function overviewRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/network/wardens',
    {
      config: { access: staff(...readers) },
      schema: {
        ...operation(
          'warden-overview',
          tag,
          { zh: '安全纠察员配备情况', en: 'How firms stand by their safety wardens, with gaps and rounds' },
          {
            zh: '企业人员只见本企业;只有数字和代号,不含姓名。',
            en: 'Who is of a firm sees that firm alone. Figures and codes, no names.',
          },
        ),
        response: answers({ 200: WardenOverviewSchema }, ...staffProblems),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const now = deps.clock();
      const policy = await rulebooks.lawIn(await zoneOfUnit(deps.db, actor.unit), now.toISOString());
      return wardenOverview(deps.db, visibleTo(actor), wardenFigures(policy), now);
    },
  );
}

function networkRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/warden-networks/:number/wardens',
    {
      config: { access: staff(...readers) },
      schema: {
        ...operation('warden-network', tag, {
          zh: '班组与纠察员名册',
          en: 'The teams of a firm with their wardens, as they stand',
        }),
        params: NumberParams,
        response: answers({ 200: WardenNetworkSchema }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const { view, seq, texts } = await caseInReach(deps, request, 'warden-network');
      const figures = wardenFigures(await rulebooks.policyOf(view.policy));
      return { ...networkReading(view, figures, await texts()), seq };
    },
  );
}
