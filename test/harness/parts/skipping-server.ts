import { registerAttributes } from '../../../record/operation/search-attributes';
import type { TemporalPlace } from './engine';
import { timeSkipping } from './temporal';

/** A Temporal server whose time stands still until it is told to pass, and its time for everybody beside it. */
export interface SkippingServer extends TemporalPlace {
  now(): Date;
  /** Lets time pass, e.g. `61 days`; what falls due meanwhile happens. */
  sleep(duration: string | number): Promise<void>;
  sleepUntil(instant: string | Date): Promise<void>;
  stop(): Promise<void>;
}

export async function skippingServer(): Promise<SkippingServer> {
  const env = await timeSkipping();
  const namespace = env.namespace ?? 'default';
  await registerAttributes(env.connection, namespace);
  // Between two sleeps the server's time runs beside the real one.
  let aheadMs = (await env.currentTimeMs()) - Date.now();
  const server: SkippingServer = {
    address: env.address,
    namespace,
    now: () => new Date(Date.now() + aheadMs),
    async sleep(duration) {
      await env.sleep(duration);
      aheadMs = (await env.currentTimeMs()) - Date.now();
    },
    sleepUntil: (instant) => server.sleep(Math.max(1, new Date(instant).getTime() - server.now().getTime())),
    stop: () => env.teardown(),
  };
  return server;
}
