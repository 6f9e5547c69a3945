import { resolve, sep } from 'node:path';
import type { LogLevel, Logger as TemporalLogger, LogMetadata } from '@temporalio/common';
import { pino, type DestinationStream, type Level, type Logger } from 'pino';

/**
 * A pino logger that lets through only what is known to be harmless. Call it with fixed words: `log.info({ event:
 * 'relay-woke', caseNumber, count: 3 })`. It drops everything else that we or a library give it: unknown fields, nested
 * values, free messages, messages of errors.
 */
export type Log = Logger;

export interface LogOptions {
  readonly level: Level | 'silent';
  /** Which program speaks: `api`, `worker`. */
  readonly program: string;
  /** Standard output unless given. */
  readonly destination?: DestinationStream;
}

/** One JSON line per event on standard output: `level`, `time` (ISO, UTC), `program`, `event` and {@link logFields}. */
export function openLog({ level, program, destination }: LogOptions): Log {
  const options = {
    level,
    base: { program },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
    hooks: {
      // Every line of every child logger comes through here, whoever wrote it.
      logMethod(this: Logger, args: readonly unknown[], method: (...line: [object]) => void) {
        method.call(this, allowedLine(args));
      },
    },
  };
  return withAllowedBindings(destination ? pino(options, destination) : pino(options));
}

type Kind = 'word' | 'name' | 'code' | 'number' | 'boolean' | 'instant' | 'command';

/**
 * All that a log line may hold. A word is up to 120 letters, digits and `. _ : / { } @ + -` without a space, so
 * that no sentence and no name in Chinese fits even into a field that is allowed. What an error says of itself
 * comes from anywhere and is held more tightly: no telephone number, no card and no address fits into its name or
 * code. To log something new, add it here and say to yourself whom it could identify.
 */
export const logFields = {
  event: 'word',
  // the case
  caseNumber: 'word',
  caseId: 'word',
  caseType: 'word',
  step: 'word',
  stage: 'word',
  rung: 'word',
  row: 'word',
  seq: 'number',
  dueAt: 'instant',
  late: 'boolean',
  // the work
  code: 'word',
  /** A table with the key of a row, or a revision of rules. */
  place: 'word',
  count: 'number',
  refused: 'number',
  durationMs: 'number',
  lagMs: 'number',
  attempt: 'number',
  // the request; never its address, body, query or headers
  reqId: 'word',
  method: 'word',
  route: 'word',
  status: 'number',
  // errors: what kind, never what they say
  errorName: 'name',
  errorCode: 'code',
  errorAt: 'word',
  causeName: 'name',
  causeCode: 'code',
  // programs and the engine
  program: 'word',
  version: 'word',
  port: 'number',
  signal: 'word',
  state: 'word',
  sdkComponent: 'word',
  target: 'word',
  taskQueue: 'word',
  namespace: 'word',
  workflowType: 'word',
  workflowId: 'word',
  runId: 'word',
  activityType: 'word',
  activityId: 'word',
  attribute: 'word',
  // what mends it, to be typed by an operator
  remedy: 'command',
} as const satisfies Record<string, Kind>;

/** The same sieve as a bridge for `Runtime.install({ logger })`; use it with `telemetryOptions.logging.forward`, else the native side writes to the console by itself. */
export function temporalLogger(log: Log): TemporalLogger {
  const write = (level: LogLevel, message: string, meta?: LogMetadata) =>
    log[level.toLowerCase() as Level]({ ...meta }, message);
  return {
    log: write,
    trace: (message, meta) => write('TRACE', message, meta),
    debug: (message, meta) => write('DEBUG', message, meta),
    info: (message, meta) => write('INFO', message, meta),
    warn: (message, meta) => write('WARN', message, meta),
    error: (message, meta) => write('ERROR', message, meta),
  };
}

type Line = Record<string, unknown>;

function allowedLine([first, second]: readonly unknown[]): Line {
  const given: Line = typeof first === 'object' && first !== null ? (first as Line) : {};
  const message = typeof first === 'string' ? first : second;
  const line = given instanceof Error ? errorFields(given) : { ...requestFields(given), ...allowed(given) };
  const error = given['err'] ?? given['error'];
  return {
    event: eventOf(message),
    ...line,
    ...(error instanceof Error ? errorFields(error) : {}),
  };
}

function allowed(given: Line): Line {
  return Object.fromEntries(Object.entries(given).filter(([name, value]) => isAllowed(name, value)));
}

function isAllowed(name: string, value: unknown): boolean {
  if (!Object.hasOwn(logFields, name)) return false;
  switch (logFields[name as keyof typeof logFields]) {
    case 'word':
      return isWord(value);
    case 'name':
      return typeof value === 'string' && /^[A-Za-z]{1,60}$/.test(value);
    case 'code':
      return typeof value === 'string' && knownForms.test(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'instant':
      return typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/.test(value);
    case 'command':
      return typeof value === 'string' && /^(?:npm|temporal)(?: [A-Za-z0-9._:-]{1,60}){1,12}$/.test(value);
  }
}

/**
 * The forms of codes by Node, Prisma, PostgreSQL, gRPC and ourselves: `ECONNRESET`, `P2002`, `57P01`, `14`,
 * `mail-refused`.
 */
const knownForms = /^(?:[A-Z][A-Z0-9_]{1,60}|[0-9A-Z]{5}|[0-9]{1,3}|[a-z]+(?:-[a-z]+)+|[A-Z][A-Za-z]{1,60})$/;

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^[A-Za-z0-9._:/{}@+-]{1,120}$/.test(value);
}

/** Messages of libraries that are useful and always the same. */
const knownMessages = new Map([
  ['incoming request', 'request-came'],
  ['request completed', 'request-done'],
  ['request aborted', 'request-aborted'],
  ['Worker state changed', 'worker-state'],
  ['Worker failed', 'worker-failed'],
  ['Workflow bundle created', 'workflow-bundle-made'],
  ['Workflow failed', 'workflow-failed'],
  ['Activity failed', 'activity-failed'],
  ['Activity completed', 'activity-completed'],
  ['Activity started', 'activity-started'],
]);

function eventOf(message: unknown): string {
  if (typeof message !== 'string') return 'unnamed';
  return knownMessages.get(message) ?? (/^[a-z][a-z0-9-]{0,59}$/.test(message) ? message : 'unnamed');
}

/** What Fastify hands over: the route's pattern, never the address that was called. */
function requestFields(given: Line): Line {
  const request = given['req'] as { method?: unknown; routeOptions?: { url?: unknown } } | undefined;
  const reply = given['res'] as { statusCode?: unknown } | undefined;
  return allowed({
    method: request?.method,
    route: request?.routeOptions?.url,
    status: reply?.statusCode,
    durationMs: given['responseTime'],
  });
}

export interface ErrorWords {
  readonly errorName?: string;
  readonly errorCode?: string;
  /** Folder, file and line, e.g. `record/store/chain.ts:34`. */
  readonly errorAt?: string;
  readonly causeName?: string;
  readonly causeCode?: string;
}

/** The kind of an error, its code, and the file and line that threw it: words that an operator may read. */
export function errorFields(error: Error): ErrorWords {
  const cause = error.cause instanceof Error ? error.cause : null;
  return allowed({
    errorName: error.name,
    errorCode: codeOf(error),
    errorAt: placeOf(error),
    causeName: cause?.name,
    causeCode: cause && codeOf(cause),
  });
}

function codeOf(error: Error): unknown {
  // A failure of an activity says its kind as its type.
  const { code, type } = error as { code?: unknown; type?: unknown };
  return typeof code === 'number' ? String(code) : (code ?? type);
}

/** The folder of the program on this machine: it is never logged. */
const programFolder = `${resolve(__dirname, '..', '..')}${sep}`;

/** File and line that threw. The stack begins with the message, which is cut off first. */
function placeOf({ message, stack = '' }: Error): string | undefined {
  const start = stack.indexOf(message);
  const frames = start < 0 ? '' : stack.slice(start + message.length).replaceAll(programFolder, '');
  const place = /^\s+at (?:[^\n]*\()?([^\n()]+:\d+):\d+\)?$/m.exec(frames)?.[1];
  // A file outside the program is named by its last folder alone.
  return place?.startsWith('/') ? place.split('/').slice(-2).join('/') : place;
}

/** Fields bound to a child logger are written before the hook sees them, so they are filtered when they are bound. */
function withAllowedBindings(log: Logger): Logger {
  // Called with the logger it belongs to, below.
  // eslint-disable-next-line @typescript-eslint/unbound-method
  const child: (this: Logger, bindings: object) => object = log.child;
  const sifted = function (this: Logger, bindings: object) {
    return child.call(this, allowed(bindings as Line));
  };
  // Children have this logger as their prototype and so inherit it.
  return Object.assign(log, { child: sifted });
}
