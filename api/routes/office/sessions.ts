import { Type } from 'typebox';
import { FailedTries } from '../../../record/people/failed-tries';
import { PasswordCheck } from '../../../record/vault/passwords';
import {
  accountOfLogin,
  endSession,
  openSession,
  signedInBy,
  type SignedIn,
} from '../../../record/people/people';
import { everybody, staff } from '../../identity/access';
import { Instant, Nullable, answers, strict } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { allowedOrigins, clearTokenCookie, setTokenCookie, tokenOf } from '../../identity/tokens';
import { addressBucket, loginBucket } from '../../identity/try-buckets';

const minutes = 60_000;

const Who = Type.Object(
  {
    login: Type.String(),
    name: Type.String(),
    staffNo: Type.String(),
    personId: Type.String(),
    roles: Type.Array(Type.String()),
    level: Type.Integer(),
    unit: Type.String(),
    enterpriseId: Nullable(Type.String()),
    standsInFor: Type.Array(Type.String()),
    recusedFrom: Type.Array(Type.String()),
  },
  strict,
);

const tags = ['登录 Session'];

export function sessionRoutes(app: App, deps: ApiDeps): void {
  const { db, clock, settings } = deps;
  const passwords = new PasswordCheck(settings.passwordCost);
  const tries = new FailedTries(db);
  const origins = allowedOrigins(settings);

  app.post(
    '/api/session',
    {
      config: { access: everybody },
      schema: {
        tags,
        operationId: 'log-in',
        summary: '登录 Log in',
        description:
          'Sets a cookie for browsers and tells a bearer token for programs. Ends after 30 idle minutes or 12 hours.',
        body: Type.Object(
          {
            login: Type.String({ maxLength: 100, pattern: '^[^\\u0000-\\u001F]+$' }),
            password: Type.String({ minLength: 1, maxLength: 200 }),
          },
          strict,
        ),
        response: answers(
          { 201: Type.Object({ token: Type.String(), expiresAt: Instant, who: Who }, strict) },
          'body-malformed',
          'form-invalid',
          'body-too-large',
          'media-type-unsupported',
          'login-failed',
          'origin-not-allowed',
          'too-many-tries',
          'overloaded',
        ),
      },
    },
    async (request, reply) => {
      // A page of somebody else must not sign a browser in under an account of its choosing.
      if (request.headers.origin !== undefined && !origins.allows(request))
        throw new ProblemError('origin-not-allowed');
      const { login, password } = request.body;
      const attempt = await tries.begin(
        [
          { bucket: loginBucket(deps, login), atMost: 10, windowMs: 15 * minutes },
          { bucket: addressBucket(deps, request, 'login'), atMost: 100, windowMs: 15 * minutes },
        ],
        clock(),
      );
      if (!attempt.allowed) throw new ProblemError('too-many-tries', { retryAfterS: attempt.retryAfterS });
      const account = await accountOfLogin(db, login);
      const fits = await passwords.fits(password, account?.passwordHash ?? null);
      if (!fits || account === null) throw new ProblemError('login-failed');
      await attempt.undo();
      const { token, expiresAt } = await openSession(db, account.id, clock());
      const signedIn = await signedInBy(db, token, clock());
      if (signedIn === null) throw new ProblemError('login-failed');
      setTokenCookie(reply, settings, token);
      void reply.code(201);
      return { token, expiresAt: expiresAt.toISOString(), who: whoOf(signedIn) };
    },
  );

  app.get(
    '/api/session',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'who-am-i',
        summary: '当前用户 Who am I',
        response: answers({ 200: Who }, 'not-logged-in'),
      },
    },
    (request) => {
      if (request.signedIn === null) throw new ProblemError('not-logged-in');
      return whoOf(request.signedIn);
    },
  );

  app.delete(
    '/api/session',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'log-out',
        summary: '退出 Log out, for every process at once',
        response: answers({ 204: Type.Null() }, 'not-logged-in', 'origin-not-allowed'),
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

function whoOf({ actor, login, name, staffNo }: SignedIn) {
  const { personId, roles, level, unit, enterpriseId, standsInFor, recusedFrom } = actor;
  return { login, name, staffNo, personId, roles, level, unit, enterpriseId, standsInFor, recusedFrom };
}
