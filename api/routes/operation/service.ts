import { Type } from 'typebox';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import { everybody, neighbour } from '../../identity/access';
import { answers, Bilingual, strict } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { problems } from '../../contract/problems';

const tags = ['系统 System'];
const pingMs = 2_000;

/** For those who run the system: is it alive, is it ready, what does it count. */
export function serviceRoutes(app: App, deps: ApiDeps): void {
  const { db, engine } = deps;

  app.get(
    '/healthz',
    {
      config: { access: everybody, rateLimit: false },
      schema: {
        tags,
        operationId: 'healthz',
        summary: '存活 The process runs',
        response: { 200: Type.Object({ status: Type.Literal('ok') }, strict) },
      },
    },
    () => ({ status: 'ok' as const }),
  );

  const Ready = Type.Object(
    {
      status: Type.String({ enum: ['ready', 'not-ready'] }),
      database: Type.Boolean(),
      engine: Type.Boolean({ description: 'Temporal; reported, not needed' }),
    },
    strict,
  );
  app.get(
    '/readyz',
    {
      config: { access: everybody, rateLimit: false },
      schema: {
        tags,
        operationId: 'readyz',
        summary: '就绪 PostgreSQL answers',
        response: { 200: Ready, 503: Ready },
      },
    },
    async (_request, reply) => {
      const [database, temporal] = await Promise.all([
        withinMs(
          pingMs,
          db.$queryRaw`SELECT 1`.then(() => true),
        ),
        engine === undefined ? false : withinMs(pingMs, engine()),
      ]);
      void reply.code(database ? 200 : 503);
      return { status: database ? 'ready' : 'not-ready', database, engine: temporal };
    },
  );

  app.get(
    '/problems',
    {
      config: { access: everybody },
      schema: {
        tags,
        operationId: 'problems',
        summary: '错误代码 Every code that a refusal can carry',
        response: {
          200: Type.Array(
            Type.Object({ code: Type.String(), status: Type.Integer(), title: Bilingual }, strict),
          ),
        },
      },
    },
    () => Object.entries(problems).map(([code, { status, zh, en }]) => ({ code, status, title: { zh, en } })),
  );

  app.get(
    '/problems/:code',
    {
      config: { access: everybody },
      schema: {
        tags,
        operationId: 'problem',
        summary: '错误代码 One code',
        params: Type.Object({ code: Type.String({ pattern: '^[a-z-]{1,60}$' }) }),
        response: answers(
          { 200: Type.Object({ code: Type.String(), status: Type.Integer(), title: Bilingual }, strict) },
          'form-invalid',
          'route-not-found',
        ),
      },
    },
    (request, reply) => {
      const { code } = request.params;
      const found = Object.entries(problems).find(([each]) => each === code);
      if (found === undefined) {
        reply.callNotFound();
        return reply;
      }
      const { status, zh, en } = found[1];
      return { code, status, title: { zh, en } };
    },
  );

  metricsRoute(app);
}

/** Counts by route, never by case or person: even a count of public visits by the minute can tell who came. */
function metricsRoute(app: App): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Counter({
    name: 'anjie_http_requests_total',
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  });
  const seconds = new Histogram({
    name: 'anjie_http_request_seconds',
    help: 'Time to answer',
    labelNames: ['method', 'route'],
    buckets: [0.002, 0.005, 0.01, 0.015, 0.03, 0.06, 0.12, 0.25, 0.5, 1, 3, 10],
    registers: [registry],
  });
  app.addHook('onResponse', (request, reply, done) => {
    const { method } = request;
    const route = request.routeOptions.url ?? 'none';
    requests.inc({ method, route, status: reply.statusCode });
    seconds.observe({ method, route }, reply.elapsedTime / 1000);
    done();
  });
  app.get(
    '/metrics',
    {
      config: { access: neighbour, rateLimit: false },
      schema: {
        tags,
        operationId: 'metrics',
        summary: '指标 Metrics for Prometheus, from this machine or for operators',
        response: answers(
          { 200: { description: 'metrics', content: { 'text/plain': { schema: Type.String() } } } },
          'not-from-here',
          'not-logged-in',
        ),
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}

async function withinMs(ms: number, answer: Promise<boolean>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  try {
    return await Promise.race([answer.catch(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
