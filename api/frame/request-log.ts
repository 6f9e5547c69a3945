import type { App } from '../app-type';

/** One line for each answer. Fastify's own lines, which hold addresses and urls, are switched off. */
export function logRequests(app: App): void {
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
