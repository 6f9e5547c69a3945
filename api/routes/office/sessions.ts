import { Type } from 'typebox';
import { isGuest, roleTitles } from '../../../domain/role';
import { endSession, openSession, signedInBy, type SignedIn } from '../../../record/people/people';
import { placeTitles } from '../../../record/store/units';
import type { App } from '../../app-type';
import { answers, bodyProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { LoginForm, SessionSchema, SignedInSchema } from '../../contract/schemas/people-schemas';
import { ProblemError } from '../../contract/problems';
import type { ApiDeps, ApiSettings } from '../../deps';
import { everybody, staff } from '../../identity/access';
import { knowDevice } from '../../identity/devices';
import type { PasswordDoor } from '../../identity/password-door';
import { allowedOrigins, clearTokenCookie, setTokenCookie, tokenOf } from '../../identity/tokens';

export interface SessionDeps extends Pick<ApiDeps, 'db' | 'clock' | 'credentials' | 'settings' | 'signer'> {
  /** One for all routes that check passwords: it bounds what that costs together. */
  readonly passwords: PasswordDoor;
}

/** Signing in and out, and who is signed in. */
export async function sessionRoutes(app: App, deps: SessionDeps): Promise<void> {
  logInRoute(app, deps);
  whoAmIRoute(app, deps);
  logOutRoute(app, deps);
}

function logInRoute(app: App, deps: SessionDeps): void {
  const { settings, passwords } = deps;
  const origins = allowedOrigins(settings);
  app.post(
    '/api/session',
    {
      config: { access: everybody, ownDoor: true },
      schema: {
        ...operation(
          'log-in',
          tags.session,
          { zh: '登录', en: 'Log in' },
          {
            zh: '浏览器得到 Cookie,程序得到令牌。闲置 30 分钟或满 12 小时失效。',
            en: 'Sets a cookie for browsers and tells a bearer token for programs. Ends after 30 idle minutes or 12 hours.',
          },
        ),
        body: LoginForm,
        response: answers({ 201: SessionSchema }, ...bodyProblems, 'login-failed', 'origin-not-allowed'),
      },
    },
    async (request, reply) => {
      // A foreign page must not sign a browser in under an account of that page's choosing.
      if (request.headers.origin !== undefined && !origins.allows(request))
        throw new ProblemError('origin-not-allowed');
      const { login, password } = request.body;
      const account = await passwords.open(request, login, password);
      if (account === null) throw new ProblemError('login-failed');
      const session = await opened(deps, account.id);
      setTokenCookie(reply, settings, session.token);
      knowDevice(deps, request, reply, login);
      void reply.code(201);
      return session;
    },
  );
}

async function opened(deps: SessionDeps, accountId: string) {
  const { db, clock } = deps;
  const { token, expiresAt } = await openSession(db, accountId, clock());
  const signedIn = await signedInBy(db, token, clock());
  if (signedIn === null) throw new ProblemError('login-failed');
  return { token, expiresAt: expiresAt.toISOString(), who: await whoOf(deps, signedIn) };
}

function whoAmIRoute(app: App, deps: SessionDeps): void {
  app.get(
    '/api/session',
    {
      config: { access: staff(), withOneTimePassword: true },
      schema: {
        ...operation('who-am-i', tags.session, { zh: '当前用户', en: 'Who am I' }),
        response: answers({ 200: SignedInSchema }, 'not-logged-in'),
      },
    },
    async (request) => {
      if (request.signedIn === null) throw new ProblemError('not-logged-in');
      return whoOf(deps, request.signedIn);
    },
  );
}

function logOutRoute(app: App, { db, settings }: SessionDeps): void {
  app.delete(
    '/api/session',
    {
      config: { access: staff(), withOneTimePassword: true },
      schema: {
        ...operation('log-out', tags.session, { zh: '退出', en: 'Log out, for every process at once' }),
        response: answers({ 204: Type.Null() }, ...bodyProblems, 'not-logged-in', 'origin-not-allowed'),
      },
    },
    async (request, reply) => {
      const presented = tokenOf(request, settings);
      if (presented) await endSession(db, presented.token);
      clearTokenCookie(reply, settings);
      return reply.code(204).send(null);
    },
  );
}

async function whoOf({ db, clock, settings }: SessionDeps, signedIn: SignedIn) {
  const { actor, login, name, staffNo, mustChangePassword, secondFactor, strongUntil } = signedIn;
  const { personId, roles, level, unit, enterpriseId, standsInFor, recusedFrom } = actor;
  const titles = { ...(await placeTitles(db, unit)), roles: roles.map((role) => roleTitles[role]) };
  return {
    ...{ login, name, staffNo, personId, roles, level, unit, enterpriseId, titles },
    ...{ standsInFor, recusedFrom, mustChangePassword, secondFactor },
    strongUntil: strongUntil?.toISOString() ?? null,
    workflowsUrl: enterpriseId === null && !isGuest(actor) ? workflowsUrl(settings) : null,
    now: clock().toISOString(),
  };
}

/** Whether anybody gets in there is the business of that UI; what they read is sealed until they sign in here too. */
function workflowsUrl({ temporalUiUrl, temporalNamespace }: ApiSettings): string {
  return `${temporalUiUrl.replace(/\/$/, '')}/namespaces/${encodeURIComponent(temporalNamespace)}/workflows/`;
}
