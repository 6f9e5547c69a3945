import { Type } from 'typebox';
import { proposedReward, rewardProposal } from '../../../domain/cases/tip-off/steps';
import { splitForm } from '../../../domain/case/form';
import { caseTypes } from '../../../domain/cases/catalogue';
import type { CaseType } from '../../../domain/case/case-type';
import { viewOf } from '../../../domain/case/case-view';
import { eventsOf, findCase, readCase, readChain } from '../../../record/reading/case-reading';
import { Rulebooks } from '../../../record/store/rulebook';
import { cases, orders, promiseStates, scopes, worklist } from '../../../record/reading/worklists';
import { actorOf, staff } from '../../identity/access';
import { CasePage, Facts, answers, staffProblems, strict, WorkPage } from '../../contract/answers';
import type { App } from '../../app-type';
import { CaseReadingSchema, ChainSchema } from '../../contract/case-schemas';
import type { ApiDeps } from '../../deps';
import { notFound } from '../../contract/moves';
import {
  NumberParams,
  numberOf,
  numberPattern,
  PageQuery,
  pageRequestOf,
} from '../../contract/request-parts';

const tags = ['案件 Cases'];

/** Lists and details: read from PostgreSQL alone, whatever Temporal does. */
export function caseRoutes(app: App, deps: ApiDeps): void {
  const parts = { db: deps.db, vault: deps.vault, rulebooks: new Rulebooks(deps.db) };

  app.get(
    '/api/worklist',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'worklist',
        summary: '待办 What waits for me, by due time',
        querystring: Type.Object(PageQuery, strict),
        response: answers({ 200: WorkPage }, ...staffProblems, 'form-invalid', 'cursor-invalid'),
      },
    },
    (request) => worklist(deps.db, actorOf(request), pageRequestOf(request.query), deps.clock()),
  );

  app.get(
    '/api/cases',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'cases',
        summary: '案件列表 Cases',
        querystring: Type.Object(
          {
            ...PageQuery,
            scope: Type.Optional(
              Type.String({ enum: [...scopes], description: 'default `all` that you may see' }),
            ),
            order: Type.Optional(Type.String({ enum: [...orders], description: 'default `due`' })),
            caseType: Type.Optional(Type.String({ enum: Object.keys(caseTypes) })),
            stage: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}$' })),
            state: Type.Optional(Type.String({ enum: ['open', 'closed'] })),
            overdue: Type.Optional(Type.String({ enum: ['true', 'false'] })),
            dueBefore: Type.Optional(Type.String({ format: 'date-time' })),
            parent: Type.Optional(
              Type.String({
                pattern: numberPattern,
                description: 'children of this case, as the items of a project',
              }),
            ),
            promise: Type.Optional(
              Type.String({
                enum: [...promiseStates],
                description: '承诺时限 a committed limit that still runs, or one that is or was missed',
              }),
            ),
          },
          strict,
        ),
        response: answers({ 200: CasePage }, ...staffProblems, 'form-invalid', 'cursor-invalid'),
      },
    },
    (request) => {
      const { scope, order, caseType, stage, state, overdue, dueBefore, parent, promise } = request.query;
      const filter = {
        scope: (scope ?? 'all') as (typeof scopes)[number],
        order: (order ?? 'due') as (typeof orders)[number],
        ...(caseType === undefined ? {} : { caseType: caseType as CaseType }),
        ...(stage === undefined ? {} : { stage }),
        ...(state === undefined ? {} : { state: state as 'open' | 'closed' }),
        ...(overdue === undefined ? {} : { overdue: overdue === 'true' }),
        ...(dueBefore === undefined ? {} : { dueBefore: new Date(dueBefore).toISOString() }),
        ...(parent === undefined ? {} : { parent }),
        ...(promise === undefined ? {} : { promise: promise as (typeof promiseStates)[number] }),
      };
      return cases(deps.db, actorOf(request), filter, pageRequestOf(request.query), deps.clock());
    },
  );

  app.get(
    '/api/cases/:number',
    {
      config: { access: staff(), act: 'read' },
      schema: {
        tags,
        operationId: 'case',
        summary: '案件详情 A case: its record, clocks and what comes next',
        params: NumberParams,
        response: answers({ 200: CaseReadingSchema }, ...staffProblems, 'form-invalid', 'case-not-found'),
      },
    },
    async (request, reply) => {
      const reading = await readCase(parts, actorOf(request), numberOf(request), deps.clock());
      if (reading === null) throw await notFound(deps, request, numberOf(request));
      void reply.header('etag', `"${reading.seq}"`);
      return reading;
    },
  );

  app.get(
    '/api/cases/:number/record',
    {
      config: { access: staff(), act: 'read/record' },
      schema: {
        tags,
        operationId: 'record',
        summary: '案卷记录 The record with its hash chain',
        params: NumberParams,
        response: answers({ 200: ChainSchema }, ...staffProblems, 'form-invalid', 'case-not-found'),
      },
    },
    async (request) => {
      const chain = await readChain(deps.db, actorOf(request), numberOf(request));
      if (chain === null) throw await notFound(deps, request, numberOf(request));
      return chain;
    },
  );

  app.post(
    '/api/cases/:number/reward-preview',
    {
      config: { access: staff('reward-officer', 'approver'), act: 'read/reward-preview' },
      schema: {
        tags,
        operationId: 'reward-preview',
        summary: '奖励试算 What a proposal with these facts would give, line by line. Writes nothing.',
        params: NumberParams,
        body: rewardProposal.verdicts.proposed.form,
        response: answers(
          { 200: Type.Object({ amountFen: Type.Integer(), level: Type.Integer(), reward: Facts }, strict) },
          ...staffProblems,
          'body-malformed',
          'form-invalid',
          'case-not-found',
        ),
      },
    },
    async (request) => {
      const number = numberOf(request);
      const found = await findCase(deps.db, actorOf(request), number);
      if (found === null || found.file.caseType !== 'tip-off') throw await notFound(deps, request, number);
      const view = viewOf(await eventsOf(deps.db, found.file.id));
      const policy = await parts.rulebooks.policyOf(view.policy);
      const { facts } = splitForm(rewardProposal.verdicts.proposed.form, request.body);
      const reward = proposedReward({ facts, view, policy });
      return { ...reward.facts, ...reward.detail };
    },
  );
}
