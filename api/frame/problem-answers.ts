import type { FastifyReply, FastifyRequest } from 'fastify';
import type { App } from '../app-type';
import {
  EnteredProblem,
  problemBody,
  problems,
  type ProblemCode,
  type ProblemExtras,
} from '../contract/problems';
import { toProblem } from './failures';
import { enterRefusedRequest, type RefusedRequestDeps } from './refused-requests';

/** Whatever goes wrong with a request is answered as a problem, and entered where it is an attempt on a case. */
export function answerProblems(app: App, deps: RefusedRequestDeps): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { code, extras } = toProblem(error);
    if (!(error instanceof EnteredProblem)) await enterRefusedRequest(deps, request, code);
    if (problems[code].status >= 500)
      request.log.error({ code, route: request.routeOptions.url, error }, 'request-failed');
    return sendProblem(request, reply, code, extras);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'route-not-found'));
}

export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  extras: ProblemExtras = {},
): FastifyReply {
  if (extras.retryAfterS !== undefined) void reply.header('retry-after', String(extras.retryAfterS));
  if (code === 'not-logged-in') void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problems[code].status)
    .type('application/problem+json; charset=utf-8')
    .send(problemBody(code, extras, request.id));
}
