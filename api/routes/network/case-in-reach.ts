import type { FastifyRequest } from 'fastify';
import type { CaseType } from '../../../domain/case/case-type';
import { viewOf } from '../../../domain/case/case-view';
import { issuedLinesIn, knownTo } from '../../../domain/moves/enterprise-visibility';
import { eventsOf, findCase } from '../../../record/reading/case-reading';
import { textsFor } from '../../../record/reading/shown-lines';
import { notFound } from '../../contract/moves';
import { numberOf } from '../../contract/request-parts';
import type { ApiDeps } from '../../deps';
import { actorOf } from '../../identity/access';

/**
 * A case of this type that the reader may see: how far they know it, and its texts as far as they may.
 * @throws ProblemError `case-not-found`
 */
export async function caseInReach(
  deps: Pick<ApiDeps, 'db' | 'desk' | 'vault' | 'clock'>,
  request: FastifyRequest,
  caseType: CaseType,
) {
  const [actor, number] = [actorOf(request), numberOf(request)];
  const found = await findCase(deps.db, actor, number);
  if (found?.file.caseType !== caseType) throw await notFound(deps, request, number);
  const { file, depth } = found;
  const events = await eventsOf(deps.db, file.id);
  const view = viewOf(events);
  const { seq } = knownTo(actor, view, { issuedLines: issuedLinesIn(events) });
  return { view, seq, texts: () => textsFor(deps, file.id, depth) };
}
