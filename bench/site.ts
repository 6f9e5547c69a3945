import { readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { Client as PostgresClient } from 'pg';
import { projectFolder } from '../setup/folders';
import { ensureDatabase } from '../setup/parts/postgres';
import { endProcess, startProcess, waitUntilReady, type RunningProcess } from '../setup/parts/processes';
import type { Progress } from '../setup/progress';
import { runnerOf } from '../setup/runner';
import { freePorts, startSystem, type RunningSystem } from '../setup/parts/system';
import { baselineTables } from './baseline/activities';
import type { BaselineClientOrders } from './baseline/client';
import { environmentOfPlace } from './baseline/place';
import type { BaselineWorkerOrders } from './baseline/worker';
import { childNamed, type Pids } from './cpu';
import type { DeskOrders } from './ours/desk';
import type { VisitorOrders } from './ours/visitors';
import { startProgram, type Orders, type Program } from './programs';

const baselineNamespace = 'baseline';
const baselineDatabase = 'baseline';

/** A private system with everything that measures it, on one PostgreSQL and one Temporal. */
export class Site {
  readonly #ends: (() => Promise<void>)[];
  #restarted: RunningProcess | null = null;

  private constructor(
    readonly system: RunningSystem,
    /** What API and worker were started with. */
    readonly environment: NodeJS.ProcessEnv,
    private readonly folder: string,
  ) {
    this.#ends = [() => system.stop()];
  }

  static async open(folder: string, progress: Progress): Promise<Site> {
    await mkdir(folder, { recursive: true });
    // Durable, as a real one is: a commit waits for the disk.
    const plan = {
      home: folder,
      ports: await freePorts(),
      temporal: null,
      logLevel: 'warn',
      durable: true,
      reload: false,
    };
    const system = await startSystem(plan, progress);
    return new Site(system, environmentOf(system.processes.api.current.identity.pid), folder);
  }

  /** The desk without HTTP. */
  desk(): Promise<Program<DeskOrders>> {
    return this.#program('ours/desk.ts', this.environment);
  }

  async visitors(): Promise<Program<VisitorOrders>> {
    const program = await this.#program<VisitorOrders>('ours/visitors.ts', this.environment);
    const logins = this.system.accounts.map(({ login, password }) => ({ login, password }));
    await program.ask('logIn', this.system.api, logins);
    return program;
  }

  async baseline(): Promise<{
    client: Program<BaselineClientOrders>;
    worker: Program<BaselineWorkerOrders>;
  }> {
    await ensureDatabase(this.system.ownerUrl, baselineDatabase);
    const databaseUrl = this.system.ownerUrl.replace(/[^/]+$/, baselineDatabase);
    await this.sql(baselineTables, databaseUrl);
    await registerNamespace(this.system.temporalAddress);
    const { temporalAddress } = this.system;
    const environment = environmentOfPlace({ databaseUrl, temporalAddress, namespace: baselineNamespace });
    const worker = await this.#program<BaselineWorkerOrders>('baseline/worker.ts', environment);
    await worker.ask('ready');
    return { worker, client: await this.#program('baseline/client.ts', environment) };
  }

  /** The processes without which nothing runs, whoever works. */
  engines(): Pids {
    const { temporalDatabase, postgres } = this.system.home;
    return { temporal: childNamed(temporalDatabase), postgres: childNamed(postgres) };
  }

  get workerPid(): number {
    return (this.#restarted ?? this.system.processes.worker.current).identity.pid;
  }

  get apiPid(): number {
    return this.system.processes.api.current.identity.pid;
  }

  /** Ends the worker in order and starts another. Milliseconds until it is ready. */
  async restartWorker(): Promise<number> {
    const ready = `http://127.0.0.1:${this.environment['WORKER_PORT'] ?? ''}/readyz`;
    await (this.#restarted ?? this.system.processes.worker).stop();
    const from = performance.now();
    const worker = await startProcess({
      name: 'worker',
      command: process.execPath,
      args: [...runnerOf('worker'), join(projectFolder, 'worker', 'main.ts')],
      environment: this.environment,
      logFile: join(this.folder, 'logs', 'worker.log'),
      stopSignal: 'SIGTERM',
      stopGraceMs: 35_000,
    });
    this.#restarted = worker;
    this.#ends.push(() => endProcess(worker.identity, 'SIGTERM', 35_000));
    await waitUntilReady(worker, async () => ((await answers(ready)) ? 'ready' : null));
    return performance.now() - from;
  }

  /** Ends the worker for good. */
  async stopWorker(): Promise<void> {
    await (this.#restarted ?? this.system.processes.worker).stop();
  }

  /** Asks PostgreSQL as the owner of everything. */
  async sql<Row extends object>(text: string, url = this.system.ownerUrl): Promise<Row[]> {
    const client = new PostgresClient({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<Row>(text)).rows;
    } finally {
      await client.end();
    }
  }

  /** Until the workflow of every case has read its record to the end. */
  untilSeen(): Promise<void> {
    return this.#untilNone(
      'cases not seen',
      'SELECT count(*)::int AS left FROM anjie.case_file WHERE seen_seq < seq',
    );
  }

  /** Until every tip-off has been read to its end, and every letter that a record asked for has gone out. */
  untilCarriedOut(): Promise<void> {
    return this.#untilNone(
      'cases not carried out',
      `SELECT count(*)::int AS left FROM anjie.case_file f
       WHERE (f.parent_id IS NULL AND f.seen_seq < f.seq)
         OR EXISTS (SELECT FROM anjie.effect_order e WHERE e.case_id = f.id AND e.done_at IS NULL)`,
    );
  }

  async #untilNone(what: string, count: string, patienceMs = 1_200_000): Promise<void> {
    const until = Date.now() + patienceMs;
    for (;;) {
      const [row] = await this.sql<{ left: number }>(count);
      if (row?.left === 0) return;
      if (Date.now() > until) throw new Error(`${row?.left ?? 0} ${what}`);
      await pause(250);
    }
  }

  async close(): Promise<void> {
    for (const end of this.#ends.splice(0).reverse()) await end().catch(() => undefined);
  }

  async #program<O extends Orders>(script: string, environment: NodeJS.ProcessEnv): Promise<Program<O>> {
    const program = startProgram<O>({
      script: join(__dirname, script),
      environment,
      logFile: join(this.folder, 'logs', 'bench.log'),
    });
    this.#ends.push(() => program.stop());
    return Promise.resolve(program);
  }
}

function environmentOf(pid: number): NodeJS.ProcessEnv {
  const lines = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  return Object.fromEntries(
    lines.flatMap((line) => {
      const at = line.indexOf('=');
      return at > 0 ? [[line.slice(0, at), line.slice(at + 1)]] : [];
    }),
  );
}

async function registerNamespace(address: string): Promise<void> {
  const connection = await Connection.connect({ address });
  try {
    await connection.workflowService.registerNamespace({
      namespace: baselineNamespace,
      workflowExecutionRetentionPeriod: { seconds: 86_400 as never },
    });
  } finally {
    await connection.close();
  }
  // Servers look up new namespaces every few seconds.
  await pause(12_000);
}

async function answers(url: string): Promise<boolean> {
  try {
    return (await fetch(url, { signal: AbortSignal.timeout(2_000) })).ok;
  } catch {
    return false;
  }
}
