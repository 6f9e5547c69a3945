import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { parties } from '../../../domain/party';
import { readLedger } from '../../../record/reading/ledger-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import { actorOf, staff } from '../../identity/access';
import { answers, Instant, Nullable, staffProblems, strict } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { notFound } from '../../contract/moves';
import { NumberParams, numberOf } from '../../contract/request-parts';

const Ms = Type.Number({ description: 'milliseconds' });
const Work = { ms: Ms, naturalDays: Type.Integer(), workingDays: Type.Integer() };

const LedgerSchema = Type.Object(
  {
    number: Type.String(),
    caseType: Type.String(),
    from: Instant,
    to: Instant,
    totalMs: Ms,
    byParty: Type.Object(Object.fromEntries(parties.map((party) => [party, Ms])), strict),
    entries: Type.Array(
      Type.Object(
        {
          number: Nullable(Type.String()),
          stage: Nullable(Type.String()),
          party: Type.String({ enum: [...parties] }),
          from: Instant,
          to: Instant,
          ms: Ms,
        },
        strict,
      ),
    ),
    government: Type.Object(
      { ...Work, modules: Type.Array(Type.Object({ module: Type.String(), ...Work }, strict)) },
      { ...strict, description: '改革总时长 only the time of the government' },
    ),
    departments: Type.Array(Type.Object({ unit: Type.String(), ...Work }, strict)),
    provisional: Type.Boolean(),
  },
  { ...strict, title: 'Stage ledger of a family' },
);

/** 环节账: whose time a case and all cases below it took. Who may see the case may see it. */
export function ledgerRoutes(app: App, deps: ApiDeps): void {
  const parts = { db: deps.db, rulebooks: new Rulebooks(deps.db) };

  ledgerRoute('/api/cases/:number/ledger', 'case-ledger', '环节账 Whose time a case and those below it took');
  ledgerRoute(
    '/api/projects/:number/ledger',
    'project-ledger',
    '项目环节账 Whose time a project took',
    'project',
  );

  function ledgerRoute(address: string, operationId: string, summary: string, only?: 'project'): void {
    app.get(
      address,
      {
        config: { access: staff(), act: 'read/ledger' },
        schema: {
          tags: ['案件 Cases'],
          operationId,
          summary,
          params: NumberParams,
          response: answers({ 200: LedgerSchema }, ...staffProblems, 'case-not-found'),
        },
      },
      async (request: FastifyRequest) => {
        const number = numberOf(request);
        const ledger = await readLedger(parts, actorOf(request), number, deps.clock());
        if (ledger === null || (only !== undefined && ledger.caseType !== only))
          throw await notFound(deps, request, number);
        return ledger;
      },
    );
  }
}
