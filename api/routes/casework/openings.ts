import { caseTypes, openings, type Opening } from '../../../domain/cases/catalogue';
import { roleTitles } from '../../../domain/role';
import { actorOf, staff } from '../../identity/access';
import { answers, CaseAnswerSchema, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { problemOf, type ProblemCode } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';

/** What any opening may be refused with. */
const openingProblems: readonly ProblemCode[] = [
  ...staffProblems,
  ...writeProblems,
  'enterprise-unknown',
  'conflict-of-interest',
];

/** One route per opening: a case begins with a form, in the unit and zone of whoever hands it in. */
export function openingRoutes(app: App, deps: ApiDeps): void {
  for (const opening of openings) openingRoute(app, deps, opening);
}

function openingRoute(app: App, deps: ApiDeps, opening: Opening): void {
  const { title, address } = caseTypes[opening.caseType];
  app.post(
    `/api/${address}`,
    {
      ...sameBytes,
      config: { access: staff(opening.role), act: `open/${opening.caseType}` },
      schema: {
        tags: [`${title.zh} ${title.en}`],
        operationId: `open-${opening.caseType}`,
        summary: `${opening.title.zh} ${opening.title.en}`,
        description: `岗位 Role: ${roleTitles[opening.role].zh} \`${opening.role}\``,
        headers: KeyHeader,
        body: opening.form,
        response: answers({ 201: CaseAnswerSchema }, ...openingProblems, ...opening.refusals),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const { zone } = await deps.db.unit.findUniqueOrThrow({
        where: { id: actor.unit },
        select: { zone: true },
      });
      const outcome = await deps.desk.openCase({
        opening,
        body: request.body,
        actor,
        zone,
        idempotency: idempotencyOf(deps, request),
      });
      if (!outcome.ok) throw problemOf(outcome.refusal);
      void reply.code(201).header('etag', `"${outcome.answer.seq}"`);
      return outcome.answer;
    },
  );
}
