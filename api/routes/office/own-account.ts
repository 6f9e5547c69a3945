import { Type } from 'typebox';
import { passwordFault } from '../../../domain/office/password-rule';
import { changeOwnPassword } from '../../../record/office/own-password';
import { endSessionOf, sessionIdOf, sessionsOf } from '../../../record/people/people';
import { hashPassword } from '../../../record/vault/passwords';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { PasswordForm, SessionLine, SessionParams } from '../../contract/schemas/people-schemas';
import { actorOf, staff } from '../../identity/access';
import { assertOwnPassword } from '../../identity/own-password';
import { clearTokenCookie, tokenOf } from '../../identity/tokens';
import type { SessionDeps } from './sessions';

/** What everybody does with their own account: another password, and which logins are open. */
export async function ownAccountRoutes(app: App, deps: SessionDeps): Promise<void> {
  passwordRoute(app, deps);
  sessionListRoute(app, deps);
  endSessionRoute(app, deps);
}

function passwordRoute(app: App, deps: SessionDeps): void {
  app.post(
    '/api/session/password',
    {
      config: { access: staff(), withOneTimePassword: true },
      schema: {
        ...operation(
          'change-password',
          tags.session,
          { zh: '修改密码', en: 'Change one’s password, with the old one' },
          {
            zh: '该账号的全部会话随即结束,请重新登录。',
            en: 'All sessions of the account end: log in anew.',
          },
        ),
        body: PasswordForm,
        response: answers(
          { 204: Type.Null() },
          ...staffProblems,
          ...bodyProblems,
          'password-wrong',
          'password-weak',
          'too-many-tries',
        ),
      },
    },
    async (request, reply) => {
      const { signedIn, body } = request;
      if (signedIn === null) throw new ProblemError('not-logged-in');
      await assertOwnPassword(deps, request, body.old);
      const fault = body.new === body.old ? sameAgain : passwordFault(body.new, signedIn.login);
      if (fault !== null) throw weak(fault.en);
      const passwordHash = await hashPassword(body.new, deps.settings.passwordCost);
      const { accountId } = signedIn.actor;
      const passwordTag = deps.credentials.passwordTag({ account: accountId }, body.new, passwordHash);
      await changeOwnPassword(deps, signedIn.actor, { passwordHash, passwordTag });
      clearTokenCookie(reply, deps.settings);
      return reply.code(204).send(null);
    },
  );
}

const sameAgain = { en: 'must be another one' };

function weak(detail: string): ProblemError {
  return new ProblemError('password-weak', { detail, errors: [{ pointer: '/new', detail }] });
}

function sessionListRoute(app: App, { db, clock, settings }: SessionDeps): void {
  app.get(
    '/api/sessions',
    {
      config: { access: staff() },
      schema: {
        ...operation('sessions', tags.session, { zh: '本人的会话', en: 'One’s own sessions, newest first' }),
        response: answers({ 200: Type.Array(SessionLine) }, ...staffProblems),
      },
    },
    async (request) => {
      const presented = tokenOf(request, settings);
      const own = presented && sessionIdOf(presented.token);
      const sessions = await sessionsOf(db, actorOf(request).accountId, clock());
      return sessions.map(({ id, createdAt, lastUsedAt, expiresAt }) => ({
        id,
        createdAt: createdAt.toISOString(),
        lastUsedAt: lastUsedAt.toISOString(),
        expiresAt: expiresAt.toISOString(),
        current: id === own,
      }));
    },
  );
}

function endSessionRoute(app: App, { db }: SessionDeps): void {
  app.delete(
    '/api/sessions/:id',
    {
      config: { access: staff() },
      schema: {
        ...operation('end-session', tags.session, {
          zh: '结束本人的一个会话',
          en: 'End one of one’s own sessions, as of a lost device',
        }),
        params: SessionParams,
        response: answers({ 204: Type.Null() }, ...staffProblems, ...bodyProblems, 'session-not-found'),
      },
    },
    async (request, reply) => {
      const ended = await endSessionOf(db, actorOf(request).accountId, request.params.id);
      if (!ended) throw new ProblemError('session-not-found');
      return reply.code(204).send(null);
    },
  );
}
