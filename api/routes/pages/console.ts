import { existsSync } from 'node:fs';
import { join } from 'node:path';
import files from '@fastify/static';
import { Type } from 'typebox';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { everybody } from '../../identity/access';

type Deps = Pick<ApiDeps, 'consoleFolder'>;

/** What stands in the query is the console's own: its filters. */
const page = {
  config: { access: everybody },
  schema: { hide: true, querystring: Type.Object({}, { additionalProperties: true }) },
};

/** Scripts and styles come from here alone; papers are shown from what was fetched. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self'",
  "connect-src 'self'",
  "frame-src 'self' blob:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'self'",
].join('; ');

/** The console: its files as they were built, and one page for every other address below `/console/`. */
export async function consoleRoutes(app: App, { consoleFolder }: Deps): Promise<void> {
  app.addHook('onSend', async (_request, reply) => {
    void reply.header('content-security-policy', policy);
  });
  app.get('/console', page, (_request, reply) => reply.redirect('/console/'));
  if (consoleFolder === null || !existsSync(join(consoleFolder, 'index.html'))) {
    app.get('/console/*', page, () => {
      throw new ProblemError('console-not-built');
    });
    return;
  }
  await app.register(files, {
    root: consoleFolder,
    prefix: '/console/',
    // Each file is a route of its own, so that what is not there is an address of the console.
    wildcard: false,
    index: false,
    preCompressed: true,
    cacheControl: false,
    setHeaders: (reply, path) => {
      // A file is named after its content, but for the page that names them all.
      const lasting = path.includes(`${join(consoleFolder, 'assets')}`);
      void reply.header('cache-control', lasting ? 'public, max-age=31536000, immutable' : 'no-cache');
    },
  });
  app.get('/console/*', page, (_request, reply) => reply.sendFile('index.html'));
}
