import { Type } from 'typebox';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { EnterpriseSchema } from '../../contract/schemas/people-schemas';
import type { ApiDeps } from '../../deps';
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
        response: answers({ 200: Type.Array(EnterpriseSchema) }, ...staffProblems),
      },
    },
    async (request) => {
      const { enterpriseId } = actorOf(request);
      const rows = await db.enterprise.findMany({
        where: enterpriseId === null ? {} : { id: enterpriseId },
        orderBy: { name: 'asc' },
      });
      return rows.map(({ closedAt, ...row }) => ({ ...row, closed: closedAt !== null }));
    },
  );
}
