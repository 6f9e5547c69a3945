import { Type } from 'typebox';
import { CalendarDate, Form, OneOf } from '../../../domain/case/form';
import { roleTitles, type Level, type Role } from '../../../domain/role';
import {
  accounts,
  createAccount,
  enterLeave,
  enterRecusal,
  liftRecusal,
  setActive,
  setOffices,
  type PeopleRefusal,
} from '../../../record/people/accounts';
import type { Done } from '../../../record/store/idempotency';
import { hashPassword } from '../../../record/vault/passwords';
import { personsHolding } from '../../../record/people/people';
import { actorOf, staff } from '../../identity/access';
import { answers, Bilingual, Nullable, staffProblems, strict, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { Line } from '../../contract/intake-forms';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';

const Login = Type.String({ title: '账号 Login', pattern: '^[a-z0-9][a-z0-9._-]{2,60}$' });
const Uuid = (title: string) => Type.String({ title, format: 'uuid' });
const { reporter: _reporter, ...grantable } = roleTitles;

const officeFields = {
  roles: Type.Array(OneOf({ zh: '岗位', en: 'Role' }, grantable), {
    minItems: 1,
    maxItems: 6,
    uniqueItems: true,
  }),
  level: Type.Integer({
    title: '层级 Level: 0 officer, 1 section chief, 2 deputy director, 3 director',
    minimum: 0,
    maximum: 3,
  }),
  unit: Type.String({ title: '部门 Unit', pattern: '^[a-z0-9-]{2,60}$' }),
  enterpriseId: Nullable(Uuid('企业 Enterprise')),
};

interface OfficesBody {
  readonly roles: readonly Role[];
  readonly level: Level;
  readonly unit: string;
  readonly enterpriseId: string | null;
}

const AccountAnswer = Type.Object(
  { login: Type.String(), personId: Type.String(), accountId: Type.String() },
  strict,
);
const RecusalPair = Type.Object({ personId: Type.String(), enterpriseId: Type.String() }, strict);
const tags = ['人员 People'];
const byAdministrator = { access: staff('administrator') };

/** Accounts, leave and recusal; and the lists that forms choose from. */
export function peopleRoutes(app: App, deps: ApiDeps): void {
  const { db, clock, settings } = deps;

  app.post(
    '/api/accounts',
    {
      config: byAdministrator,
      schema: {
        tags,
        operationId: 'create-account',
        summary: '新建账号 Create an account of a natural person, who may hold several',
        headers: KeyHeader,
        body: Form({
          login: Login,
          password: Type.String({ title: '初始密码 First password', minLength: 12, maxLength: 200 }),
          email: Nullable(Type.String({ format: 'email', maxLength: 200 })),
          person: Form({
            staffNo: Type.String({ title: '工号 Staff number', pattern: '^[A-Za-z0-9-]{2,40}$' }),
            name: Line('姓名 Name', 60),
          }),
          ...officeFields,
        }),
        response: answers(
          { 201: AccountAnswer },
          ...staffProblems,
          ...writeProblems,
          'login-taken',
          'roles-incompatible',
          'unit-unknown',
          'enterprise-unknown',
        ),
      },
    },
    async (request, reply) => {
      const { password, ...account } = request.body;
      const passwordHash = await hashPassword(password, settings.passwordCost);
      void reply.code(201);
      return told(
        await createAccount(
          db,
          { ...account, ...(account as OfficesBody), email: account.email as string | null, passwordHash },
          idempotencyOf(deps, request),
        ),
      );
    },
  );

  app.get(
    '/api/accounts',
    {
      config: byAdministrator,
      schema: {
        tags,
        operationId: 'accounts',
        summary: '账号列表 Accounts',
        response: answers(
          {
            200: Type.Array(
              Type.Object(
                {
                  login: Type.String(),
                  personId: Type.String(),
                  staffNo: Type.String(),
                  name: Type.String(),
                  email: Nullable(Type.String()),
                  active: Type.Boolean(),
                  roles: Type.Array(Type.String()),
                  level: Type.Integer(),
                  unit: Type.String(),
                  enterpriseId: Nullable(Type.String()),
                },
                strict,
              ),
            ),
          },
          ...staffProblems,
        ),
      },
    },
    () => accounts(db),
  );

  app.put(
    '/api/accounts/:login/offices',
    {
      config: byAdministrator,
      schema: {
        tags,
        operationId: 'set-offices',
        summary: '设置岗位 Set roles, level and unit',
        params: Type.Object({ login: Login }),
        headers: KeyHeader,
        body: Form(officeFields),
        response: answers(
          { 200: AccountAnswer },
          ...staffProblems,
          ...writeProblems,
          'account-unknown',
          'roles-incompatible',
          'unit-unknown',
          'enterprise-unknown',
        ),
      },
    },
    async (request) =>
      told(
        await setOffices(db, request.params.login, request.body as OfficesBody, idempotencyOf(deps, request)),
      ),
  );

  app.put(
    '/api/accounts/:login/active',
    {
      config: byAdministrator,
      schema: {
        tags,
        operationId: 'set-active',
        summary: '启用或停用 Enable or disable; disabling ends all sessions at once',
        params: Type.Object({ login: Login }),
        headers: KeyHeader,
        body: Form({ active: Type.Boolean() }),
        response: answers(
          { 200: AccountAnswer },
          ...staffProblems,
          ...writeProblems,
          'account-unknown',
          'roles-incompatible',
          'unit-unknown',
          'enterprise-unknown',
        ),
      },
    },
    async (request) =>
      told(await setActive(db, request.params.login, request.body.active, idempotencyOf(deps, request))),
  );

  app.post(
    '/api/substitutions',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'enter-leave',
        summary: '请假代理 Enter leave with a substitute, for oneself or as section chief',
        headers: KeyHeader,
        body: Form({
          personId: Uuid('离岗人 Who is away'),
          substituteId: Uuid('代理人 Substitute'),
          from: CalendarDate({ zh: '自', en: 'From' }),
          to: CalendarDate({ zh: '至', en: 'To, included' }),
        }),
        response: answers(
          { 201: Type.Object({ id: Type.String() }, strict) },
          ...staffProblems,
          ...writeProblems,
          'not-for-others',
          'substitute-unfit',
          'dates-reversed',
        ),
      },
    },
    async (request, reply) => {
      void reply.code(201);
      return told(await enterLeave(db, request.body, actorOf(request), idempotencyOf(deps, request)));
    },
  );

  app.post(
    '/api/recusals',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'enter-recusal',
        summary:
          '回避登记 Declare an interest in an enterprise, or enter one as section chief or administrator',
        headers: KeyHeader,
        body: Form({ personId: Uuid('人员 Person'), enterpriseId: Uuid('企业 Enterprise') }),
        response: answers(
          { 201: RecusalPair },
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
      return told(await enterRecusal(db, request.body, actorOf(request), idempotencyOf(deps, request)));
    },
  );

  app.delete(
    '/api/recusals/:personId/:enterpriseId',
    {
      config: { access: staff('section-chief', 'administrator') },
      schema: {
        tags,
        operationId: 'lift-recusal',
        summary: '解除回避 Lift a recusal; never one’s own',
        params: Type.Object({ personId: Uuid('人员 Person'), enterpriseId: Uuid('企业 Enterprise') }),
        headers: KeyHeader,
        response: answers(
          { 200: RecusalPair },
          ...staffProblems,
          'form-invalid',
          'key-missing',
          'key-malformed',
          'key-reused',
          'not-for-others',
        ),
      },
    },
    async (request) =>
      told(await liftRecusal(db, request.params, actorOf(request), idempotencyOf(deps, request))),
  );

  app.get(
    '/api/people',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'people',
        summary: '人员 Who holds a role in my unit, for forms that name persons',
        querystring: Type.Object({ role: OneOf({ zh: '岗位', en: 'Role' }, grantable) }, strict),
        response: answers(
          {
            200: Type.Array(
              Type.Object(
                {
                  personId: Type.String(),
                  name: Type.String(),
                  roles: Type.Array(Type.String()),
                  level: Type.Integer(),
                  unit: Type.String(),
                  substitutes: Type.Array(Type.String()),
                },
                strict,
              ),
            ),
          },
          ...staffProblems,
          'form-invalid',
        ),
      },
    },
    (request) => {
      const { unit, enterpriseId } = actorOf(request);
      // Who works at the bureau is no affair of an enterprise's contact.
      return enterpriseId === null
        ? personsHolding(db, { role: request.query.role, unit, now: clock() })
        : [];
    },
  );

  app.get(
    '/api/units',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'units',
        summary: '部门 Units',
        response: answers(
          {
            200: Type.Array(
              Type.Object({ id: Type.String(), zone: Type.String(), title: Bilingual }, strict),
            ),
          },
          ...staffProblems,
        ),
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

/** The answer with its fields in one order, whether it was just made or kept. */
function told<T extends object>(done: Done<T, PeopleRefusal>): object {
  if (!done.ok) throw new ProblemError(done.refusal);
  return Object.fromEntries(Object.entries(done.answer).sort());
}
