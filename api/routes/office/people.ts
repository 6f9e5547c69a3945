import { datesFit } from '../../../domain/case/form-dates';
import { shanghaiDate } from '../../../domain/time/calendar';
import { Type } from 'typebox';
import {
  accounts,
  createAccount,
  enterLeave,
  enterRecusal,
  liftRecusal,
  setActive,
  setOffices,
} from '../../../record/people/accounts';
import { personsHolding } from '../../../record/people/people';
import { hashPassword } from '../../../record/vault/passwords';
import type { App } from '../../app-type';
import { answers, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import {
  AccountAnswer,
  AccountLine,
  ActiveForm,
  LeaveAnswer,
  LeaveForm,
  Login,
  NewAccountForm,
  OfficesForm,
  PeopleQuery,
  Person,
  Recusal,
  RecusalForm,
  RecusalParams,
  UnitLine,
} from '../../contract/schemas/people-schemas';
import { answerOf, problemOf } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock' | 'desk' | 'hashKey' | 'receipts' | 'settings'>;

const byAdministrator = { access: staff('administrator') };
const ofAccount = Type.Object({ login: Login });
const officeProblems = ['roles-incompatible', 'unit-unknown', 'enterprise-unknown'] as const;

/** Accounts, leave and recusal; and the lists that forms choose from. */
export async function peopleRoutes(app: App, deps: Deps): Promise<void> {
  newAccountRoute(app, deps);
  accountListRoute(app, deps);
  officesRoute(app, deps);
  activeRoute(app, deps);
  leaveRoute(app, deps);
  recusalRoute(app, deps);
  liftRecusalRoute(app, deps);
  personListRoute(app, deps);
  unitListRoute(app, deps);
}

// --- accounts -----------------------------------------------------------------------------------

function newAccountRoute(app: App, deps: Deps): void {
  app.post(
    '/api/accounts',
    {
      ...sameBytes,
      config: byAdministrator,
      schema: {
        ...operation('create-account', tags.people, {
          zh: '新建账号',
          en: 'Create an account of a natural person, who may hold several',
        }),
        headers: KeyHeader,
        body: NewAccountForm,
        response: answers(
          { 201: AccountAnswer },
          ...staffProblems,
          ...writeProblems,
          ...officeProblems,
          'login-taken',
        ),
      },
    },
    async (request, reply) => {
      const { password, ...account } = request.body;
      const passwordHash = await hashPassword(password, deps.settings.passwordCost);
      const done = await createAccount(deps.db, { ...account, passwordHash }, idempotencyOf(deps, request));
      const answer = answerOf(done);
      // A tip may have named the person before they came.
      await deps.desk.namesChanged();
      void reply.code(201);
      return answer;
    },
  );
}

function accountListRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/accounts',
    {
      config: byAdministrator,
      schema: {
        ...operation('accounts', tags.people, { zh: '账号列表', en: 'Accounts' }),
        response: answers({ 200: Type.Array(AccountLine) }, ...staffProblems),
      },
    },
    () => accounts(db),
  );
}

function officesRoute(app: App, deps: Deps): void {
  app.put(
    '/api/accounts/:login/offices',
    {
      ...sameBytes,
      config: byAdministrator,
      schema: {
        ...operation('set-offices', tags.people, { zh: '设置岗位', en: 'Set roles, level and unit' }),
        params: ofAccount,
        headers: KeyHeader,
        body: OfficesForm,
        response: answers(
          { 200: AccountAnswer },
          ...staffProblems,
          ...writeProblems,
          ...officeProblems,
          'account-unknown',
        ),
      },
    },
    async (request) =>
      answerOf(await setOffices(deps.db, request.params.login, request.body, idempotencyOf(deps, request))),
  );
}

function activeRoute(app: App, deps: Deps): void {
  app.put(
    '/api/accounts/:login/active',
    {
      ...sameBytes,
      config: byAdministrator,
      schema: {
        ...operation('set-active', tags.people, {
          zh: '启用或停用',
          en: 'Enable or disable; disabling ends all sessions at once',
        }),
        params: ofAccount,
        headers: KeyHeader,
        body: ActiveForm,
        response: answers(
          { 200: AccountAnswer },
          ...staffProblems,
          ...writeProblems,
          ...officeProblems,
          'account-unknown',
        ),
      },
    },
    async (request) =>
      answerOf(
        await setActive(deps.db, request.params.login, request.body.active, idempotencyOf(deps, request)),
      ),
  );
}

// --- leave and recusal --------------------------------------------------------------------------

function leaveRoute(app: App, deps: Deps): void {
  app.post(
    '/api/substitutions',
    {
      ...sameBytes,
      config: { access: staff() },
      schema: {
        ...operation('enter-leave', tags.people, {
          zh: '请假代理',
          en: 'Enter leave with a substitute, for oneself or as section chief',
        }),
        headers: KeyHeader,
        body: LeaveForm,
        response: answers(
          { 201: LeaveAnswer },
          ...staffProblems,
          ...writeProblems,
          'not-for-others',
          'substitute-unfit',
          'dates-reversed',
        ),
      },
    },
    async (request, reply) => {
      const today = shanghaiDate(new Date().toISOString());
      const dates = datesFit(LeaveForm, request.body, { began: today, today });
      if (!dates.ok) throw problemOf(dates.refusal);
      void reply.code(201);
      return answerOf(
        await enterLeave(deps.db, request.body, actorOf(request), idempotencyOf(deps, request)),
      );
    },
  );
}

function recusalRoute(app: App, deps: Deps): void {
  app.post(
    '/api/recusals',
    {
      ...sameBytes,
      config: { access: staff() },
      schema: {
        ...operation('enter-recusal', tags.people, {
          zh: '回避登记',
          en: 'Declare an interest in an enterprise, or enter one as section chief or administrator',
        }),
        headers: KeyHeader,
        body: RecusalForm,
        response: answers(
          { 201: Recusal },
          ...staffProblems,
          ...writeProblems,
          'not-for-others',
          'person-unknown',
          'enterprise-unknown',
        ),
      },
    },
    async (request, reply) => {
      void reply.code(201);
      return answerOf(await enterRecusal(deps, request.body, actorOf(request), idempotencyOf(deps, request)));
    },
  );
}

function liftRecusalRoute(app: App, deps: Deps): void {
  app.delete(
    '/api/recusals/:personId/:enterpriseId',
    {
      ...sameBytes,
      config: { access: staff('section-chief', 'administrator') },
      schema: {
        ...operation('lift-recusal', tags.people, { zh: '解除回避', en: 'Lift a recusal; never one’s own' }),
        params: RecusalParams,
        headers: KeyHeader,
        response: answers(
          { 200: Recusal },
          ...staffProblems,
          'key-missing',
          'key-malformed',
          'key-reused',
          'not-for-others',
        ),
      },
    },
    async (request) =>
      answerOf(await liftRecusal(deps, request.params, actorOf(request), idempotencyOf(deps, request))),
  );
}

// --- what forms choose from ---------------------------------------------------------------------

function personListRoute(app: App, { db, clock }: Deps): void {
  app.get(
    '/api/people',
    {
      config: { access: staff() },
      schema: {
        ...operation('people', tags.people, {
          zh: '本部门人员',
          en: 'Who holds a role in my unit, for forms that name persons',
        }),
        querystring: PeopleQuery,
        response: answers({ 200: Type.Array(Person) }, ...staffProblems),
      },
    },
    (request) => {
      const { unit, enterpriseId } = actorOf(request);
      // A contact of an enterprise must not learn who works at the bureau.
      return enterpriseId === null
        ? personsHolding(db, { role: request.query.role, unit, now: clock() })
        : [];
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
      return units.map(({ id, zone, titleZh, titleEn }) => ({
        id,
        zone,
        title: { zh: titleZh, en: titleEn },
      }));
    },
  );
}
