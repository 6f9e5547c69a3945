import { createServer, type Server } from 'node:http';
import type { Standing, StandingFault } from '../record/operation/readiness';

export interface Health {
  /** How things stand, once the worker takes work; null before that, and again from the moment a stop begins. */
  standing: (() => Promise<Pick<Standing, 'faults'>>) | null;
  close(): Promise<void>;
}

interface HealthParts {
  readonly host: string;
  readonly port: number;
  /** The metrics, in the form that Prometheus reads. */
  readonly metrics: () => Promise<string>;
}

/** What Prometheus calls the form of its texts. */
const metricsForm = 'text/plain; version=0.0.4; charset=utf-8';

/** `/healthz` (the process), `/readyz` (it takes work), `/metrics` (no case, no person). Loopback unless told otherwise. */
export async function serveHealth({ host, port, metrics }: HealthParts): Promise<Health> {
  const state: Pick<Health, 'standing'> = { standing: null };
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    switch (request.url) {
      case '/healthz':
        return answer(200, 'ok');
      case '/readyz':
        return void readiness(state.standing).then(([status, body]) =>
          answer(status, body, 'application/json; charset=utf-8'),
        );
      case '/metrics':
        return void metrics().then(
          (text) => answer(200, text, metricsForm),
          () => answer(500, 'metrics failed'),
        );
      default:
        return answer(404, 'not found');
    }
  });
  await listening(server, host, port);
  return Object.assign(state, {
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

/** What stops no case: cases are carried on by their own records. */
const bearable: readonly string[] = ['office-record-not-as-written'] satisfies StandingFault[];

/** The worker can do nothing without all the rest, so every other fault counts. */
async function readiness(standing: Health['standing']): Promise<[status: number, body: string]> {
  const faults = standing === null ? ['not-running'] : (await standing()).faults;
  const ready = faults.every((fault) => bearable.includes(fault));
  return [ready ? 200 : 503, JSON.stringify({ status: ready ? 'ready' : 'not-ready', faults })];
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
}
