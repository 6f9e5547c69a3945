import type { FastifyReply, FastifyRequest } from 'fastify';
import { decodePayloads, PayloadsBody } from '../../../record/vault/payload-codec';
import { signedInBy } from '../../../record/people/people';
import { everybody, isLoopback } from '../../identity/access';
import { answers } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { tokenOf } from '../../identity/tokens';

/**
 * Opens sealed payloads for the Temporal UI: for operators and auditors, by the session that they hold here.
 * In a demonstration also for whoever sits at this machine. Payloads hold ids and fixed words only, so that
 * this shows how a case moves and never who is behind it. Nothing here seals.
 */
export function codecRoutes(app: App, deps: ApiDeps): void {
  const uiOrigin = new URL(deps.settings.temporalUiUrl).origin;

  app.options(
    '/codec/decode',
    {
      config: { access: everybody },
      schema: {
        tags: ['系统 System'],
        operationId: 'codec-preflight',
        summary: 'CORS for the Temporal UI',
        response: { 204: {} },
      },
    },
    (request, reply) => {
      allowUi(request, reply);
      return reply.code(204).send();
    },
  );

  app.post(
    '/codec/decode',
    {
      config: { access: everybody },
      schema: {
        tags: ['系统 System'],
        operationId: 'codec-decode',
        summary: '解码 Open payloads for the Temporal UI',
        body: PayloadsBody,
        response: answers(
          { 200: PayloadsBody },
          'body-malformed',
          'form-invalid',
          'body-too-large',
          'media-type-unsupported',
          'not-logged-in',
          'role-missing',
          'origin-not-allowed',
        ),
      },
    },
    async (request, reply) => {
      allowUi(request, reply);
      await assertMayDecode(request);
      return decodePayloads(deps.codec, request.body);
    },
  );

  function allowUi(request: FastifyRequest, reply: FastifyReply): void {
    if (request.headers.origin !== uiOrigin) return;
    void reply
      .header('access-control-allow-origin', uiOrigin)
      .header('access-control-allow-credentials', 'true')
      .header('access-control-allow-headers', 'content-type, authorization, x-namespace')
      .header('access-control-allow-methods', 'POST')
      // The UI is a page of another origin, and may read this answer and no other.
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('vary', 'Origin');
  }

  async function assertMayDecode(request: FastifyRequest): Promise<void> {
    const { origin } = request.headers;
    if (origin !== undefined && origin !== uiOrigin) throw new ProblemError('origin-not-allowed');
    if (deps.settings.demo && isLoopback(request.socket.remoteAddress)) return;
    const presented = tokenOf(request, deps.settings);
    const signedIn = presented && (await signedInBy(deps.db, presented.token, deps.clock()));
    if (!signedIn) throw new ProblemError('not-logged-in');
    const may = signedIn.actor.roles.some((role) => role === 'operator' || role === 'auditor');
    if (!may) throw new ProblemError('role-missing', { detail: 'for operators and auditors' });
  }
}
