import { PasswordsBusy } from '../record/vault/passwords';
import { CursorInvalid } from '../record/store/pages';
import { type FieldError, type ProblemCode, type ProblemExtras, ProblemError } from './contract/problems';

interface Told {
  readonly code: ProblemCode;
  readonly extras: ProblemExtras;
}

interface ValidationError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: Record<string, unknown>;
}

interface Failure {
  readonly code?: unknown;
  readonly statusCode?: unknown;
  readonly validation?: readonly ValidationError[];
  readonly validationContext?: string;
  readonly message?: unknown;
  readonly cause?: unknown;
  readonly kind?: unknown;
  readonly originalCode?: unknown;
  readonly retryAfterS?: number;
  readonly errors?: unknown;
}

/** What a caller is told of whatever went wrong. Of the text of an unforeseen error: nothing. */
export function toProblem(error: unknown): Told {
  if (error instanceof ProblemError) return { code: error.code, extras: error.extras };
  if (error instanceof CursorInvalid) return { code: 'cursor-invalid', extras: {} };
  if (error instanceof PasswordsBusy) return { code: 'overloaded', extras: { retryAfterS: 2 } };
  const failure = (typeof error === 'object' && error !== null ? error : {}) as Failure;
  if (failure.validation) return invalid(failure.validation, failure.validationContext ?? 'body');
  if (isDatabaseAway(error)) return { code: 'database-away', extras: { retryAfterS: 5 } };
  return ofFramework(failure);
}

/** Errors that Fastify and its plugins raise before a handler runs. */
function ofFramework({ code, statusCode }: Failure): Told {
  switch (code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return { code: 'body-too-large', extras: {} };
    case 'FST_REQ_FILE_TOO_LARGE':
    case 'FST_FILES_LIMIT':
    case 'FST_PARTS_LIMIT':
    case 'FST_FIELDS_LIMIT':
      return { code: 'paper-too-large', extras: {} };
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
    case 'FST_INVALID_MULTIPART_CONTENT_TYPE':
      return { code: 'media-type-unsupported', extras: {} };
    case 'FST_UNDER_PRESSURE':
      return { code: 'overloaded', extras: { retryAfterS: 5 } };
  }
  if (statusCode === 429) return { code: 'too-many-requests', extras: {} };
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return { code: 'body-malformed', extras: {} };
  return { code: 'internal', extras: {} };
}

// --- what was filled in wrongly -----------------------------------------------------------------

const contextPrefix: Readonly<Record<string, string>> = {
  querystring: 'query:',
  params: 'path:',
  headers: 'header:',
};

function invalid(validation: readonly ValidationError[], context: string): Told {
  if (context === 'headers') return invalidHeaders(validation);
  const unknownVerdict = validation.find(
    ({ keyword, params }) =>
      keyword === 'discriminator' && params['tag'] === 'verdict' && params['error'] === 'mapping',
  );
  if (unknownVerdict) {
    return {
      code: 'verdict-not-possible',
      extras: { errors: [{ pointer: '/verdict', detail: 'no such verdict' }] },
    };
  }
  const prefix = contextPrefix[context] ?? '';
  const errors = validation
    .slice(0, 50)
    .map((each) => ({ ...fieldError(each), pointer: prefix + fieldError(each).pointer }));
  return { code: 'form-invalid', extras: { errors: distinct(errors) } };
}

function invalidHeaders(validation: readonly ValidationError[]): Told {
  const broken = validation.map((each) => ({
    missing: each.keyword === 'required',
    field: fieldError(each).pointer.slice(1),
  }));
  const key = broken.find(({ field }) => field === 'idempotency-key');
  if (key) return { code: key.missing ? 'key-missing' : 'key-malformed', extras: {} };
  const match = broken.find(({ field }) => field === 'if-match');
  if (match) return { code: match.missing ? 'if-match-missing' : 'if-match-malformed', extras: {} };
  return {
    code: 'form-invalid',
    extras: { errors: broken.map(({ field }) => ({ pointer: `header:${field}`, detail: 'invalid' })) },
  };
}

/** What a field may be called here; anything else that is sent as a name may be somebody's. */
const fieldName = /^[A-Za-z][A-Za-z-]{0,39}$/;

/** Where a field is wrong and how. Never the value: it may be what nobody else should read. */
function fieldError({ keyword, instancePath, message, params }: ValidationError): FieldError {
  const below = (name: unknown) =>
    `${instancePath}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  switch (keyword) {
    case 'required':
      return { pointer: below(params['missingProperty']), detail: 'is required' };
    case 'additionalProperties':
      return fieldName.test(String(params['additionalProperty']))
        ? { pointer: below(params['additionalProperty']), detail: 'is not known here' }
        : { pointer: instancePath, detail: 'holds a field that is not known here' };
    case 'discriminator':
      return { pointer: below(params['tag']), detail: 'must be one of the words in the description' };
    case 'enum':
      return {
        pointer: instancePath,
        detail: `must be one of: ${(params['allowedValues'] as unknown[]).join(', ')}`,
      };
    default:
      return { pointer: instancePath, detail: message ?? 'is invalid' };
  }
}

function distinct(errors: readonly FieldError[]): FieldError[] {
  return [...new Map(errors.map((error) => [`${error.pointer} ${error.detail}`, error])).values()];
}

// --- whether PostgreSQL is away -----------------------------------------------------------------

const awayCodes = new Set<unknown>([
  // Sockets
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  // Prisma: cannot reach, timed out, closed, no connection free, transaction lost or not to be had, too many connections
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'P2037',
  // PostgreSQL: being shut down, crashed, starting, too many connections, cannot connect, statement cut short
  '57P01',
  '57P02',
  '57P03',
  '53300',
  '08000',
  '08001',
  '08003',
  '08004',
  '08006',
  '57014',
  '25P03',
]);

const awayKinds = new Set<unknown>([
  'DatabaseNotReachable',
  'ConnectionClosed',
  'SocketTimeout',
  'TooManyConnections',
]);

/** What the pool of `pg` says without any code. */
const awayMessages =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error)|Can't reach database server|Server has closed the connection/;

/** Whether an error, or what caused it, means that PostgreSQL cannot be worked with right now. */
export function isDatabaseAway(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 6) return false;
  const failure = error as Failure & { readonly meta?: { readonly driverAdapterError?: unknown } };
  if (awayCodes.has(failure.code) || awayCodes.has(failure.originalCode) || awayKinds.has(failure.kind))
    return true;
  if (typeof failure.message === 'string' && awayMessages.test(failure.message)) return true;
  const inner = [
    failure.cause,
    failure.meta?.driverAdapterError,
    ...(Array.isArray(failure.errors) ? (failure.errors as unknown[]) : []),
  ];
  return inner.some((each) => isDatabaseAway(each, depth + 1));
}
