import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { inheritedEnvironment } from '../environment';
import { Headway } from './headway';
import { SetupError } from '../progress';

/** A process by pid and start time: pids are reused, so the pid alone is not enough. */
export interface ProcessIdentity {
  readonly pid: number;
  readonly startedAt: string;
}

/** @returns undefined when no such process lives; a zombie does not live */
export function identify(pid: number): ProcessIdentity | undefined {
  if (process.platform === 'linux') {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      // The name of the command may hold spaces and brackets, so fields are counted after the last bracket.
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
      const boot = readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
      return { pid, startedAt: `${boot}/${fields[19] ?? ''}` };
    } catch {
      return undefined;
    }
  }
  try {
    const startedAt = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).trim();
    return startedAt === '' ? undefined : { pid, startedAt };
  } catch {
    return undefined;
  }
}

/** Whether this very process still lives. */
export function isAlive(known: ProcessIdentity): boolean {
  return identify(known.pid)?.startedAt === known.startedAt;
}

/** Sends the stop signal, waits, then kills. A process that is gone is left alone. */
export async function endProcess(
  known: ProcessIdentity,
  signal: NodeJS.Signals,
  graceMs: number,
): Promise<void> {
  const send = (which: NodeJS.Signals) => {
    try {
      if (isAlive(known)) process.kill(known.pid, which);
    } catch {
      // The process has ended in between.
    }
  };
  send(signal);
  const until = Date.now() + graceMs;
  while (isAlive(known) && Date.now() < until) await pause(50);
  send('SIGKILL');
  const gone = Date.now() + 5000;
  while (isAlive(known) && Date.now() < gone) await pause(50);
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

export interface ProcessPlan {
  readonly name: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Added to the environment of set-up itself. */
  readonly environment?: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** The user to run as; only where set-up runs as root. */
  readonly user?: { readonly uid: number; readonly gid: number };
  /** The signal for a clean stop. */
  readonly stopSignal: NodeJS.Signals;
  readonly stopGraceMs: number;
}

export interface RunningProcess {
  readonly name: string;
  readonly identity: ProcessIdentity;
  readonly logFile: string;
  /** Resolves with how the process ended, for whatever reason. */
  readonly ended: Promise<string>;
  hasEnded(): boolean;
  /** Whether somebody here has stopped it; one that ended without that, ended by itself. */
  readonly wasStopped: () => boolean;
  stop(): Promise<void>;
}

/**
 * Starts a program in a process group of its own, so that Ctrl-C reaches set-up alone, which stops all parts in
 * the right order. The output goes straight to a file, so the program goes on when set-up is killed.
 */
export async function startProcess(plan: ProcessPlan): Promise<RunningProcess> {
  mkdirSync(dirname(plan.logFile), { recursive: true });
  const log = openSync(plan.logFile, 'a', 0o600);
  let child: ChildProcess;
  try {
    child = spawn(plan.command, [...plan.args], {
      env: { ...inheritedEnvironment(), ...plan.environment },
      stdio: ['ignore', log, log],
      detached: true,
      ...plan.user,
    });
  } finally {
    closeSync(log);
  }
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message));
    child.once('exit', (code, signal) => resolve(signal === null ? `code ${code ?? 0}` : `signal ${signal}`));
  });
  let over = false;
  let stopped = false;
  void ended.then(() => {
    over = true;
    guard.forget(child.pid);
  });
  const identity = child.pid === undefined ? undefined : identify(child.pid);
  if (identity === undefined) {
    throw new SetupError(`${plan.name} could not be started: ${await ended}.`, `Its log: ${plan.logFile}`);
  }
  guard.watch(identity.pid, plan.stopSignal);
  const running: RunningProcess = {
    name: plan.name,
    identity,
    logFile: plan.logFile,
    ended,
    hasEnded: () => over,
    wasStopped: () => stopped,
    async stop() {
      stopped = true;
      if (!over) await endProcess(identity, plan.stopSignal, plan.stopGraceMs);
      await ended;
      started.delete(running);
    },
  };
  started.add(running);
  return running;
}

const started = new Set<RunningProcess>();

/** Stops everything that runs, newest first; it may be called at any moment of a start. */
export async function stopEverything(): Promise<void> {
  for (const tool of tools) tool.kill('SIGTERM');
  for (const running of [...started].reverse()) await running.stop();
}

/** What a program says when it is asked: that it is ready, why it is not yet, or nothing at all. */
export type ReadyAnswer = 'ready' | { readonly waitsFor: string } | null;

export interface Waiting {
  /** For so long it may neither work nor say anything new. */
  readonly stillForMs?: number;
  /** Told every few seconds how long it has been waited for, and for what. */
  readonly say?: (text: string) => void;
}

const usuallyStillForMs = 120_000;
const saidEveryMs = 5_000;
const [firstLookMs, lastLookMs] = [50, 500];

/**
 * Waits until a program is ready, for as long as it lives and makes headway, be the machine ever so slow. A program
 * that ends before, or that neither works nor says anything new, is a failure; its last lines of output are shown.
 */
export async function waitUntilReady(
  running: RunningProcess,
  ask: () => Promise<ReadyAnswer>,
  { stillForMs = usuallyStillForMs, say = () => undefined }: Waiting = {},
): Promise<void> {
  const began = performance.now();
  const headway = new Headway({ pid: running.identity.pid, logFile: running.logFile });
  let [movedAt, saidAt, waitsFor] = [began, began, ''];
  for (let lookMs = firstLookMs; ; lookMs = Math.min(lastLookMs, lookMs * 1.2)) {
    if (running.hasEnded()) throw startFailure(running, `ended while starting (${await running.ended})`);
    const answer = await ask();
    if (answer === 'ready') return;
    const now = performance.now();
    const told = answer?.waitsFor ?? '';
    // To answer is work too. So of a program that answers only what it says counts.
    if (told === '' ? headway.hasMoved() : told !== waitsFor) movedAt = now;
    waitsFor = told;
    if (now - movedAt > stillForMs) {
      await running.stop();
      const why = told === '' ? '' : ` (${told})`;
      throw startFailure(
        running,
        `is not ready after ${seconds(now - began)}, of which it did nothing for ${seconds(stillForMs)}${why}`,
      );
    }
    if (now - saidAt > saidEveryMs) {
      saidAt = now;
      say(
        `${running.name} ${told === '' ? 'is starting' : `is not ready: ${told}`}, ${seconds(now - began)} so far`,
      );
    }
    await pause(lookMs);
  }
}

function startFailure({ name, logFile }: RunningProcess, how: string): SetupError {
  return new SetupError(`${name} ${how}.\n${lastLines(logFile)}`, `Its whole log: ${logFile}`);
}

const seconds = (ms: number) => `${Math.round(ms / 1000)} s`;

export interface ToolPlan {
  readonly command: string;
  readonly args: readonly string[];
  readonly environment?: NodeJS.ProcessEnv;
  readonly user?: { readonly uid: number; readonly gid: number };
  readonly timeoutMs?: number;
}

const tools = new Set<ChildProcess>();
const rememberedOutput = 4000;

/**
 * Runs a program that ends by itself: a build, a download, a generator.
 * @returns the last lines of its output where it failed, otherwise undefined
 */
export function runTool(plan: ToolPlan): Promise<string | undefined> {
  return new Promise((resolve) => {
    const child = spawn(plan.command, [...plan.args], {
      env: { ...inheritedEnvironment(), ...plan.environment },
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(plan.timeoutMs === undefined ? {} : { timeout: plan.timeoutMs }),
      ...plan.user,
    });
    tools.add(child);
    let words = '';
    const listen = (chunk: Buffer) => (words = (words + chunk.toString()).slice(-rememberedOutput));
    child.stdout?.on('data', listen);
    child.stderr?.on('data', listen);
    const end = (complaint: string | undefined) => {
      tools.delete(child);
      resolve(complaint);
    };
    child.once('error', (error) => end(error.message));
    child.once('close', (code, signal) => {
      if (code === 0) end(undefined);
      else end(words.trim() === '' ? `ended with ${signal ?? `code ${code ?? '?'}`}` : words.trim());
    });
  });
}

/** The last lines of a log file. */
export function lastLines(file: string, count = 12): string {
  try {
    const lines = readFileSync(file, 'utf8').trimEnd().split('\n').slice(-count);
    return lines.map((line) => `  ${line}`).join('\n');
  } catch {
    return '';
  }
}

/*
 * A set-up that is killed cannot stop its programs. A guard, a shell of a few lines, does it then: it keeps the
 * list of running programs and reads a pipe from set-up; when the pipe closes, it stops what is on the list.
 */
const guardScript = `
trap '' INT TERM HUP
list=
while read -r sign pid signal; do
  case $sign in
    +) list="$pid:$signal $list" ;;
    -) kept=; for entry in $list; do [ "\${entry%:*}" = "$pid" ] || kept="$kept $entry"; done; list=$kept ;;
  esac
done
for entry in $list; do kill -s "\${entry#*:}" "\${entry%:*}" 2>/dev/null; done
for second in 1 2 3 4 5 6 7 8 9 10; do
  alive=
  for entry in $list; do kill -0 "\${entry%:*}" 2>/dev/null && alive=1; done
  [ -z "$alive" ] && exit 0
  sleep 1
done
for entry in $list; do kill -s KILL "\${entry%:*}" 2>/dev/null; done
`;

const guard = {
  shell: undefined as ChildProcess | undefined,
  watch(pid: number, signal: NodeJS.Signals) {
    if (this.shell === undefined) {
      this.shell = spawn('/bin/sh', ['-c', guardScript], {
        stdio: ['pipe', 'ignore', 'ignore'],
        detached: true,
      });
      this.shell.on('error', () => undefined);
      this.shell.stdin?.on('error', () => undefined);
      // The guard must not keep set-up alive; it ends after set-up.
      this.shell.unref();
      (this.shell.stdin as unknown as { unref?: () => void } | null)?.unref?.();
    }
    this.shell.stdin?.write(`+ ${pid} ${signal.replace('SIG', '')}\n`);
  },
  forget(pid: number | undefined) {
    if (pid !== undefined) this.shell?.stdin?.write(`- ${pid}\n`);
  },
};
