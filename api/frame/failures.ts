import { PasswordsBusy } from '../../record/vault/passwords';
import { CursorInvalid } from '../../record/store/pages';
import { type FieldError, type ProblemCode, type ProblemExtras, ProblemError } from '../contract/problems';
import { isDatabaseAway } from './database-away';

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
  readonly message?: unknown;
  readonly validation?: readonly ValidationError[];
  readonly validationContext?: string;
}

/** The problem that a caller is told for any error. Nothing is told of the text of an unforeseen one. */
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
function ofFramework({ code, statusCode, message }: Failure): Told {
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
  // A form that breaks off can be recognised by its message alone.
  if (typeof message === 'string' && /multipart data$|^Multipart: /.test(message))
    return { code: 'body-malformed', extras: {} };
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

/** The names of fields that an answer may repeat; any other name that was sent may be somebody's. */
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
