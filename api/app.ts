import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { LogController, type FastifyReply, type FastifyRequest } from 'fastify';
import { steps, openings } from '../domain/cases/catalogue';
import { decisionSchema } from '../domain/case/step';
import { MAX_PAPER_BYTES } from '../record/papers/paper-form';
import { fenceRoutes } from './identity/access';
import { sharedShapes } from './contract/answers';
import type { App } from './app-type';
import type { ApiDeps } from './deps';
import { describeApi, descriptionRoute } from './contract/description';
import { toProblem } from './failures';
import {
  EnteredProblem,
  problemBody,
  ProblemError,
  problems,
  type ProblemCode,
  type ProblemExtras,
} from './contract/problems';
import { enterRefusedRequest } from './refused-requests';
import { actRoutes } from './routes/casework/acts';
import { calendarRoutes } from './routes/office/calendar';
import { policyRoutes } from './routes/office/policy';
import { caseRoutes } from './routes/casework/cases';
import { codecRoutes } from './routes/operation/codec';
import { decisionRoutes } from './routes/casework/decisions';
import { enterpriseRoutes } from './routes/office/enterprises';
import { fileRoutes } from './routes/casework/files';
import { intakeRoutes } from './routes/casework/intake';
import { ledgerRoutes } from './routes/casework/ledgers';
import { openingRoutes } from './routes/casework/openings';
import { paperRoutes } from './routes/casework/papers';
import { payoutRoutes } from './routes/casework/payouts';
import { peopleRoutes } from './routes/office/people';
import { publicPromiseRoutes } from './routes/public/public-promises';
import { publicationRoutes } from './routes/office/publications';
import { publicReceiptRoutes } from './routes/public/public-receipts';
import { reportRoutes } from './routes/office/reports';
import { serviceRoutes } from './routes/operation/service';
import { serviceProofRoutes } from './routes/office/service-proofs';
import { sessionRoutes } from './routes/office/sessions';

const bodyLimit = 256 * 1024;

/** The whole API over what it is given, not listening yet. Refuses to be built with a route that declares no access. */
export async function buildApp(deps: ApiDeps): Promise<App> {
  const { settings, logger } = deps;
  const app: App = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    // Fastify's own lines hold addresses and urls; ours, below, do not.
    logController: new LogController({ disableRequestLogging: true }),
    // An address that cannot even be read meets no route and no hook.
    frameworkErrors: (_error, request, reply) => void sendProblem(request, reply, 'body-malformed', {}),
    genReqId: () => randomUUID(),
    // A number would be ignored, `true` would believe whatever the caller writes: only named proxies.
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    bodyLimit,
    requestTimeout: 60_000,
    ajv: {
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        discriminator: true,
        // Every field that is wrong is named at once; bodies are small and lists bounded.
        allErrors: true,
        keywords: ownKeywords(),
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Schemas of answers describe, they do not cut: a field left out of one must not vanish silently.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  answerFailures(app, deps);

  await app.register(cookie);
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      // `/docs` is the only page; its scripts come from here and it styles itself.
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        connectSrc: ["'self'"],
        fontSrc: ["'self'"],
        frameAncestors: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'none'"],
      },
    },
    strictTransportSecurity: settings.publicUrl.startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
  });
  fenceRoutes(app, deps);
  await app.register(underPressure, {
    maxEventLoopDelay: settings.overloadedAfterMs,
    pressureHandler: () => {
      throw new ProblemError('overloaded', { retryAfterS: 5 });
    },
  });
  await app.register(rateLimit, {
    max: settings.requestsPerMinute,
    timeWindow: 60_000,
    // Kept in memory for a minute and never written anywhere.
    keyGenerator: (request) => request.signedIn?.actor.accountId ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) =>
      new ProblemError('too-many-requests', { retryAfterS: Math.ceil(ttl / 1000) }),
  });
  await app.register(multipart, {
    limits: { files: 1, fileSize: MAX_PAPER_BYTES + 1, fields: 1, fieldSize: 200, parts: 2, headerPairs: 50 },
    throwFileSizeLimit: false,
  });
  app.addContentTypeParser('text/csv', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Nothing that is answered here may lie in a cache on the way.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });

  for (const shape of sharedShapes) app.addSchema(shape);
  await describeApi(app, settings.publicUrl);
  addRoutes(app, deps);
  return app;
}

function addRoutes(app: App, deps: ApiDeps): void {
  serviceRoutes(app, deps);
  sessionRoutes(app, deps);
  intakeRoutes(app, deps);
  publicReceiptRoutes(app, deps);
  publicPromiseRoutes(app, deps);
  caseRoutes(app, deps);
  ledgerRoutes(app, deps);
  fileRoutes(app, deps);
  openingRoutes(app, deps);
  decisionRoutes(app, deps);
  actRoutes(app, deps);
  paperRoutes(app, deps);
  payoutRoutes(app, deps);
  peopleRoutes(app, deps);
  enterpriseRoutes(app, deps);
  publicationRoutes(app, deps);
  serviceProofRoutes(app, deps);
  calendarRoutes(app, deps);
  policyRoutes(app, deps);
  reportRoutes(app, deps);
  codecRoutes(app, deps);
  descriptionRoute(app);
}

function answerFailures(app: App, deps: ApiDeps): void {
  app.setErrorHandler(async (error, request, reply) => {
    const { code, extras } = toProblem(error);
    if (!(error instanceof EnteredProblem)) await enterRefusedRequest(deps, request, code);
    if (problems[code].status >= 500)
      request.log.error({ code, route: request.routeOptions.url, error }, 'request-failed');
    return sendProblem(request, reply, code, extras);
  });
  app.setNotFoundHandler((request, reply) => sendProblem(request, reply, 'route-not-found', {}));
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    // The logger of the request names the request.
    request.log.info(
      {
        method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        durationMs: Math.round(reply.elapsedTime),
      },
      'request-done',
    );
    done();
  });
}

function sendProblem(request: FastifyRequest, reply: FastifyReply, code: ProblemCode, extras: ProblemExtras) {
  if (extras.retryAfterS !== undefined) void reply.header('retry-after', String(extras.retryAfterS));
  if (code === 'not-logged-in') void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(problems[code].status)
    .type('application/problem+json; charset=utf-8')
    .send(problemBody(code, extras, request.id));
}

/** Keywords of our own in the forms of steps (`x-sealed`, `x-person` …), which the validator must know to pass over. */
function ownKeywords(): string[] {
  const found = new Set<string>();
  const look = (node: unknown): void => {
    if (typeof node !== 'object' || node === null) return;
    for (const [key, value] of Object.entries(node)) {
      if (key.startsWith('x-')) found.add(key);
      look(value);
    }
  };
  for (const def of steps.values()) look(decisionSchema(def));
  for (const { form } of openings) look(form);
  return [...found];
}
