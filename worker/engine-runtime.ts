import { createServer, type AddressInfo } from 'node:net';
import { Runtime } from '@temporalio/worker';
import { temporalLogger, type Log } from '../record/store/log';

const loopback = '127.0.0.1';

/**
 * Sets up the engine's library: both of its sides write through the one sieve, and it counts what the worker does.
 * It tells that at a port of its own, which nobody else needs to know.
 * @returns its metrics, in the form that Prometheus reads
 */
export async function installRuntime(log: Log): Promise<() => Promise<string>> {
  const address = `${loopback}:${await freePort()}`;
  Runtime.install({
    logger: temporalLogger(log),
    telemetryOptions: {
      logging: { forward: {}, filter: 'WARN' },
      metrics: {
        prometheus: {
          bindAddress: address,
          countersTotalSuffix: true,
          unitSuffix: true,
          useSecondsForDurations: true,
        },
      },
    },
  });
  return async () => (await fetch(`http://${address}/metrics`)).text();
}

/** The library wants a number, and does not tell one that it has chosen by itself. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, loopback, () => {
      const { port } = probe.address() as AddressInfo;
      probe.close(() => resolve(port));
    });
  });
}
