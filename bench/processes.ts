import { fork, type ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';

/** What a program of the bench can be asked to do, by name. Arguments and answers cross as JSON. */
export type Orders = { readonly [name: string]: (...args: never[]) => Promise<unknown> };

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
  readonly environment: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** For profiling: further options of Node. */
  readonly nodeOptions?: readonly string[];
}

/** Starts a TypeScript file as a process of its own, so that its CPU and memory can be told apart. */
export function startProgram<O extends Orders>(plan: ProgramPlan): Program<O> {
  const log = openSync(plan.logFile, 'a', 0o600);
  const child = fork(plan.script, [], {
    execArgv: ['--import', 'tsx', ...(plan.nodeOptions ?? [])],
    env: { ...process.env, ...plan.environment },
    stdio: ['ignore', log, log, 'ipc'],
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
  child.once('exit', (code) => {
    for (const { reject } of pending.values())
      reject(new Error(`${plan.script} ended (${code ?? 'by a signal'}), see ${plan.logFile}`));
  });
  return {
    pid: child.pid ?? 0,
    ask: (order, ...args) =>
      new Promise((resolve, reject) => {
        const id = ++calls;
        pending.set(id, { resolve: resolve as (value: unknown) => void, reject });
        child.send({ id, order, args } satisfies Call);
      }),
    stop: () => end(child, ended),
  };
}

async function end(child: ChildProcess, ended: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGTERM');
  const insist = setTimeout(() => child.kill('SIGKILL'), 40_000);
  await ended;
  clearTimeout(insist);
}

/** The other end: takes orders until it is told to stop. */
export function takeOrders(orders: Orders, stop: () => Promise<void>): void {
  process.on('message', ({ id, order, args }: Call) => {
    const carryOut = orders[order] as ((...given: readonly unknown[]) => Promise<unknown>) | undefined;
    Promise.resolve()
      .then(() => {
        if (carryOut === undefined) throw new Error(`no order ${order}`);
        return carryOut(...args);
      })
      .then(
        (value) => process.send?.({ id, value } satisfies Reply),
        (error: unknown) =>
          process.send?.({ id, failure: error instanceof Error ? (error.stack ?? error.message) : String(error) }),
      );
  });
  process.once('SIGTERM', () => void stop().finally(() => process.exit(0)));
  // The bench is gone: nobody will ask for anything any more.
  process.once('disconnect', () => void stop().finally(() => process.exit(0)));
}
