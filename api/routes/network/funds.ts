import { firmRoles } from '../../../domain/role';
import { fundOverview } from '../../../record/cases/safety-fund/overview';
import { fundOfFirm, publishedAwards } from '../../../record/cases/safety-fund/own-fund';
import { Rulebooks } from '../../../record/store/rulebook';
import { zoneOfUnit } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { PageQuery, pageRequestOf } from '../../contract/request-parts';
import {
  FundOfFirmSchema,
  FundOverviewSchema,
  PublishedAwardPage,
} from '../../contract/schemas/network/fund-schemas';
import { Type } from 'typebox';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

/** The safety funds: each firm reads its own, the zone reads figures. */
export async function fundRoutes(app: App, deps: Deps): Promise<void> {
  ownFundRoute(app, deps);
  awardsRoute(app, deps);
  overviewRoute(app, deps);
}

function ownFundRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/network/fund',
    {
      config: { access: staff(...firmRoles) },
      schema: {
        ...operation('own-fund', tags['safety-fund'], {
          zh: '本企业安全基金:余额、待兑付与奖励标准',
          en: 'The fund of my firm: what it has, what it owes, what it awards',
        }),
        response: answers({ 200: FundOfFirmSchema }, ...staffProblems),
      },
    },
    async (request) => fundOfFirm(db, firmOf(request)),
  );
}

function awardsRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/network/fund/awards',
    {
      config: { access: staff(...firmRoles) },
      schema: {
        ...operation('fund-awards', tags['safety-fund'], {
          zh: '本企业已兑付奖励公示(不含姓名)',
          en: 'The awards that my firm has paid, without a name',
        }),
        querystring: Type.Object(PageQuery, strict),
        response: answers({ 200: PublishedAwardPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    async (request) => publishedAwards(db, firmOf(request), pageRequestOf(request.query)),
  );
}

function overviewRoute(app: App, { db, clock }: Deps): void {
  const rulebooks = new Rulebooks(db);
  app.get(
    '/api/network/funds',
    {
      config: { access: staff('section-chief', 'approver', 'auditor') },
      schema: {
        ...operation(
          'funds',
          tags['safety-fund'],
          {
            zh: '全区安全基金概况',
            en: 'The funds of the zone in figures, and which firms that should have one have none',
          },
          {
            zh: '只有汇总数字:不含员工报告、建议及其人员。',
            en: 'Figures alone: nothing of what was reported or suggested, or by whom.',
          },
        ),
        response: answers({ 200: FundOverviewSchema }, ...staffProblems),
      },
    },
    async (request) => {
      const actor = actorOf(request);
      const zone = await zoneOfUnit(db, actor.unit);
      return fundOverview(db, actor, zone, await rulebooks.lawIn(zone, clock().toISOString()));
    },
  );
}

/** The firm of the caller, who holds an office of one. */
function firmOf(request: Parameters<typeof actorOf>[0]): string {
  const { enterpriseId } = actorOf(request);
  if (enterpriseId === null) throw new Error('an office of a firm without a firm');
  return enterpriseId;
}
