import type { KeyReused } from '../../record/desk/desk';
import type { Done } from '../../record/store/idempotency';
import type { Json } from '../../domain/json';
import type { Title } from '../../domain/role';
import type { Refusal } from '../../domain/refusal';
import type { Language } from './language';
import { problems, type ProblemCode } from './problem-codes';

export interface FieldError {
  /** JSON pointer into the body; for other parts of the request preceded by `query:`, `path:` or `header:`. */
  readonly pointer: string;
  readonly detail: string;
  /** The detail for whoever filled the form in, in both languages. */
  readonly words?: Title;
}

export interface ProblemExtras {
  readonly detail?: string;
  readonly errors?: readonly FieldError[];
  /** What a program needs beside the code, e.g. the `seq` at which the case stands. */
  readonly facts?: { readonly [key: string]: Json };
  readonly retryAfterS?: number;
}

/** RFC 9457. `instance` is the id of the request, to be quoted when asking for help. */
export interface Problem {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: ProblemCode;
  readonly detail: string;
  readonly instance: string;
  readonly errors?: readonly FieldError[];
  readonly facts?: { readonly [key: string]: Json };
}

/** Ends a request with a problem. Thrown only inside `api/`, and only with a code that the caller may know. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  constructor(
    readonly code: ProblemCode,
    readonly extras: ProblemExtras = {},
  ) {
    super(code);
  }
}

/** A refusal that was already entered in the list of refused attempts. */
export class EnteredProblem extends ProblemError {}

/** The problem that a caller is told for a refusal. */
export function problemOf(refusal: Refusal | KeyReused, as = ProblemError): ProblemError {
  const facts = 'facts' in refusal ? refusal.facts : undefined;
  return new as(refusal.code, {
    detail: refusal.detail,
    ...(facts === undefined ? {} : { facts }),
    ...(typeof facts?.['pointer'] === 'string'
      ? { errors: [{ pointer: facts['pointer'], detail: refusal.detail }] }
      : {}),
  });
}

/** The answer of a piece of work; a refusal of it is thrown as a problem. */
export function answerOf<T>(done: Done<T, Refusal | ProblemCode>): T {
  if (done.ok) return done.answer;
  throw typeof done.refusal === 'string' ? new ProblemError(done.refusal) : problemOf(done.refusal);
}

/**
 * The body of a problem.
 * @param language of the title, and of the detail where it only repeats the title; further details are in English, for
 * who writes the client
 */
export function problemBody(
  code: ProblemCode,
  extras: ProblemExtras,
  requestId: string,
  language: Language,
): Problem {
  const { status, [language]: title } = problems[code];
  return {
    type: `/problems/${code}`,
    title,
    status,
    code,
    detail: extras.detail ?? title,
    instance: requestId,
    ...(extras.errors === undefined ? {} : { errors: extras.errors }),
    ...(extras.facts === undefined ? {} : { facts: extras.facts }),
  };
}
