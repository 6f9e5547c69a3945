import type { Act } from '../../../domain/moves/acts/act';
import { actDefs, type ActDef } from '../../contract/act-schemas';
import { actorOf, staff } from '../../identity/access';
import { answers, CaseAnswerSchema, sameBytes } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { findCase } from '../../../record/reading/case-reading';
import { answerMove, notFound, refused } from '../../contract/moves';
import type { ProblemCode } from '../../contract/problems';
import { idempotencyOf, MoveHeaders, NumberParams, numberOf, seenSeqOf } from '../../contract/request-parts';
import { moveProblems } from './decisions';

const ofAct: Record<Act['act'], readonly ProblemCode[]> = {
  assign: [],
  pause: ['reason-not-lawful', 'clock-expired'],
  resume: ['clock-not-paused'],
  'request-extension': [
    'extension-not-allowed',
    'extension-open',
    'extension-too-long',
    'extension-used-up',
    'extension-not-positive',
    'clock-expired',
  ],
  'answer-extension': [
    'extension-not-allowed',
    'extension-not-requested',
    'extension-too-long',
    'extension-used-up',
    'clock-expired',
  ],
  'intervene-early': ['matter-unknown', 'item-begun'],
  note: [],
  withdraw: ['child-case-open'],
  reopen: ['case-not-closed', 'reopening-point-unknown', 'money-paid'],
};

/** What may happen to any case at any time: one route per act, of one shape. */
export function actRoutes(app: App, deps: ApiDeps): void {
  for (const [name, def] of Object.entries(actDefs)) actRoute(app, deps, name as Act['act'], def);
}

function actRoute(app: App, deps: ApiDeps, name: Act['act'], { title, by, form }: ActDef): void {
  app.post(
    `/api/cases/:number/acts/${name}`,
    {
      ...sameBytes,
      config: { access: staff(), act: `act/${name}` },
      schema: {
        tags: ['案件 Cases'],
        operationId: `act-${name}`,
        summary: `${title.zh} ${title.en}`,
        description: `By: ${by}`,
        params: NumberParams,
        headers: MoveHeaders,
        body: form,
        response: answers({ 200: CaseAnswerSchema }, ...moveProblems, ...ofAct[name]),
      },
    },
    async (request, reply) => {
      const move = { number: numberOf(request), actor: actorOf(request) };
      // An act belongs to an office and not to a step of the case: who may not see the case has no act on it.
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
