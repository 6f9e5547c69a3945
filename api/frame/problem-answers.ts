import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { CaseMisfit } from '../../domain/misfit';
import { isNotAsSealed } from '../../record/vault/vault';
import type { App } from '../app-type';
import { languageAskedFor, languageTags } from '../contract/language';
import { problems, type ProblemCode } from '../contract/problem-codes';
import { EnteredProblem, problemBody, type ProblemExtras } from '../contract/problems';
import type { Addresses } from './requests/addresses';
import { numberIn } from '../contract/request-parts';
import { isPage, wantsPage, sendProblemPage } from './pages';
import { toProblem } from './failures';
import { enterRefusedRequest, type RefusedRequestDeps } from './refused-requests';

/** Answers every error as a problem, and enters it where it was an attempt on a case. */
export function answerProblems(app: App, deps: RefusedRequestDeps, addresses: Addresses): void {
  app.setErrorHandler(async (error, request, reply) => {
    // If there is no such route, nothing else about the request matters.
    if (request.is404) return answerNoRoute(addresses, request, reply, 'route-not-found');
    const { code, extras } = toProblem(error);
    if (!(error instanceof EnteredProblem)) await enterRefusedRequest(deps, request, code);
    if (problems[code].status >= 500 || isNotAsSealed(error))
      request.log.error(
        { code, caseNumber: numberIn(request), ...misfitIn(error), route: request.routeOptions.url, error },
        'request-failed',
      );
    return isPage(request)
      ? sendProblemPage(request, reply, code, extras)
      : sendProblem(request, reply, code, extras);
  });
  app.addHook('onRoute', ({ url, method }) => addresses.add(url, method));
  app.setNotFoundHandler((request, reply) => answerNoRoute(addresses, request, reply, 'route-not-found'));
}

/** The step and the row for which a case cannot go on. */
function misfitIn(error: unknown): CaseMisfit['at'] {
  return error instanceof CaseMisfit ? error.at : {};
}

/** Answers a request for which there is no route: the address has other methods, or the given problem. */
export function answerNoRoute(
  addresses: Addresses,
  request: FastifyRequest,
  reply: FastifyReply,
  otherwise: ProblemCode,
): FastifyReply {
  const allowed = addresses.methodsAt(request.url);
  const wrongMethod = allowed.length > 0 && !allowed.includes(request.method);
  if (wrongMethod) void reply.header('allow', allowed.join(', '));
  const code = wrongMethod ? 'method-not-allowed' : otherwise;
  return wantsPage(request) ? sendProblemPage(request, reply, code) : sendProblem(request, reply, code);
}

/** An error of the HTTP parser, with what it had read. */
interface Unreadable {
  readonly code?: string;
  readonly rawPacket?: unknown;
}

/** Answers bytes that never became a request. They are answered on the bare connection, which is then closed. */
export function answerUnreadable(addresses: Addresses) {
  return ({ code: cause = '', rawPacket }: Unreadable, socket: Socket): void => {
    if (cause === 'ECONNRESET' || !socket.writable) return void socket.destroy();
    // A method that this version of Node does not know is not a broken request.
    const [, path] =
      /^[A-Z]+ (\/\S*) HTTP\/1\.[01]\r\n/.exec(
        Buffer.isBuffer(rawPacket) ? rawPacket.toString('latin1') : '',
      ) ?? [];
    const unknownMethod = cause === 'HPE_INVALID_METHOD' && path !== undefined;
    const allowed = unknownMethod ? addresses.methodsAt(path) : [];
    const code = allowed.length > 0 ? 'method-not-allowed' : (unreadable[cause] ?? 'body-malformed');
    const { status } = problems[code];
    const body = JSON.stringify(problemBody(code, {}, randomUUID(), 'zh'));
    const lines = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
      ...(allowed.length > 0 ? [`Allow: ${allowed.join(', ')}`] : []),
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Language: ${languageTags.zh}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Connection: close',
    ];
    socket.end(`${lines.join('\r\n')}\r\n\r\n${body}`);
  };
}

const unreadable: Readonly<Record<string, ProblemCode>> = {
  HPE_HEADER_OVERFLOW: 'headers-too-large',
  ERR_HTTP_REQUEST_TIMEOUT: 'request-too-slow',
};

/** Sends a problem as the answer to a request. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ProblemCode,
  extras: ProblemExtras = {},
): FastifyReply {
  const language = languageAskedFor(request.headers['accept-language']);
  const vary = reply.getHeader('vary');
  void reply
    .header('content-language', languageTags[language])
    .header('vary', vary === undefined ? 'Accept-Language' : `${String(vary)}, Accept-Language`);
  if (extras.retryAfterS !== undefined) void reply.header('retry-after', String(extras.retryAfterS));
  if (code === 'not-logged-in') void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problems[code].status)
    .type('application/problem+json; charset=utf-8')
    .send(problemBody(code, extras, request.id, language));
}
