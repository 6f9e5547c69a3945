import { fork } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** What a program of the bench can be asked to do, by name. Arguments and answers cross as JSON. */
export type Orders = Record<string, (...args: never[]) => Promise<unknown>>;

interface Call {
  readonly id: number;
  readonly order: string;
  readonly args: readonly unknown[];
}

interface Reply {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}

/** A program that the bench has started, and that takes orders from it. */
export interface Program<O extends Orders> {
  readonly pid: number;
  ask<K extends keyof O & string>(order: K, ...args: Parameters<O[K]>): Promise<Awaited<ReturnType<O[K]>>>;
  stop(): Promise<void>;
}

export interface ProgramPlan {
  readonly script: string;
  /** Its whole environment. */
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
}

const stopGraceMs = 40_000;

/** Starts a TypeScript file as a process of its own, so that its CPU and memory can be told apart. */
export function startProgram<O extends Orders>({ script, environment, logFile }: ProgramPlan): Program<O> {
  const log = openSync(logFile, 'a', 0o600);
  const child = fork(script, [], {
    execArgv: ['--import', 'tsx'],
    env: environment,
    stdio: ['ignore', log, log, 'ipc'],
    // Ctrl-C reaches the bench alone, which stops everything in order.
    detached: true,
  });
  closeSync(log);
  const pending = new Map<number, { resolve(value: unknown): void; reject(error: Error): void }>();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  let calls = 0;
  child.on('message', ({ id, value, failure }: Reply) => {
    const waiting = pending.get(id);
    pending.delete(id);
    if (failure === undefined) waiting?.resolve(value);
    else waiting?.reject(new Error(failure));
  });
  child.once('exit', () => {
    for (const waiting of pending.values()) waiting.reject(new Error(`${script} ended; see ${logFile}`));
  });
  return {
    pid: child.pid ?? 0,
    ask: (order, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++calls;
        pending.set(id, { resolve: resolve, reject });
        child.send({ id, order, args } satisfies Call);
      }),
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), stopGraceMs);
      await ended;
      clearTimeout(insist);
    },
  };
}

/** The other end: takes orders until it is told to stop, or until the bench is gone. */
export function takeOrders(orders: Orders, stop: () => Promise<void>): void {
  process.on('message', (call: Call) => {
    void answer(orders, call).then((reply) => process.send?.(reply));
  });
  const end = () => void stop().finally(() => process.exit(0));
  process.once('SIGTERM', end);
  process.once('disconnect', end);
}

async function answer(orders: Orders, { id, order, args }: Call): Promise<Reply> {
  try {
    const carryOut = orders[order] as ((...given: readonly unknown[]) => Promise<unknown>) | undefined;
    if (carryOut === undefined) throw new Error(`no order ${order}`);
    return { id, value: await carryOut(...args) };
  } catch (error) {
    return { id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

/** Ends a program that could not begin. */
export function failed(error: unknown): void {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
}
