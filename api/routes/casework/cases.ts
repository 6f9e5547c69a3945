import { Type, type Static } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { acknowledge } from '../../../record/messages/acknowledging';
import { readCase, readChain } from '../../../record/reading/case-reading';
import { openRequestList } from '../../../record/reading/lists/requests';
import { cases, type CaseFilter } from '../../../record/reading/lists/cases';
import { worklist } from '../../../record/reading/lists/work';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { CaseReadingSchema, ChainSchema } from '../../contract/schemas/case-schemas';
import { CasePage, RequestPage, WorkPage } from '../../contract/schemas/list-schemas';
import { notFound, refused } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { IfNoneMatch, unchanged, unlessUnchanged } from '../../contract/readings';
import {
  NumberParams,
  numberOf,
  SearchText,
  pageQuery,
  PageQuery,
  pageRequestOf,
} from '../../contract/request-parts';
import { CaseTypeWord, Instant, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'vault' | 'clock'>;

/** Lists and details: read from PostgreSQL alone, whatever Temporal does. */
export async function caseRoutes(app: App, deps: Deps): Promise<void> {
  const rulebooks = new Rulebooks(deps.db);
  worklistRoute(app, deps);
  requestListRoute(app, deps);
  caseListRoute(app, deps);
  caseRoute(app, deps, rulebooks);
  recordRoute(app, deps);
}

function worklistRoute(app: App, { db, clock }: Deps): void {
  app.get(
    '/api/worklist',
    {
      config: { access: staff() },
      schema: {
        ...operation('worklist', tags.cases, { zh: '待办', en: 'What waits for me, by due time' }),
        querystring: Type.Object(PageQuery, strict),
        headers: IfNoneMatch,
        response: answers({ 200: WorkPage, ...unchanged }, ...staffProblems, 'cursor-invalid'),
      },
    },
    async (request, reply) => {
      const page = await worklist(db, actorOf(request), pageRequestOf(request.query), clock());
      return unlessUnchanged(request, reply, page);
    },
  );
}

function requestListRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/worklist/requests',
    {
      config: { access: staff() },
      schema: {
        ...operation('worklist-requests', tags.cases, {
          zh: '待我答复的申请',
          en: 'What others have asked for and I may answer: pauses, extensions, corrections, withdrawals, wordings',
        }),
        querystring: Type.Object(PageQuery, strict),
        headers: IfNoneMatch,
        response: answers({ 200: RequestPage, ...unchanged }, ...staffProblems, 'cursor-invalid'),
      },
    },
    async (request, reply) =>
      unlessUnchanged(
        request,
        reply,
        await openRequestList(db, actorOf(request), pageRequestOf(request.query)),
      ),
  );
}

const Scope = OneOf<CaseFilter['scope']>(
  { zh: '范围', en: 'Scope' },
  {
    mine: { zh: '我的', en: 'Mine' },
    unit: { zh: '本部门', en: 'Of my unit' },
    all: { zh: '全部', en: 'All that I may see' },
  },
);
const Order = OneOf<CaseFilter['order']>(
  { zh: '排序', en: 'Order' },
  { due: { zh: '按到期时间', en: 'By due time' }, opened: { zh: '按立案时间', en: 'Newest first' } },
);
const State = OneOf<NonNullable<CaseFilter['state']>>(
  { zh: '状态', en: 'State' },
  { open: { zh: '在办', en: 'Open' }, closed: { zh: '已办结', en: 'Closed' } },
);
const PromiseState = OneOf<NonNullable<CaseFilter['promise']>>(
  { zh: '承诺时限', en: 'Committed limit' },
  {
    running: { zh: '承诺时限未到', en: 'It still runs' },
    broken: { zh: '超承诺时限', en: 'It is or was missed' },
  },
);

const CaseListQuery = Type.Object(
  {
    ...PageQuery,
    scope: Type.Optional({ ...Scope, default: 'all' }),
    order: Type.Optional({ ...Order, default: 'due' }),
    caseType: Type.Optional(CaseTypeWord),
    stage: Type.Optional(Type.String({ pattern: '^[a-z-]{1,40}$' })),
    state: Type.Optional(State),
    overdue: Type.Optional(Type.Boolean()),
    dueBefore: Type.Optional(Instant),
    parent: Type.Optional(
      Type.String({
        format: 'case-number',
        description: 'children of this case, as the items of a project',
      }),
    ),
    promise: Type.Optional(PromiseState),
    q: Type.Optional(SearchText),
  },
  strict,
);

function caseListRoute(app: App, { db, clock }: Deps): void {
  app.get(
    '/api/cases',
    {
      config: { access: staff() },
      schema: {
        ...operation('cases', tags.cases, { zh: '案件列表', en: 'Cases' }),
        querystring: CaseListQuery,
        headers: IfNoneMatch,
        response: answers({ 200: CasePage, ...unchanged }, ...staffProblems, 'cursor-invalid'),
      },
    },
    async (request, reply) => {
      const filter = caseFilterOf(request.query);
      const page = await cases(db, actorOf(request), filter, pageRequestOf(request.query), clock());
      return unlessUnchanged(request, reply, page);
    },
  );
}

function caseFilterOf(query: Static<typeof CaseListQuery>): CaseFilter {
  const { limit: _limit, cursor: _cursor, scope = 'all', order = 'due', dueBefore, ...asked } = query;
  return {
    ...asked,
    scope,
    order,
    ...(dueBefore === undefined ? {} : { dueBefore: new Date(dueBefore).toISOString() }),
  };
}

function caseRoute(app: App, deps: Deps, rulebooks: Rulebooks): void {
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
      const { db, vault, clock } = deps;
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
