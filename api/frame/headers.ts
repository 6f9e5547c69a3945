import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import type { App } from '../app-type';
import type { ApiSettings } from '../deps';

/** What every answer tells a browser: to run nothing from elsewhere, to be in no frame, and to keep nothing. */
export async function setHeaders(app: App, { publicUrl }: ApiSettings): Promise<void> {
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
    strictTransportSecurity: publicUrl.startsWith('https:'),
    referrerPolicy: { policy: 'no-referrer' },
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    // Nothing that is answered here may lie in a cache on the way, unless its route says so.
    if (!reply.hasHeader('cache-control')) void reply.header('cache-control', 'no-store');
    done(null, payload);
  });
}
