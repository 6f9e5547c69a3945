import { Type } from 'typebox';
import { Form } from '../../../domain/case/form';
import { describeEnterprise } from '../../../record/people/enterprises';
import { actorOf, staff } from '../../identity/access';
import { answers, Nullable, sameBytes, staffProblems, strict, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { Trade, Zone } from '../../contract/publication-schemas';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';

const tags = ['企业 Enterprises'];

const EnterpriseSchema = Type.Object(
  {
    id: Type.String(),
    name: Type.String(),
    creditCode: Type.String(),
    trade: Nullable(Type.String({ description: '行业 GB/T 4754' })),
    zone: Nullable(Type.String({ description: '园区或片区 where it lies' })),
  },
  strict,
);

/** The firms that cases are about, and what notices are addressed to them by. */
export function enterpriseRoutes(app: App, deps: ApiDeps): void {
  const { db } = deps;

  app.get(
    '/api/enterprises',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'enterprises',
        summary: '企业 Enterprises',
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

  app.put(
    '/api/enterprises/:id/description',
    {
      ...sameBytes,
      config: { access: staff('policy-editor', 'administrator') },
      schema: {
        tags,
        operationId: 'describe-enterprise',
        summary: '企业行业与片区 Enter the trade of a firm and where it lies: notices are addressed by them',
        params: Type.Object({ id: Type.String({ format: 'uuid' }) }),
        headers: KeyHeader,
        body: Form({ trade: Nullable(Trade), zone: Nullable(Zone) }),
        response: answers(
          { 200: EnterpriseSchema },
          ...staffProblems,
          ...writeProblems,
          'enterprise-not-found',
        ),
      },
    },
    async (request) => {
      const { trade, zone } = request.body as { trade: string | null; zone: string | null };
      const description = { id: request.params.id, trade, zone };
      const done = await describeEnterprise(db, description, idempotencyOf(deps, request));
      if (!done.ok) throw new ProblemError(done.refusal);
      return done.answer;
    },
  );
}
