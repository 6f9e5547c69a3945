import { createHmac } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { canonicalJson } from '../../domain/json';
import { foldedAs, formatFault } from '../../domain/text/formats';
import type { Idempotency } from '../../record/store/idempotency';
import type { PageRequest } from '../../record/store/pages';
import type { ApiDeps } from '../deps';
import { Month, NumberParams, PageQuery, pageQuery, usualLimit } from './query-parts';
import { ProblemError } from './problems';

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * Whether keys of requests on this route are kept for ever: money may move by them, or an id is derived from the
     * key.
     */
    lastingKeys?: boolean;
  }
}

const keyPattern = '^[\\x21-\\x7e]{8,255}$';

/** Header of every write: a request that is repeated with the same key gets the same answer. */
export const KeyHeader = Type.Object({
  'idempotency-key': Type.String({
    pattern: keyPattern,
    description:
      '8 to 255 visible ASCII characters, fresh and random for every new request: who sends it again with the same request gets the answer again. It counts for its caller alone: an account, the holder of a receipt code, or of an `intake-token`. Only a keyed hash of it is kept',
  }),
});

const tokenPattern = '^[A-Za-z0-9_-]{22,86}$';

/**
 * Header of what the public hands in: a secret of the caller's own. The key is bound to it, so that the answer, which
 * holds a receipt code, is given again to nobody who knows only the key and what was handed in.
 */
export const IntakeTokenHeader = Type.Object({
  'intake-token': Type.Optional(
    Type.String({
      pattern: tokenPattern,
      description:
        'at least 128 random bits, as base64url: from `GET /api/public/intake`, or made by the client; kept until the receipt code was seen',
    }),
  ),
});

/** Whether a text could be a key, or the secret of who hands in. */
export const isSoundKey = (text: string): boolean => new RegExp(keyPattern).test(text);
export const isSoundToken = (text: string): boolean => new RegExp(tokenPattern).test(text);

/** The secret that a caller has sent along; null where there is none. */
export function intakeTokenOf({ headers }: FastifyRequest): string | null {
  const token = headers['intake-token'];
  return typeof token === 'string' ? token : null;
}

/**
 * The tag of a case begins with its seq, which is all that a move uses. The rest of the tag distinguishes readings, and
 * a proxy that compresses an answer makes its tag a weak one.
 */
const caseTagPattern = '^(W/)?"[0-9]{1,9}(\\.[A-Za-z0-9_-]{1,64})?"$';

/** Headers of a move on a case: the key, and the seq at which the caller saw the case. */
export const MoveHeaders = Type.Object({
  ...KeyHeader.properties,
  'if-match': Type.String({
    pattern: caseTagPattern,
    description: 'the ETag of the case, or its seq in quotes, as "12"',
  }),
});

export { Month, NumberParams, PageQuery, pageQuery };

/** The page that a query asks for. */
export function pageRequestOf(
  { limit, cursor }: { limit?: number | undefined; cursor?: string | undefined },
  usual = usualLimit,
): PageRequest {
  return { limit: limit ?? usual, cursor: cursor ?? null };
}

/** What {@link idempotencyOf} needs. */
export type RequestKeyDeps = Pick<ApiDeps, 'hashKey'>;

/** The key of a write, under the account that sends it or the fixed word of a public route. */
export function idempotencyOf(
  deps: RequestKeyDeps,
  request: FastifyRequest,
  body: unknown = request.body,
  part = '',
): Idempotency {
  return idempotencyUnder(deps, request, keyOf(request), body, part);
}

/** As {@link idempotencyOf}, under a key that came elsewhere than in the header, as in a field of a page. */
export function idempotencyUnder(
  deps: RequestKeyDeps,
  request: FastifyRequest,
  key: string,
  body: unknown,
  part = '',
): Idempotency {
  const scope = request.signedIn?.actor.accountId ?? 'public';
  return {
    scope,
    key: hashedKey(deps, scope, key, part),
    bodyHash: requestHash(deps, request, body),
    lasting: request.routeOptions.config.lastingKeys ?? false,
  };
}

/**
 * The key that a client chose. Most routes ask for it in their schema; uploads have none, and no write may run without
 * a key.
 */
export function keyOf({ headers }: FastifyRequest): string {
  return soundKey(headers['idempotency-key']);
}

/** A key as it was sent. @throws ProblemError `key-missing`, `key-malformed` */
export function soundKey(key: unknown): string {
  if (typeof key !== 'string') throw new ProblemError('key-missing');
  if (!isSoundKey(key)) throw new ProblemError('key-malformed');
  return key;
}

/**
 * The hash of a key, as it is kept. It is keyed, since a client may have chosen the key by a rule that can be guessed,
 * or keep it where it can be found.
 */
export function hashedKey({ hashKey }: RequestKeyDeps, ...parts: readonly string[]): string {
  return createHmac('sha256', hashKey)
    .update(canonicalJson(['idempotency-key', ...parts]), 'utf8')
    .digest('base64url');
}

/**
 * The hash by which two requests are the same: over the route, its parameters and the body. It is keyed, since a body
 * may hold a name or a receipt code, and whoever reads the table must not be able to test guesses.
 */
function requestHash(
  { hashKey }: RequestKeyDeps,
  { method, routeOptions, params }: FastifyRequest,
  body: unknown,
): Buffer {
  const whole = { method, route: routeOptions.url ?? null, params, body: body ?? null };
  return createHmac('sha256', hashKey).update(canonicalJson(whole), 'utf8').digest();
}

/** The seq in `If-Match`. */
export function seenSeqOf(request: FastifyRequest): number {
  const tag = request.headers['if-match'];
  if (tag === undefined) throw new ProblemError('if-match-missing');
  return Number(/[0-9]+/.exec(tag)?.[0]);
}

/** The number of the case in the route's address. */
export function numberOf(request: FastifyRequest): string {
  const number = numberIn(request);
  if (number === null) throw new ProblemError('case-not-found');
  return number;
}

/** The case that a request names; null where it names none, or something that can be no number. */
export function numberIn(request: FastifyRequest): string | null {
  const { number } = (request.params ?? {}) as { readonly number?: string };
  const folded = foldedAs('case-number', number ?? '');
  return formatFault('case-number', folded) === null ? folded : null;
}

/** What somebody looks for. What people wrote is sealed and is not searched. */
export const SearchText = Type.String({
  minLength: 2,
  maxLength: 60,
  format: 'line',
  pattern: '\\S.*\\S',
  description: 'two characters or more of a number, a name or a code; sealed texts are not searched',
});
