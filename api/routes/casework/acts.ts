import type { Act, StaffAct } from '../../../domain/moves/acts/act';
import { actRefusals } from '../../../domain/moves/refusals';
import { findCase } from '../../../record/reading/case-reading';
import type { App } from '../../app-type';
import { actDefs, type ActDef } from '../../contract/schemas/act-schemas';
import { answers, sameBytes, strongProblems } from '../../contract/answers';
import { CaseAnswerSchema } from '../../contract/schemas/case-schemas';
import { actUrl } from '../../contract/form-urls';
import { answerMove, moveProblems, notFound, refused } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { idempotencyOf, MoveHeaders, NumberParams, numberOf, seenSeqOf } from '../../contract/request-parts';
import { inCamel, Named } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'hashKey'>;

/** What may happen to any case at any time: one route per act, of one shape. */
export async function actRoutes(app: App, deps: Deps): Promise<void> {
  for (const [name, def] of Object.entries(actDefs)) actRoute(app, deps, name as StaffAct, def);
}

function actRoute(app: App, deps: Deps, name: StaffAct, { title, by, form }: ActDef): void {
  app.post(
    actUrl(name),
    {
      ...sameBytes,
      config: { access: staff(), act: `act/${name}` },
      schema: {
        ...operation(`act-${name}`, tags.cases, title, { zh: `办理人:${by.zh}`, en: `By: ${by.en}` }),
        params: NumberParams,
        headers: MoveHeaders,
        body: Named(`Act_${inCamel(name)}`, form),
        response: answers(
          { 200: CaseAnswerSchema },
          ...moveProblems,
          ...strongProblems(`act/${name}`),
          ...actRefusals(name),
        ),
      },
    },
    async (request, reply) => {
      const move = { number: numberOf(request), actor: actorOf(request) };
      // An act needs no step, so whoever may not see the case has no act on it either.
      const found = await findCase(deps.db, move.actor, move.number);
      if (found === null) throw await notFound(deps, request, move.number);
      if (name === 'note' && (found.depth === 'issued' || found.depth === 'bare')) {
        throw await refused(deps, request, move, {
          code: 'role-missing',
          detail: 'notes are the handling office’s own',
        });
      }
      const outcome = await deps.desk.act({
        ...move,
        act: { act: name, ...(request.body as object) } as Act,
        seenSeq: seenSeqOf(request),
        idempotency: idempotencyOf(deps, request),
      });
      return answerMove(deps, request, reply, move, outcome);
    },
  );
}
