import { Type } from 'typebox';
import { steps } from '../../../domain/cases/catalogue';
import { caseTypeOf, decisionSchema, endsByItself, type AnyStep } from '../../../domain/case/step';
import { decisionRefusals } from '../../../domain/moves/refusals';
import { roleTitles, type Title } from '../../../domain/role';
import type { App } from '../../app-type';
import { answers, sameBytes, strongProblems } from '../../contract/answers';
import { CaseAnswerSchema } from '../../contract/schemas/case-schemas';
import { decisionUrl } from '../../contract/form-urls';
import { answerMove, moveProblems, refused } from '../../contract/moves';
import { operation, tags } from '../../contract/operation';
import { idempotencyOf, MoveHeaders, NumberParams, numberOf, seenSeqOf } from '../../contract/request-parts';
import { inCamel, Named, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'hashKey'>;

interface DecisionBody {
  readonly verdict: string;
  readonly [field: string]: unknown;
}

const PreviewQuery = Type.Object(
  {
    preview: Type.Optional(
      Type.Boolean({ description: 'true: says what the decision would bring, and keeps nothing of it' }),
    ),
  },
  strict,
);

/** One route per step of the catalogue. Steps of the reporter have their own door (see public-receipts). */
export async function decisionRoutes(app: App, deps: Deps): Promise<void> {
  for (const def of steps.values()) if (def.role !== 'reporter') decisionRoute(app, deps, def);
}

function decisionRoute(app: App, deps: Deps, def: AnyStep): void {
  const caseType = caseTypeOf(def.id);
  const name = def.id.slice(caseType.length + 1);
  app.post(
    decisionUrl(def),
    {
      ...sameBytes,
      config: { access: staff(), act: def.id, lastingKeys: def.onVerifiedRecord ?? false },
      schema: {
        ...operation(`decide-${caseType}-${name}`, tags[caseType], def.title, describe(def)),
        params: NumberParams,
        querystring: PreviewQuery,
        headers: MoveHeaders,
        body: Named(`Decide_${inCamel(caseType)}_${inCamel(name)}`, decisionSchema(def)),
        response: answers(
          { 200: CaseAnswerSchema },
          ...moveProblems,
          ...strongProblems(def.id),
          ...decisionRefusals(def),
        ),
      },
    },
    async (request, reply) => {
      const move = { number: numberOf(request), actor: actorOf(request) };
      const asked = {
        ...move,
        step: def.id,
        body: request.body as DecisionBody,
        seenSeq: seenSeqOf(request),
        idempotency: idempotencyOf(deps, request),
      };
      if (request.query.preview !== true)
        return answerMove(deps, request, reply, move, await deps.desk.decide(asked));
      const outcome = await deps.desk.foresee(asked);
      if (!outcome.ok) throw await refused(deps, request, move, outcome.refusal);
      return outcome.answer;
    },
  );
}

/** What a step's definition says beside its form, in both languages. */
function describe(def: AnyStep): Title {
  const { role, limit, promise, ladder, separateFrom, extension, onExpiry } = def;
  const from = beginningOf(def.runsFrom);
  const others = separateFrom.map((step) => `\`${step}\``).join(', ');
  const lines: readonly (Title | undefined)[] = [
    { zh: `岗位:${roleTitles[role].zh}`, en: `Role: \`${role}\`` },
    {
      zh: `时限:\`${limit}\`${from.zh};督办:\`${ladder}\``,
      en: `Limit: \`${limit}\`${from.en}; ladder: \`${ladder}\``,
    },
    others === ''
      ? undefined
      : { zh: `须与以下环节的经办人不同:${others}`, en: `Another natural person than at: ${others}` },
    promise === undefined
      ? undefined
      : { zh: `承诺时限:\`${promise}\``, en: `Committed limit: \`${promise}\`` },
    extension === undefined
      ? undefined
      : { zh: `可延期:\`${extension}\``, en: `May be extended: \`${extension}\`` },
    !endsByItself(def) ? undefined : { zh: `逾期即:\`${onExpiry}\``, en: `At expiry: \`${onExpiry}\`` },
  ];
  const told = lines.filter((line) => line !== undefined);
  return {
    zh: told.map(({ zh }) => zh).join('\n\n'),
    en: told.map(({ en }) => en).join('\n\n'),
  };
}

function beginningOf(runsFrom: AnyStep['runsFrom']): Title {
  if (runsFrom === undefined) return { zh: '', en: '' };
  if (typeof runsFrom === 'string') return { zh: `,自 \`${runsFrom}\` 起算`, en: `, from \`${runsFrom}\`` };
  return { zh: `,自${runsFrom.title.zh}起算`, en: `, from ${runsFrom.title.en}` };
}
