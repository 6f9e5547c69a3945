import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import { everybody } from '../identity/access';
import type { App } from '../app-type';

/** The description of the API: `/openapi.json`, and readable at `/docs`, from this machine alone. */
export async function describeApi(app: App, publicUrl: string): Promise<void> {
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Anjie 案结',
        version: '0.1.0',
        description:
          'Casework of a safety bureau. Every write carries an `Idempotency-Key`, every move on a case an `If-Match` ' +
          'with the seq that the caller saw. Refusals are RFC 9457 problems with a stable `code`, listed at `/problems`.',
      },
      servers: [{ url: publicUrl }],
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'the token that `POST /api/session` tells' },
          cookie: { type: 'apiKey', in: 'cookie', name: 'anjie-session' },
        },
      },
    },
    // By the name of the shape, not by a running number.
    refResolver: {
      buildLocalReference: (shape, _base, _fragment, index) =>
        typeof shape['$id'] === 'string' ? shape['$id'] : `shape-${index}`,
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access;
      const security = access?.who === 'staff' ? [{ bearer: [] }, { cookie: [] }] : [];
      return { schema: { ...schema, security }, url };
    },
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: false,
    uiConfig: { deepLinking: true, validatorUrl: null },
  });
}

export function descriptionRoute(app: App): void {
  app.get('/openapi.json', { config: { access: everybody }, schema: { hide: true } }, () => app.swagger());
}
