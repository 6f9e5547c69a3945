import { Type, type Static } from 'typebox';
import { OneOf } from '../../../domain/case/form';
import { cases, type CaseFilter } from '../../../record/reading/lists/cases';
import type { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { IfNoneMatch, unchanged, unlessUnchanged } from '../../contract/readings';
import { PageQuery, pageRequestOf, SearchText } from '../../contract/request-parts';
import { CasePage } from '../../contract/schemas/list-schemas';
import { CaseTypeWord, Instant, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

interface Deps extends Pick<ApiDeps, 'db' | 'clock'> {
  readonly rulebooks: Rulebooks;
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

/** The cases that somebody may see. */
export async function caseListRoutes(app: App, { db, rulebooks, clock }: Deps): Promise<void> {
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
      const page = await cases(
        { db, rulebooks },
        actorOf(request),
        filter,
        pageRequestOf(request.query),
        clock(),
      );
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
