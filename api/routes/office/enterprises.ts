import { Type } from 'typebox';
import { describeEnterprise } from '../../../record/people/enterprises';
import type { App } from '../../app-type';
import { answers, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { EnterpriseDescriptionForm, EnterpriseSchema } from '../../contract/schemas/people-schemas';
import { answerOf } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { Uuid } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'hashKey'>;

/** The firms that cases are about, and the data by which notices are addressed to them. */
export async function enterpriseRoutes(app: App, deps: Deps): Promise<void> {
  listRoute(app, deps);
  descriptionRoute(app, deps);
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
    (request) => {
      const { enterpriseId } = actorOf(request);
      return db.enterprise.findMany({
        where: enterpriseId === null ? {} : { id: enterpriseId },
        orderBy: { name: 'asc' },
      });
    },
  );
}

function descriptionRoute(app: App, deps: Deps): void {
  app.put(
    '/api/enterprises/:id/description',
    {
      ...sameBytes,
      config: { access: staff('policy-editor', 'administrator') },
      schema: {
        ...operation('describe-enterprise', tags.enterprises, {
          zh: '登记企业行业、片区、地址与简称、曾用名',
          en: 'Enter the trade of a firm and where it lies: notices are addressed by them; and what else it is known by',
        }),
        params: Type.Object({ id: Uuid }),
        headers: KeyHeader,
        body: EnterpriseDescriptionForm,
        response: answers(
          { 200: EnterpriseSchema },
          ...staffProblems,
          ...writeProblems,
          'enterprise-not-found',
        ),
      },
    },
    async (request) => {
      const description = { id: request.params.id, ...request.body };
      const done = await describeEnterprise(deps.db, description, idempotencyOf(deps, request));
      const answer = answerOf(done);
      await deps.desk.namesChanged();
      return answer;
    },
  );
}
