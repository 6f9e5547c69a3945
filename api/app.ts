import { randomUUID } from 'node:crypto';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { LogController } from 'fastify';
import type { App } from './app-type';
import { describeApi } from './frame/description';
import type { ApiDeps } from './deps';
import { Addresses } from './frame/requests/addresses';
import { readBodies, readUnreadBodies } from './frame/requests/bodies';
import { compressReadings } from './frame/compression';
import { sealCursors } from './frame/cursors';
import { setHeaders } from './frame/headers';
import { setLimits } from './frame/limits';
import { answerNoRoute, answerProblems, answerUnreadable } from './frame/problem-answers';
import { foldCodes } from './frame/requests/codes';
import { refuseUnreadableText } from './frame/requests/encodings';
import { readQueries } from './frame/requests/queries';
import { countRequests } from './frame/request-metrics';
import { logRequests } from './frame/request-log';
import { buildValidator, countableTimes, validationOptions } from './frame/validation';
import { fenceRoutes } from './identity/access';
import { addRoutes } from './routes';

const bodyLimit = 256 * 1024;

/** The whole API over what it is given, not listening yet. Refuses to be built with a route that declares no access. */
export async function buildApp(deps: ApiDeps): Promise<App> {
  const { settings } = deps;
  const addresses = new Addresses();
  const app = emptyApp(deps, addresses);
  answerProblems(app, deps, addresses);
  logRequests(app);
  if (deps.metrics) countRequests(app, deps.metrics);
  await setHeaders(app, settings);
  fenceRoutes(app, deps);
  await setLimits(app, settings);
  refuseUnreadableText(app);
  await readBodies(app);
  readUnreadBodies(app);
  readQueries(app);
  foldCodes(app);
  sealCursors(app, deps);
  await compressReadings(app);
  await describeApi(app, settings);
  addRoutes(app, deps);
  return app;
}

function emptyApp({ settings, logger }: ApiDeps, addresses: Addresses): App {
  const app: App = Fastify({
    ...(logger === undefined ? { logger: false } : { loggerInstance: logger }),
    logController: new LogController({ disableRequestLogging: true }),
    // An address that cannot even be read meets no route and no hook.
    frameworkErrors: (_error, request, reply) =>
      void answerNoRoute(addresses, request, reply, 'body-malformed'),
    genReqId: () => randomUUID(),
    // A number would be ignored, `true` would believe whatever the caller writes: only named proxies.
    trustProxy: settings.trustProxy.length > 0 ? [...settings.trustProxy] : false,
    bodyLimit,
    // Longer than any address that can arrive: what is no number of a case is told so by the validator.
    routerOptions: { maxParamLength: 65_536 },
    clientErrorHandler: answerUnreadable(addresses),
    requestTimeout: 60_000,
    ajv: { customOptions: validationOptions(), onCreate: countableTimes },
    schemaController: { compilersFactory: { buildValidator } },
  }).withTypeProvider<TypeBoxTypeProvider>();
  // Schemas of answers describe, they do not cut: a field left out of one must not vanish silently.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  return app;
}
