import { Type } from 'typebox';
import type { Sector } from '../../../domain/office/kinds/enterprise-profile';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { EnterpriseSchema } from '../../contract/schemas/people-schemas';
import type { ApiDeps } from '../../deps';
import { firmsFoundBy } from '../../../record/reading/lists/found-by';
import { SearchText } from '../../contract/request-parts';
import { strict } from '../../contract/shapes';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db'>;

/** The firms that cases are about, and the data by which notices are addressed to them. */
export async function enterpriseRoutes(app: App, deps: Deps): Promise<void> {
  listRoute(app, deps);
}

function listRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/enterprises',
    {
      config: { access: staff() },
      schema: {
        ...operation('enterprises', tags.enterprises, { zh: '企业列表', en: 'Enterprises' }),
        querystring: Type.Object({ q: Type.Optional(SearchText) }, strict),
        response: answers({ 200: Type.Array(EnterpriseSchema) }, ...staffProblems),
      },
    },
    async (request) => {
      const { enterpriseId, recusedFrom } = actorOf(request);
      const { q } = request.query;
      const found = q === undefined ? {} : { id: { in: await firmsFoundBy(db, q, recusedFrom) } };
      const own = enterpriseId === null ? found : { AND: [found, { id: enterpriseId }] };
      const rows = await db.enterprise.findMany({ where: own, orderBy: { name: 'asc' } });
      const profiles = await profilesOf(db, enterpriseId);
      return rows.map(({ closedAt, ...row }) => ({
        ...row,
        closed: closedAt !== null,
        profile: profiles.get(row.id) ?? null,
      }));
    },
  );
}

/** What is known of each firm, or of one. */
async function profilesOf(db: Deps['db'], enterpriseId: string | null) {
  const rows = await db.enterpriseProfile.findMany({ where: enterpriseId === null ? {} : { enterpriseId } });
  return new Map(
    rows.map(({ enterpriseId: id, sector, ...profile }) => [id, { ...profile, sector: sector as Sector }]),
  );
}
