import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { App } from '../../app-type';
import { answers, content } from '../../contract/answers';
import { operation, tags } from '../../contract/operation';
import { neighbour } from '../../identity/access';

/**
 * Counts by route, never by case or person: even a count of public visits by the minute can tell who came.
 * Not a plugin of its own, since it counts the requests of all the others.
 */
export function metricsRoute(app: App): void {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  countRequests(app, registry);
  app.get(
    '/metrics',
    {
      config: { access: neighbour, rateLimit: false },
      schema: {
        ...operation('metrics', tags.system, {
          zh: '指标,仅供本机或运维人员',
          en: 'Metrics for Prometheus, from this machine or for operators',
        }),
        response: answers({ 200: content('text/plain', 'metrics') }, 'not-from-here', 'not-logged-in'),
      },
    },
    async (_request, reply) => reply.type(registry.contentType).send(await registry.metrics()),
  );
}

function countRequests(app: App, registry: Registry): void {
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
}
