import { caseTypes, steps } from '../../../domain/cases/catalogue';
import type { CaseType } from '../../../domain/case/case-type';
import { roleTitles } from '../../../domain/role';
import { caseTypeOf, decisionSchema, type AnyStep } from '../../../domain/case/step';
import { actorOf, staff } from '../../identity/access';
import { CaseAnswerSchema, answers, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { answerMove } from '../../contract/moves';
import type { ProblemCode } from '../../contract/problems';
import { idempotencyOf, MoveHeaders, NumberParams, numberOf, seenSeqOf } from '../../contract/request-parts';

/** What any move on a case may be refused with. */
export const moveProblems: readonly ProblemCode[] = [
  ...staffProblems,
  ...writeProblems,
  'if-match-missing',
  'if-match-malformed',
  'case-not-found',
  'case-closed',
  'step-not-open',
  'case-moved',
  'not-your-unit',
  'not-assignee',
  'level-too-low',
  'conflict-of-interest',
  'same-person',
  'clock-paused',
  'assignee-unfit',
];

/** What the steps of a case type can be refused with beside that. */
const ofType: Partial<Record<CaseType, readonly ProblemCode[]>> = {
  rectification: ['item-unknown', 'item-missing', 'remedy-term-too-long'],
  project: ['gate-shut', 'child-case-open', 'clock-expired', 'date-ahead'],
  'approval-item': ['correction-used', 'material-unknown', 'clock-expired', 'date-ahead'],
  certificate: ['clock-expired'],
  inspection: ['notice-too-early'],
  'credit-repair': ['repair-too-early', 'clock-expired'],
  payout: ['payee-missing', 'payee-changed', 'not-collectable', 'bank-file-mismatch'],
};

interface DecisionBody {
  readonly verdict: string;
  readonly [field: string]: unknown;
}

/** One route per step of the catalogue. Steps of the reporter have their own door (see public-receipts). */
export function decisionRoutes(app: App, deps: ApiDeps): void {
  for (const def of steps.values()) if (def.role !== 'reporter') decisionRoute(app, deps, def);
}

function decisionRoute(app: App, deps: ApiDeps, def: AnyStep): void {
  const caseType = caseTypeOf(def.id);
  app.post(
    `/api/${caseTypes[caseType].address}/:number/${def.id.slice(caseType.length + 1)}`,
    {
      ...sameBytes,
      config: { access: staff(), act: def.id },
      schema: {
        tags: [`${caseTypes[caseType].title.zh} ${caseTypes[caseType].title.en}`],
        operationId: `decide/${def.id}`.replaceAll('/', '-'),
        summary: `${def.title.zh} ${def.title.en}`,
        description: describe(def),
        params: NumberParams,
        headers: MoveHeaders,
        body: decisionSchema(def),
        response: answers(
          { 200: CaseAnswerSchema },
          ...moveProblems,
          'verdict-not-possible',
          ...(ofType[caseType] ?? []),
        ),
      },
    },
    async (request, reply) => {
      const move = { number: numberOf(request), actor: actorOf(request) };
      const outcome = await deps.desk.decide({
        ...move,
        step: def.id,
        body: request.body as DecisionBody,
        seenSeq: seenSeqOf(request),
        idempotency: idempotencyOf(deps, request),
      });
      return answerMove(deps, request, reply, move, outcome);
    },
  );
}

function beginningOf(runsFrom: AnyStep['runsFrom']): string {
  if (runsFrom === undefined) return '';
  if (typeof runsFrom === 'string') return `, from \`${runsFrom}\``;
  return `, 起算 from ${runsFrom.title.zh} (${runsFrom.title.en})`;
}

function describe({
  role,
  limit,
  promise,
  ladder,
  separateFrom,
  extension,
  onExpiry,
  runsFrom,
}: AnyStep): string {
  return [
    `岗位 Role: ${roleTitles[role].zh} \`${role}\``,
    `时限 Limit: \`${limit}\`${beginningOf(runsFrom)}; 督办 Ladder: \`${ladder}\``,
    separateFrom.length > 0 &&
      `须与以下环节的经办人不同 Another natural person than at: ${separateFrom.map((step) => `\`${step}\``).join(', ')}`,
    promise !== undefined && `承诺时限 Committed limit: \`${promise}\``,
    extension !== undefined && `可延期 May be extended: \`${extension}\``,
    onExpiry !== undefined && `逾期即 At expiry: \`${onExpiry}\``,
  ]
    .filter((line) => line !== false)
    .join('\n\n');
}
