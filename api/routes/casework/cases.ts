import { Type } from 'typebox';
import { acknowledge } from '../../../record/messages/acknowledging';
import { readCase, readChain } from '../../../record/reading/case-reading';
import type { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { CaseReadingSchema, ChainSchema } from '../../contract/schemas/case-schemas';
import { notFound, refused } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { IfNoneMatch, unchanged, unlessUnchanged } from '../../contract/readings';
import { NumberParams, numberOf, pageQuery, pageRequestOf } from '../../contract/request-parts';
import { strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

interface Deps extends Pick<ApiDeps, 'db' | 'vault' | 'clock'> {
  readonly rulebooks: Rulebooks;
}

/** A case and its record: read from PostgreSQL alone, whatever Temporal does. */
export async function caseRoutes(app: App, deps: Deps): Promise<void> {
  caseRoute(app, deps);
  recordRoute(app, deps);
}

function caseRoute(app: App, deps: Deps): void {
  app.get(
    '/api/cases/:number',
    {
      config: { access: staff(), act: 'read' },
      schema: {
        ...operation('case', tags.cases, {
          zh: '案件详情',
          en: 'A case: its record, clocks and what comes next',
        }),
        params: NumberParams,
        headers: IfNoneMatch,
        response: answers({ 200: CaseReadingSchema, ...unchanged }, ...staffProblems, 'case-not-found'),
      },
    },
    async (request, reply) => {
      const { db, vault, rulebooks, clock } = deps;
      const [actor, number] = [actorOf(request), numberOf(request)];
      const reading = await readCase({ db, vault, rulebooks }, actor, number, clock());
      if (reading === null) throw await notFound(deps, request, number);
      // Whoever has the case before them need not say that they were told of it.
      await acknowledge(db, { number, actor, how: 'opened', now: clock() });
      return unlessUnchanged(request, reply, reading, reading.seq);
    },
  );
}

const mostLines = 500;

function recordRoute(app: App, deps: Deps): void {
  app.get(
    '/api/cases/:number/record',
    {
      config: { access: staff(), act: 'read/record' },
      schema: {
        ...operation('record', tags.cases, {
          zh: '案卷记录',
          en: 'The record with its hash chain, from its first line on, at most 500 lines at once',
        }),
        params: NumberParams,
        querystring: Type.Object(pageQuery(mostLines, mostLines), strict),
        response: answers({ 200: ChainSchema }, ...staffProblems, 'case-not-found', 'cursor-invalid'),
      },
    },
    async (request) => {
      const page = pageRequestOf(request.query, mostLines);
      const chain = await readChain(deps.db, actorOf(request), numberOf(request), page);
      if (chain === null) throw await notFound(deps, request, numberOf(request));
      if (chain === 'kept') {
        const move = { number: numberOf(request), actor: actorOf(request) };
        const detail = 'when a reporter wrote is for who takes it in and the auditor';
        throw await refused(deps, request, move, { code: 'role-missing', detail });
      }
      return chain;
    },
  );
}
