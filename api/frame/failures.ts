import { CaseMisfit } from '../../domain/misfit';
import type { Title } from '../../domain/role';
import { formatFault } from '../../domain/text/formats';
import { PaperGone } from '../../record/papers/papers';
import { isNotAsSealed } from '../../record/vault/vault';
import { QueueFull } from '../identity/fair-queue';
import { CursorInvalid } from '../../record/store/pages';
import type { ProblemCode } from '../contract/problem-codes';
import { type FieldError, type ProblemExtras, ProblemError } from '../contract/problems';
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
  /** The value, which no answer repeats. */
  readonly data?: unknown;
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
  if (error instanceof QueueFull) return { code: 'overloaded', extras: { retryAfterS: 2 } };
  if (isNotAsSealed(error)) return { code: 'record-not-as-written', extras: {} };
  if (error instanceof PaperGone) return { code: 'paper-gone', extras: {} };
  if (error instanceof CaseMisfit) {
    const { caseNumber: _, ...facts } = error.at;
    return { code: error.code, extras: { facts } };
  }
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
    // Of the decision itself; a list of decisions that were taken elsewhere is a form like another.
    ({ keyword, instancePath, params }) =>
      keyword === 'discriminator' &&
      instancePath === '' &&
      params['tag'] === 'verdict' &&
      params['error'] === 'mapping',
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
    .map(fieldError)
    .map((each) => ({ ...each, pointer: prefix + each.pointer }));
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
function fieldError(error: ValidationError): FieldError {
  const { keyword, instancePath, params } = error;
  const below = (name: unknown) =>
    `${instancePath}/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`;
  const at = (pointer: string, words: Title): FieldError => ({ pointer, detail: words.en, words });
  switch (keyword) {
    case 'required':
      return at(below(params['missingProperty']), { zh: '必填', en: 'is required' });
    case 'additionalProperties':
      return fieldName.test(String(params['additionalProperty']))
        ? at(below(params['additionalProperty']), { zh: '此处无此字段', en: 'is not known here' })
        : at(instancePath, { zh: '含有此处没有的字段', en: 'holds a field that is not known here' });
    case 'discriminator':
      return at(below(params['tag']), {
        zh: '只能是接口说明所列的词',
        en: 'must be one of the words in the description',
      });
    default:
      return at(instancePath, wordsFor(error));
  }
}

/** What is wrong with a value, in words for whoever filled it in. */
function wordsFor({ keyword, message = 'is invalid', params, data }: ValidationError): Title {
  const limit = String(params['limit']);
  switch (keyword) {
    case 'enum': {
      const allowed = (params['allowedValues'] as unknown[]).join(', ');
      return { zh: `只能是:${allowed}`, en: `must be one of: ${allowed}` };
    }
    case 'format':
      return formatFault(String(params['format']), data) ?? formatWords(String(params['format']), message);
    case 'pattern':
      return { zh: '写法不符合要求', en: 'is not written as it has to be here' };
    case 'minLength':
      return { zh: `至少${limit}个字符`, en: `must have at least ${limit} characters` };
    case 'maxLength':
      return { zh: `最多${limit}个字符`, en: `must have at most ${limit} characters` };
    case 'minItems':
      return { zh: `至少${limit}项`, en: `must have at least ${limit} items` };
    case 'maxItems':
      return { zh: `最多${limit}项`, en: `must have at most ${limit} items` };
    case 'minimum':
      return { zh: `不得小于${limit}`, en: `must be at least ${limit}` };
    case 'maximum':
      return { zh: `不得大于${limit}`, en: `must be at most ${limit}` };
    case 'uniqueItems':
      return { zh: '有重复的项', en: 'holds an item twice' };
    default:
      return { zh: '填写有误', en: message };
  }
}

function formatWords(format: string, message: string): Title {
  switch (format) {
    case 'date':
      return { zh: '应为日期,如 2026-11-30', en: 'has to be a day, such as 2026-11-30' };
    case 'date-time':
      return { zh: '应为带时区的时间', en: 'has to be a point in time with its offset' };
    case 'email':
      return { zh: '应为电子邮箱地址', en: 'has to be an address of mail' };
    case 'uuid':
      return { zh: '应为系统编号(UUID)', en: 'has to be an id (UUID)' };
    default:
      return { zh: '写法不符合要求', en: message };
  }
}

function distinct(errors: readonly FieldError[]): FieldError[] {
  return [...new Map(errors.map((error) => [`${error.pointer} ${error.detail}`, error])).values()];
}
