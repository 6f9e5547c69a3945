import { Type, type Static } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { workCounts } from '../../../record/reading/lists/counts';
import { openRequestList } from '../../../record/reading/lists/requests';
import { worklist, type WorkFilter } from '../../../record/reading/lists/work';
import type { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { IfNoneMatch, unchanged, unlessUnchanged } from '../../contract/readings';
import { PageQuery, pageRequestOf } from '../../contract/request-parts';
import { CountsSchema, RequestPage, WorkPage } from '../../contract/schemas/list-schemas';
import { CaseTypeWord, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

interface Deps extends Pick<ApiDeps, 'db' | 'clock'> {
  readonly rulebooks: Rulebooks;
}

/** What waits for whoever asks, and how much it is. */
export async function worklistRoutes(app: App, deps: Deps): Promise<void> {
  worklistRoute(app, deps);
  requestListRoute(app, deps);
  countsRoute(app, deps);
}

const Order = OneOf<WorkFilter['order']>(
  { zh: '排序', en: 'Order' },
  {
    due: { zh: '按到期时间', en: 'By due time' },
    share: {
      zh: '按用时比例(逾期在前,中止在后)',
      en: 'The overdue first, then by the share of time gone, pauses last',
    },
  },
);

const WorkQuery = Type.Object(
  {
    ...PageQuery,
    order: Type.Optional({ ...Order, default: 'due' }),
    caseType: Type.Optional(CaseTypeWord),
    step: Type.Optional(Type.String({ pattern: '^[a-z-]{1,60}/[a-z-]{1,60}$' })),
    overdue: Type.Optional(Type.Boolean()),
    paused: Type.Optional(Type.Boolean()),
    dueToday: Type.Optional(Type.Boolean({ description: 'falls due later today' })),
  },
  strict,
);

function worklistRoute(app: App, { db, rulebooks, clock }: Deps): void {
  app.get(
    '/api/worklist',
    {
      config: { access: staff() },
      schema: {
        ...operation('worklist', tags.cases, { zh: '待办', en: 'What waits for me' }),
        querystring: WorkQuery,
        headers: IfNoneMatch,
        response: answers({ 200: WorkPage, ...unchanged }, ...staffProblems, 'cursor-invalid'),
      },
    },
    async (request, reply) => {
      const [actor, filter] = [actorOf(request), workFilterOf(request.query)];
      const page = await worklist({ db, rulebooks }, actor, filter, pageRequestOf(request.query), clock());
      return unlessUnchanged(request, reply, page);
    },
  );
}

function workFilterOf(query: Static<typeof WorkQuery>): WorkFilter {
  const { limit: _limit, cursor: _cursor, order = 'due', ...asked } = query;
  return { ...asked, order };
}

function requestListRoute(app: App, { db, rulebooks }: Deps): void {
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
    async (request, reply) => {
      const page = pageRequestOf(request.query);
      return unlessUnchanged(
        request,
        reply,
        await openRequestList({ db, rulebooks }, actorOf(request), page),
      );
    },
  );
}

function countsRoute(app: App, { db, clock }: Deps): void {
  app.get(
    '/api/counts',
    {
      config: { access: staff() },
      schema: {
        ...operation(
          'counts',
          tags.cases,
          { zh: '待办数量', en: 'How much waits for me' },
          {
            zh: '每个数字都等于同一筛选条件下列表的行数。',
            en: 'Each number is how many lines the list has with the same filter.',
          },
        ),
        headers: IfNoneMatch,
        response: answers({ 200: CountsSchema, ...unchanged }, ...staffProblems),
      },
    },
    async (request, reply) =>
      unlessUnchanged(request, reply, await workCounts(db, actorOf(request), clock())),
  );
}
