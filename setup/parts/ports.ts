import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';
import { SetupError } from '../progress';

/** All programs that set-up starts listen on this address only. */
export const loopback = '127.0.0.1';

/** Whether nothing listens on a port of this machine. */
export function isPortFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen({ port, host: loopback, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}

/** @param variable the setting that chooses another port */
export async function requireFreePort(port: number, what: string, variable: string): Promise<void> {
  if (await isPortFree(port)) return;
  throw new SetupError(
    `Port ${port} is in use, and ${what} wants it.`,
    `Stop the program that holds it, or choose another: ${variable}=${port + 10} npm start`,
  );
}

/** Below the kernel's range of outgoing ports, so that no connection takes one of these in between. */
const privateRange = { from: 15_000, to: 32_000 };

/** A free port for a private system. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < 100; tries += 1) {
    const port = randomInt(privateRange.from, privateRange.to);
    if (await isPortFree(port)) return port;
  }
  throw new SetupError(`No free port between ${privateRange.from} and ${privateRange.to}.`);
}
