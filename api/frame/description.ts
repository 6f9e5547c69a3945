import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import type { App } from '../app-type';
import type { ApiSettings } from '../deps';
import { everybody } from '../identity/access';
import { cookieName } from '../identity/tokens';
import { NamedShapes, withReferences } from '../contract/named-shapes';
import { declaredTags } from '../contract/operation';

/** The description of the API: `/openapi.json`, and readable at `/docs`, from this machine alone. */
export async function describeApi(app: App, settings: ApiSettings): Promise<void> {
  const shapes = new NamedShapes();
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Anjie 案结',
        version: '0.1.0',
        description:
          'Casework of a safety bureau. Every write carries an `Idempotency-Key`, every move on a case an `If-Match` ' +
          'with the seq that the caller saw. Refusals are RFC 9457 problems with a stable `code`, listed at `/problems` ' +
          'in both languages; the `title` of one is in Chinese, or in English where `Accept-Language` asks for it, and what ' +
          '`detail` says of one request is in English. ' +
          'Titles stand in English where the standard has a place for them, and in both languages under `x-title`, ' +
          '`x-summary`, `x-description` and `x-enum-titles`.',
      },
      servers: [{ url: settings.publicUrl }],
      tags: declaredTags,
      components: {
        securitySchemes: {
          bearer: { type: 'http', scheme: 'bearer', description: 'the token that `POST /api/session` tells' },
          cookie: { type: 'apiKey', in: 'cookie', name: cookieName(settings) },
        },
      },
    },
    transform: ({ schema, url, route }) => {
      const access = route.config?.access;
      const security = access?.who === 'staff' ? [{ bearer: [] }, { cookie: [] }] : [];
      return { schema: { ...shapes.setAside(schema), security }, url };
    },
    transformObject: (document) =>
      'openapiObject' in document ? withShapes(document.openapiObject, shapes.all) : document.swaggerObject,
    // OpenAPI 3.1 is JSON Schema, which knows a constant.
    convertConstToEnum: false,
  });
  await app.register(swaggerUi, {
    routePrefix: '/docs',
    staticCSP: false,
    uiConfig: { deepLinking: true, validatorUrl: null },
  });
}

function withShapes<Description extends { components?: object }>(
  description: Description,
  schemas: object,
): Description {
  const components = { ...description.components, schemas };
  return withReferences({ ...description, components });
}

/** Serves the description as JSON. */
export function descriptionRoute(app: App): void {
  app.get('/openapi.json', { config: { access: everybody }, schema: { hide: true } }, () => app.swagger());
}
