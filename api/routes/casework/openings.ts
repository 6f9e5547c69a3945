import { openings, type Opening } from '../../../domain/cases/catalogue';
import { openersOf } from '../../../domain/case/opening';
import { openingRefusals } from '../../../domain/moves/refusals';
import { roleTitles } from '../../../domain/role';
import { placeOfCasesBy } from '../../../record/store/zones';
import type { App } from '../../app-type';
import { answers, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import { CaseAnswerSchema } from '../../contract/schemas/case-schemas';
import { openingUrl } from '../../contract/form-urls';
import { operation, tags } from '../../contract/operation';
import { problemOf } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { inCamel, Named } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'hashKey'>;

/** One route per opening: a case begins with a form, in the unit and zone of the person who hands it in; a firm's own in the unit that takes in for
 * its zone. */
export async function openingRoutes(app: App, deps: Deps): Promise<void> {
  for (const opening of openings) openingRoute(app, deps, opening);
}

function openingRoute(app: App, deps: Deps, opening: Opening): void {
  const { caseType } = opening;
  const roles = openersOf(opening);
  app.post(
    openingUrl(caseType),
    {
      ...sameBytes,
      config: { access: staff(...roles), act: `open/${caseType}` },
      schema: {
        ...operation(`open-${caseType}`, tags[caseType], opening.title, {
          zh: `岗位:${roles.map((role) => roleTitles[role].zh).join('、')}`,
          en: `Role: \`${roles.join('`, `')}\``,
        }),
        headers: KeyHeader,
        body: Named(`Open_${inCamel(caseType)}`, opening.form),
        response: answers(
          { 201: CaseAnswerSchema },
          ...staffProblems,
          ...writeProblems,
          ...openingRefusals(opening),
        ),
      },
    },
    async (request, reply) => {
      const actor = actorOf(request);
      const outcome = await deps.desk.openCase({
        opening,
        body: request.body,
        actor,
        place: await placeOfCasesBy(deps.db, actor),
        idempotency: idempotencyOf(deps, request),
      });
      if (!outcome.ok) throw problemOf(outcome.refusal);
      void reply.code(201).header('etag', `"${outcome.answer.seq}"`);
      return outcome.answer;
    },
  );
}
