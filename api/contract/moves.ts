import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../../domain/role';
import { enterRefusal } from '../../record/people/attempts';
import { findCase } from '../../record/reading/case-reading';
import type { CaseAnswer, KeyReused, Outcome } from '../../record/desk/desk';
import type { Refusal } from '../../domain/refusal';
import type { ApiDeps } from '../deps';
import { staffProblems, writeProblems } from './answers';
import type { ProblemCode } from './problem-codes';
import { EnteredProblem, problemOf, type ProblemError } from './problems';

/** Problems of every move on a case before it is judged; its refusals are in `domain/moves/refusals.ts`. */
export const moveProblems: readonly ProblemCode[] = [
  ...staffProblems,
  ...writeProblems,
  'if-match-missing',
  'if-match-malformed',
];

/** What is needed to enter an attempt that was refused. */
export type AttemptDeps = Pick<ApiDeps, 'db'>;

/** Answers a move on a case: with the case as it is now and its seq as ETag, or with a problem, which is thrown. */
export async function answerMove(
  deps: AttemptDeps,
  request: FastifyRequest,
  reply: FastifyReply,
  { number, actor }: { readonly number: string; readonly actor: Actor },
  outcome: Outcome<CaseAnswer>,
): Promise<CaseAnswer> {
  if (!outcome.ok) throw await refused(deps, request, { number, actor }, outcome.refusal);
  void reply.header('etag', `"${outcome.answer.seq}"`);
  return outcome.answer;
}

/**
 * Enters the attempt under its true code. A caller who may not see the case is told that there is none,
 * in the same bytes as for a number that nobody was ever given.
 */
export async function refused(
  deps: AttemptDeps,
  request: FastifyRequest,
  { number, actor }: { readonly number: string; readonly actor: Actor },
  refusal: Refusal | KeyReused,
): Promise<ProblemError> {
  await enterRefusal(deps.db, { number, act: actOf(request), code: refusal.code, actor });
  if (refusal.code === 'record-not-as-written')
    request.log.error({ event: refusal.code, caseNumber: number });
  const seen = actor.kind === 'reporter' || (await findCase(deps.db, actor, number)) !== null;
  return seen && refusal.code !== 'case-not-found'
    ? problemOf(refusal, EnteredProblem)
    : new EnteredProblem('case-not-found');
}

/** The problem of a reading for which no case exists. It is entered too, so that looking around is noticed. */
export async function notFound(
  deps: AttemptDeps,
  request: FastifyRequest,
  number: string,
): Promise<ProblemError> {
  const actor = request.signedIn?.actor ?? null;
  await enterRefusal(deps.db, { number, act: actOf(request), code: 'case-not-found', actor });
  return new EnteredProblem('case-not-found');
}

/** The act under which an attempt on this route is entered. */
export function actOf(request: FastifyRequest): string {
  return request.routeOptions.config.act ?? 'read';
}
