import rateLimit from '@fastify/rate-limit';
import underPressure from '@fastify/under-pressure';
import type { App } from '../app-type';
import { ProblemError } from '../contract/problems';
import type { ApiSettings } from '../deps';

/** How much is taken on: nothing while the process lags behind, and not too much from one account or address. */
export async function setLimits(
  app: App,
  { overloadedAfterMs, requestsPerMinute }: ApiSettings,
): Promise<void> {
  await app.register(underPressure, {
    maxEventLoopDelay: overloadedAfterMs,
    pressureHandler: () => {
      throw new ProblemError('overloaded', { retryAfterS: 5 });
    },
  });
  await app.register(rateLimit, {
    max: requestsPerMinute,
    timeWindow: 60_000,
    // Where a flood is borne in another way, nobody is kept out for what others do from their address.
    allowList: (request) => request.routeOptions.config.ownDoor ?? false,
    // Kept in memory for a minute and never written anywhere.
    keyGenerator: (request) => request.signedIn?.actor.accountId ?? request.ip,
    errorResponseBuilder: (_request, { ttl }) =>
      new ProblemError('too-many-requests', { retryAfterS: Math.ceil(ttl / 1000) }),
  });
}
