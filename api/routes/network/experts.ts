import { Type } from 'typebox';
import { candidatesFor, expertLines, expertOverview } from '../../../record/cases/network/expert-pool';
import { findCase } from '../../../record/reading/case-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { notFound } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { NumberParams, numberOf } from '../../contract/request-parts';
import {
  ExpertCandidateSchema,
  ExpertLineSchema,
  ExpertOverviewSchema,
} from '../../contract/schemas/network/expert-schemas';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

/** The pool of experts, the candidates for a need, and how the service goes. The pool changes by `api/routes/changes/`. */
export async function expertRoutes(app: App, deps: Deps): Promise<void> {
  poolRoute(app, deps);
  candidateRoute(app, deps);
  overviewRoute(app, deps);
}

function poolRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/experts',
    {
      config: { access: staff('expert-liaison', 'section-chief', 'approver', 'auditor', 'expert') },
      schema: {
        ...operation('experts', tags['expert-service'], {
          zh: '专家库;专家本人只看到自己的登记',
          en: 'The pool of experts; of it, an expert reads their own entry',
        }),
        response: answers({ 200: Type.Array(ExpertLineSchema) }, ...staffProblems),
      },
    },
    (request) => expertLines(db, actorOf(request)),
  );
}

function candidateRoute(app: App, deps: Deps): void {
  const rulebooks = new Rulebooks(deps.db);
  app.get(
    '/api/expert-services/:number/candidates',
    {
      config: { access: staff('expert-liaison', 'section-chief'), act: 'read/candidates' },
      schema: {
        ...operation('expert-candidates', tags['expert-service'], {
          zh: '专家匹配:排序与理由,含被排除者及原因',
          en: 'Who of the pool fits the need, in order, and why the others do not',
        }),
        params: NumberParams,
        response: answers({ 200: Type.Array(ExpertCandidateSchema) }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request) => {
      const number = numberOf(request);
      const { db, clock } = deps;
      const seen = await findCase(db, actorOf(request), number);
      if (seen?.file.caseType !== 'expert-service') throw await notFound(deps, request, number);
      return candidatesFor({ db, rulebooks }, seen.file.id, clock());
    },
  );
}

function overviewRoute(app: App, { db, clock }: Deps): void {
  app.get(
    '/api/expert-services/overview',
    {
      config: { access: staff('expert-liaison', 'section-chief', 'approver', 'auditor') },
      schema: {
        ...operation('expert-overview', tags['expert-service'], {
          zh: '专家服务情况',
          en: 'How expert service goes: requests open and late, experts by skill with load, silence and ratings',
        }),
        response: answers({ 200: ExpertOverviewSchema }, ...staffProblems),
      },
    },
    () => expertOverview(db, clock()),
  );
}
