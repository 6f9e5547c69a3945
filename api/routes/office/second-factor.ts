import type { FastifyRequest } from 'fastify';
import {
  beginEnrolment,
  renewRecoveryCodes,
  secondFactorOf,
  strengthen,
} from '../../../record/people/second-factor';
import { enrolSecondFactor } from '../../../record/office/own-second-factor';
import { enrolmentOf } from '../../../record/people/time-codes';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import {
  CodeForm,
  EnrolmentForm,
  EnrolmentSchema,
  RecoveryCodesSchema,
  SecondFactorSchema,
} from '../../contract/schemas/people-schemas';
import { actorOf, staff } from '../../identity/access';
import type { CodeDoor } from '../../identity/code-door';
import { knowDevice } from '../../identity/devices';
import { assertOwnPassword } from '../../identity/own-password';
import { tokenOf } from '../../identity/tokens';
import type { SessionDeps } from './sessions';

interface Deps extends SessionDeps {
  readonly codes: CodeDoor;
}

const address = '/api/session/second-factor';
const byHolder = { access: staff() };
const problems = [...staffProblems, ...bodyProblems, 'too-many-tries'] as const;

/** One's own second factor: enrolled with the password, confirmed by a code, shown before acts that weigh. */
export async function secondFactorRoutes(app: App, deps: Deps): Promise<void> {
  standingRoute(app, deps);
  enrolmentRoute(app, deps);
  confirmationRoute(app, deps);
  codeRoute(app, deps);
  recoveryRoute(app, deps);
}

function standingRoute(app: App, deps: Deps): void {
  app.get(
    address,
    {
      config: byHolder,
      schema: {
        ...operation('second-factor', tags.session, {
          zh: '本人的第二因素',
          en: 'One’s own second factor, and until when this session may do what demands it',
        }),
        response: answers({ 200: SecondFactorSchema }, ...staffProblems),
      },
    },
    (request) => standing(deps, request),
  );
}

function enrolmentRoute(app: App, deps: Deps): void {
  app.post(
    address,
    {
      config: byHolder,
      schema: {
        ...operation(
          'enrol-second-factor',
          tags.session,
          { zh: '登记第二因素', en: 'Enrol a second factor, with the password' },
          {
            zh: '密钥只显示这一次;以一个验证码确认后生效。更换须先输入现有验证码。',
            en: 'The secret is shown this once, and counts once a code of it was shown. To replace one, show a code of it first.',
          },
        ),
        body: EnrolmentForm,
        response: answers({ 201: EnrolmentSchema }, ...problems, 'password-wrong', 'second-factor-known'),
      },
    },
    async (request, reply) => {
      const { signedIn, body } = request;
      if (signedIn === null) throw new ProblemError('not-logged-in');
      if (signedIn.secondFactor && !isStrong(deps, request)) throw new ProblemError('second-factor-known');
      // Whoever has only got hold of a session must not make a second factor of their own of it.
      await assertOwnPassword(deps, request, body.password);
      const secret = await beginEnrolment(deps, signedIn.actor.accountId);
      void reply.code(201);
      return enrolmentOf(secret, signedIn.login);
    },
  );
}

function confirmationRoute(app: App, deps: Deps): void {
  app.post(
    `${address}/confirmation`,
    {
      config: byHolder,
      schema: {
        ...operation('confirm-second-factor', tags.session, {
          zh: '确认第二因素(恢复码只显示这一次)',
          en: 'Confirm a second factor by a code of it. The recovery codes are shown this once',
        }),
        body: CodeForm,
        response: answers(
          { 201: RecoveryCodesSchema },
          ...problems,
          'second-factor-wrong',
          'second-factor-known',
          'second-factor-not-begun',
        ),
      },
    },
    async (request, reply) => {
      const { signedIn, body } = request;
      if (signedIn === null) throw new ProblemError('not-logged-in');
      if (signedIn.secondFactor && !isStrong(deps, request)) throw new ProblemError('second-factor-known');
      const recoveryCodes = await deps.codes.counted(request, signedIn, () =>
        enrolSecondFactor(deps, signedIn.actor, body.code),
      );
      if (recoveryCodes === 'not-begun') throw new ProblemError('second-factor-not-begun');
      await shown(deps, request);
      knowDevice(deps, request, reply, signedIn.login, true);
      void reply.code(201);
      return { recoveryCodes };
    },
  );
}

function codeRoute(app: App, deps: Deps): void {
  app.post(
    `${address}/code`,
    {
      config: byHolder,
      schema: {
        ...operation(
          'show-code',
          tags.session,
          { zh: '输入验证码', en: 'Show a code of the second factor, or a recovery code' },
          {
            zh: '此后 15 分钟内,本会话可办理审批、付款等事项。每个验证码只能使用一次。',
            en: 'For 15 minutes this session may approve, pay and do what else demands it. Each code is good once.',
          },
        ),
        body: CodeForm,
        response: answers({ 200: SecondFactorSchema }, ...problems, 'second-factor-wrong'),
      },
    },
    async (request, reply) => {
      const { signedIn, body } = request;
      if (signedIn === null) throw new ProblemError('not-logged-in');
      await deps.codes.use(request, signedIn, body.code);
      const strongUntil = await shown(deps, request);
      knowDevice(deps, request, reply, signedIn.login, true);
      return { ...(await standing(deps, request)), strongUntil: strongUntil.toISOString() };
    },
  );
}

function recoveryRoute(app: App, deps: Deps): void {
  app.post(
    `${address}/recovery-codes`,
    {
      config: byHolder,
      schema: {
        ...operation('renew-recovery-codes', tags.session, {
          zh: '更换恢复码',
          en: 'Other recovery codes in place of the earlier ones, shown this once',
        }),
        response: answers(
          { 201: RecoveryCodesSchema },
          ...staffProblems,
          ...bodyProblems,
          'second-factor-needed',
          'second-factor-not-enrolled',
        ),
      },
    },
    async (request, reply) => {
      if (request.signedIn?.secondFactor === false) throw new ProblemError('second-factor-not-enrolled');
      if (!isStrong(deps, request)) throw new ProblemError('second-factor-needed');
      void reply.code(201);
      return { recoveryCodes: await renewRecoveryCodes(deps, actorOf(request).accountId) };
    },
  );
}

function isStrong({ clock }: Deps, { signedIn }: FastifyRequest): boolean {
  return signedIn?.strongUntil != null && signedIn.strongUntil > clock();
}

/** A code was shown in this session. */
function shown({ db, clock, settings }: Deps, request: FastifyRequest): Promise<Date> {
  const presented = tokenOf(request, settings);
  if (presented === null) throw new ProblemError('not-logged-in');
  return strengthen(db, presented.token, clock());
}

async function standing(deps: Deps, request: FastifyRequest) {
  const { enrolledAt, recoveryCodesLeft } = await secondFactorOf(deps.db, actorOf(request).accountId);
  return {
    enrolledAt: enrolledAt?.toISOString() ?? null,
    recoveryCodesLeft,
    strongUntil: isStrong(deps, request) ? (request.signedIn?.strongUntil?.toISOString() ?? null) : null,
  };
}
