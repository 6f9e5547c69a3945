import { Type } from 'typebox';
import { accounts, leaves } from '../../../record/people/accounts';
import { isGuest } from '../../../domain/role';
import { personsHolding } from '../../../record/people/people';
import { recusedByOwnName } from '../../../record/people/person-ties';
import { recusals } from '../../../record/people/recusals';
import type { App } from '../../app-type';
import { answers, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import {
  AccountLine,
  LeaveLine,
  PeopleQuery,
  Person,
  RecusalPage,
  RecusalQuery,
  RecusedByName,
  UnitLine,
} from '../../contract/schemas/people-schemas';
import { pageRequestOf } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

/** Accounts, leave and recusal as they stand, and the lists that forms choose from. They change by `api/routes/changes/`. */
export async function peopleRoutes(app: App, deps: Deps): Promise<void> {
  accountListRoute(app, deps);
  leaveListRoute(app, deps);
  recusedByNameRoute(app, deps);
  recusalListRoute(app, deps);
  personListRoute(app, deps);
  unitListRoute(app, deps);
}

function accountListRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/accounts',
    {
      config: { access: staff('administrator', 'auditor') },
      schema: {
        ...operation('accounts', tags.people, { zh: '账号列表', en: 'Accounts' }),
        response: answers({ 200: Type.Array(AccountLine) }, ...staffProblems),
      },
    },
    () => accounts(db),
  );
}

function leaveListRoute(app: App, { db, clock }: Deps): void {
  app.get(
    '/api/leaves',
    {
      config: { access: staff() },
      schema: {
        ...operation('leaves', tags.people, {
          zh: '请假代理(未结束)',
          en: 'Leaves that are not over: one’s own and those for whom one stands in; of the unit for its section chief; all for administrators and auditors',
        }),
        response: answers({ 200: Type.Array(LeaveLine) }, ...staffProblems),
      },
    },
    (request) => leaves(db, actorOf(request), clock()),
  );
}

function recusedByNameRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/recusals/by-name',
    {
      config: { access: staff('administrator') },
      schema: {
        ...operation('recused-by-name', tags.people, {
          zh: '因举报中出现姓名而回避的人员',
          en: 'Who is recused from an open tip because it gives their name',
        }),
        response: answers({ 200: Type.Array(RecusedByName) }, ...staffProblems),
      },
    },
    () => recusedByOwnName(db),
  );
}

function recusalListRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/recusals',
    {
      config: { access: staff('section-chief', 'administrator', 'auditor') },
      schema: {
        ...operation('recusals', tags.people, {
          zh: '回避登记(按企业或人员)',
          en: 'Who is recused from which firm, of one firm or one person where named',
        }),
        querystring: RecusalQuery,
        response: answers({ 200: RecusalPage }, ...staffProblems, 'cursor-invalid'),
      },
    },
    ({ query: { limit, cursor, ...filter } }) => recusals(db, filter, pageRequestOf({ limit, cursor })),
  );
}

function personListRoute(app: App, { db, clock }: Deps): void {
  app.get(
    '/api/people',
    {
      config: { access: staff() },
      schema: {
        ...operation('people', tags.people, {
          zh: '本部门人员;系统管理员和监察为全部人员',
          en: 'Who holds a role in my unit, for forms that name persons; in all units for administrators and auditors',
        }),
        querystring: PeopleQuery,
        response: answers({ 200: Type.Array(Person) }, ...staffProblems),
      },
    },
    (request) => {
      const { unit, roles, enterpriseId } = actorOf(request);
      // Neither a contact of an enterprise nor a guest learns who works at the bureau.
      if (enterpriseId !== null || isGuest({ roles })) return [];
      const everywhere = roles.includes('administrator') || roles.includes('auditor');
      const { role } = request.query;
      return personsHolding(db, { role, unit: everywhere ? null : unit, now: clock() });
    },
  );
}

function unitListRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/units',
    {
      config: { access: staff() },
      schema: {
        ...operation('units', tags.people, { zh: '部门', en: 'Units' }),
        response: answers({ 200: Type.Array(UnitLine) }, ...staffProblems),
      },
    },
    async () => {
      const units = await db.unit.findMany({ orderBy: { id: 'asc' } });
      return units.map(({ id, zone, titleZh, titleEn, closedAt }) => ({
        id,
        zone,
        title: { zh: titleZh, en: titleEn },
        closed: closedAt !== null,
      }));
    },
  );
}
