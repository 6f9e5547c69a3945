import { createServer, type Server } from 'node:http';
import { collectDefaultMetrics, Counter, Gauge, Registry } from 'prom-client';
import { repairCauses } from '../record/engine/repairs';
import type { ReconcilerReport } from './reconciler';

export interface Health {
  /** False until everything is connected, and again from the moment a stop begins. */
  ready: boolean;
  report(report: ReconcilerReport): void;
  /** Sets how many records were found to be other than they were written. */
  recordFaults(count: number): void;
  close(): Promise<void>;
}

/** `/healthz` (the process), `/readyz` (it takes work), `/metrics` (no case, no person). Loopback unless told otherwise. */
export async function serveHealth(host: string, port: number): Promise<Health> {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers: [registry] });
  const open = gauge('anjie_open_cases', 'Cases that are not closed');
  const missing = gauge(
    'anjie_cases_without_workflow',
    'Open cases that the last reconciliation found without a workflow',
  );
  const missed = gauge('anjie_rungs_missed', 'Cases with a rung that should have fired and had not');
  const standing = gauge(
    'anjie_cases_without_progress',
    'Cases that get nowhere although a workflow runs for them',
  );
  const repaired = new Counter({
    name: 'anjie_workflows_repaired_total',
    help: 'Workflows that could not carry their case on and were started anew; counted in the record, by all workers together',
    labelNames: ['cause'],
    registers: [registry],
  });
  const faults = gauge('anjie_records_not_as_written', 'Cases whose record is not what was written');

  const state: { ready: boolean } = { ready: false };
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8') =>
      response.writeHead(status, { 'content-type': type }).end(body);
    switch (request.url) {
      case '/healthz':
        return answer(200, 'ok');
      case '/readyz':
        return state.ready ? answer(200, 'ready') : answer(503, 'not ready');
      case '/metrics':
        return void registry.metrics().then(
          (text) => answer(200, text, registry.contentType),
          () => answer(500, 'metrics failed'),
        );
      default:
        return answer(404, 'not found');
    }
  });
  await listening(server, host, port);

  return Object.assign(state, {
    report(report: ReconcilerReport) {
      open.set(report.open);
      missing.set(report.missing);
      missed.set(report.rungsMissed);
      standing.set(report.standing);
      // Counted from the table of repairs, so the figure does not fall back when a worker starts again.
      repaired.reset();
      for (const cause of Object.keys(repairCauses)) repaired.inc({ cause }, 0);
      for (const [cause, count] of report.repairs) repaired.inc({ cause }, count);
    },
    recordFaults: (count: number) => faults.set(count),
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  });
}

function listening(server: Server, host: string, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(port, host, resolve);
  });
}
