import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { signedInBy } from '../../../record/people/people';
import { decodePayloads, PayloadsBody } from '../../../record/vault/payload-codec';
import type { App } from '../../app-type';
import { answers, bodyProblems } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { Named } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { everybody, isLoopback } from '../../identity/access';
import { tokenOf } from '../../identity/tokens';

type Deps = Pick<ApiDeps, 'codec' | 'db' | 'clock' | 'settings'>;

const Payloads = Named('Payloads', PayloadsBody);
/** The UI is not ours, and may add fields to the query with each of its versions. */
const AnyQuery = Type.Object({}, { additionalProperties: true });

/**
 * Opens sealed payloads for the Temporal UI: for operators and auditors, by their session here; in a demonstration also
 * for whoever uses this machine. Payloads hold ids and fixed words only, so this shows how a case moves, never who is
 * behind it. It seals nothing.
 */
export async function codecRoutes(app: App, deps: Deps): Promise<void> {
  const uiOrigin = new URL(deps.settings.temporalUiUrl).origin;
  preflightRoute(app, uiOrigin);
  decodeRoute(app, deps, uiOrigin);
}

function preflightRoute(app: App, uiOrigin: string): void {
  app.options(
    '/codec/decode',
    {
      config: { access: everybody },
      schema: {
        ...operation('codec-preflight', tags.system, {
          zh: '供 Temporal 界面跨域访问',
          en: 'CORS for the Temporal UI',
        }),
        querystring: AnyQuery,
        response: answers({ 204: Type.Null() }, ...bodyProblems),
      },
    },
    (request, reply) => {
      allowUi(request, reply, uiOrigin);
      return reply.code(204).send();
    },
  );
}

function decodeRoute(app: App, deps: Deps, uiOrigin: string): void {
  app.post(
    '/codec/decode',
    {
      config: { access: everybody },
      schema: {
        ...operation('codec-decode', tags.system, {
          zh: '为 Temporal 界面解码',
          en: 'Open payloads for the Temporal UI',
        }),
        querystring: AnyQuery,
        body: Payloads,
        response: answers(
          { 200: Payloads },
          ...bodyProblems,
          'not-logged-in',
          'role-missing',
          'origin-not-allowed',
        ),
      },
    },
    async (request, reply) => {
      allowUi(request, reply, uiOrigin);
      await assertMayDecode(request, deps, uiOrigin);
      return decodePayloads(deps.codec, request.body);
    },
  );
}

function allowUi(request: FastifyRequest, reply: FastifyReply, uiOrigin: string): void {
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

async function assertMayDecode(
  request: FastifyRequest,
  { db, clock, settings }: Deps,
  uiOrigin: string,
): Promise<void> {
  const { origin } = request.headers;
  if (origin !== undefined && origin !== uiOrigin) throw new ProblemError('origin-not-allowed');
  if (settings.demo && isLoopback(request.socket.remoteAddress)) return;
  const presented = tokenOf(request, settings);
  const signedIn = presented && (await signedInBy(db, presented.token, clock()));
  if (!signedIn) throw new ProblemError('not-logged-in');
  const may = signedIn.actor.roles.some((role) => role === 'operator' || role === 'auditor');
  if (!may) throw new ProblemError('role-missing', { detail: 'for operators and auditors' });
}
