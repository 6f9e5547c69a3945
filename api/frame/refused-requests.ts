import type { FastifyRequest } from 'fastify';
import { enterRefusal, enterStranger } from '../../record/people/attempts';
import { holderOf } from '../../record/people/people';
import type { ApiDeps } from '../deps';
import type { ProblemCode } from '../contract/problem-codes';
import { numberIn } from '../contract/request-parts';
import { tokenOf } from '../identity/tokens';

export type RefusedRequestDeps = Pick<ApiDeps, 'db' | 'settings'>;

/** Codes of requests that never reached the desk. On a route of a case they are entered all the same. */
const enteredHere: ReadonlySet<ProblemCode> = new Set<ProblemCode>([
  'not-logged-in',
  'origin-not-allowed',
  'role-missing',
  'second-factor-needed',
  'second-factor-not-enrolled',
  'form-invalid',
  'verdict-not-possible',
  'body-malformed',
  'body-too-large',
  'media-type-unsupported',
  'key-missing',
  'key-malformed',
  'if-match-missing',
  'if-match-malformed',
  'paper-not-found',
]);

/**
 * Enters a request that was refused before the desk. Nothing that the caller is told depends on this, nor on whether
 * there is such a case. Requests of reporters are not entered: nothing of who comes there is kept.
 */
export async function enterRefusedRequest(
  deps: RefusedRequestDeps,
  request: FastifyRequest,
  code: ProblemCode,
): Promise<void> {
  const { act, access } = request.routeOptions.config;
  if (act === undefined || access?.who !== 'staff' || !enteredHere.has(code)) return;
  const number = numberIn(request);
  try {
    const actor = request.signedIn?.actor ?? (await lastHolder(deps, request));
    if (actor === null) await enterStranger(deps.db, { number, act, code });
    else await enterRefusal(deps.db, { number, act, code, actor });
  } catch (error) {
    // The caller learns what was wrong with the request; the operator, that the entry failed.
    request.log.error({ code: 'attempt-not-entered', error }, 'request-failed');
  }
}

/** The holder of a session that has ended and was presented with a request. */
async function lastHolder({ db, settings }: RefusedRequestDeps, request: FastifyRequest) {
  const presented = tokenOf(request, settings);
  return presented && holderOf(db, presented.token);
}
