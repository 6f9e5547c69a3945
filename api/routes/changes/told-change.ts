import type { FastifyReply, FastifyRequest } from 'fastify';
import { OfficeDesk, type OfficeAnswer } from '../../../record/office/office-desk';
import { enterRefusal } from '../../../record/people/attempts';
import { actOf } from '../../contract/moves';
import { EnteredProblem, ProblemError } from '../../contract/problems';
import type { ApiDeps } from '../../deps';
import { actorOf } from '../../identity/access';

export type OfficeRouteDeps = Pick<
  ApiDeps,
  'db' | 'clock' | 'desk' | 'hashKey' | 'receipts' | 'credentials' | 'signer' | 'settings'
>;

export function officeDeskOf(deps: OfficeRouteDeps): OfficeDesk {
  const { db, signer, receipts, credentials, desk, clock, settings } = deps;
  const { passwordCost } = settings;
  return new OfficeDesk({ db, signer, receipts, credentials, desk, clock, passwordCost });
}

/** What a change of the office is answered: 201 in force, 202 proposed; or a problem, thrown, whose attempt is entered. */
export async function toldChange(
  { db }: Pick<ApiDeps, 'db'>,
  request: FastifyRequest,
  reply: FastifyReply,
  done: Awaited<ReturnType<OfficeDesk['ask']>>,
): Promise<OfficeAnswer> {
  if (done.ok) {
    void reply.code(done.answer.state === 'proposed' ? 202 : 201);
    return done.answer;
  }
  const { refusal } = done;
  if (refusal === 'key-reused') throw new ProblemError('key-reused');
  const { code, detail, errors } = refusal;
  await enterRefusal(db, { number: null, act: actOf(request), code, actor: actorOf(request) });
  throw new EnteredProblem(code, { detail, ...(errors === undefined ? {} : { errors }) });
}
