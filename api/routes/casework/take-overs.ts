import { Type } from 'typebox';
import { Form } from '../../../domain/case/form';
import { Enterprise } from '../../../domain/case/opening';
import { isFirmRole } from '../../../domain/role';
import {
  caseTypeBehind,
  caseTypeDef,
  caseTypes,
  openings,
  type Opening,
} from '../../../domain/cases/catalogue';
import {
  readEntry,
  takeOverRefusals,
  type EnteredBefore,
  type TakeOverEntry,
} from '../../../domain/moves/take-over/entry';
import { openingRefusals } from '../../../domain/moves/refusals';
import type { Title } from '../../../domain/role';
import { zoneOfUnit } from '../../../record/store/zones';
import { PayeeForm } from '../../../record/vault/payee';
import type { App } from '../../app-type';
import { answers, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import { CaseAnswerSchema, TipOffOpenedSchema } from '../../contract/schemas/case-schemas';
import { TakenOverTipOff } from '../../contract/schemas/intake-forms';
import { takeOverFields } from '../../contract/schemas/take-over-schemas';
import { operation, tags } from '../../contract/operation';
import { problemOf } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { inCamel, Named } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { actorOf, staff } from '../../identity/access';
import { contentOf } from './intake';

type Deps = Pick<ApiDeps, 'db' | 'desk' | 'clock' | 'hashKey'>;

const enters = 'section-chief' as const;
const how: Title = {
  zh:
    '由科长录入,另一名审批人以 `answer-take-over` 同意后方生效。案卷自今日起,接收前的决定以其真实日期入卷;' +
    '时限按真实日期起算,接收前的督办档不再触发。原登记编号在同一登记簿内只接收一次。',
  en:
    'Entered by a section chief; nothing happens in the case before an approver agrees by the act `answer-take-over`. ' +
    'The record begins today and holds what was decided before by its true days; limits count from these, and rungs ' +
    'from before the take-over never fire. A number of the old register is taken over once.',
};

/** Matters that run already when the office begins to keep its cases here. */
export async function takeOverRoutes(app: App, deps: Deps): Promise<void> {
  tipOffRoute(app, deps);
  for (const opening of openings) if (isRead(opening)) openingRoute(app, deps, opening);
}

function tipOffRoute(app: App, deps: Deps): void {
  const caseType = caseTypeBehind('intake');
  app.post(
    `/api/${caseTypes[caseType].address}/taken-over`,
    {
      config: { access: staff(enters), act: `take-over/${caseType}` },
      schema: {
        ...operation(
          `take-over-${caseType}`,
          tags[caseType],
          { zh: '接收在办举报', en: 'Take over a tip-off that runs already' },
          how,
        ),
        headers: KeyHeader,
        body: Named(
          'TakeOver_TipOff',
          Form({ tip: TakenOverTipOff, ...takeOverFields(caseType), payee: Type.Optional(PayeeForm) }),
        ),
        response: answers(
          { 201: TipOffOpenedSchema },
          ...staffProblems,
          ...writeProblems,
          ...takeOverRefusals(caseType),
        ),
      },
    },
    async (request, reply) => {
      const { tip, payee, ...entry } = request.body;
      const actor = actorOf(request);
      const before = entered(entry, deps.clock());
      const outcome = await deps.desk.openTipOff({
        ...contentOf(tip),
        ...{ zone: await zoneOfUnit(deps.db, actor.unit), unit: actor.unit, actor },
        receivedAt: before.before.since,
        before: { ...before, ...(payee === undefined ? {} : { payee }) },
        idempotency: idempotencyOf(deps, request),
      });
      if (!outcome.ok) throw problemOf(outcome.refusal);
      void reply.code(201);
      return outcome.answer;
    },
  );
}

/** What stays within a firm is not entered by the bureau, which does not read it: the firm begins it anew. */
function isRead({ caseType }: Opening): boolean {
  return caseTypeDef(caseType).readers[enters] !== undefined;
}

/** An opening as a section chief hands it in. What a firm opens through its own accounts names the firm here. */
function asTakenOver(opening: Opening): Opening {
  const form = isFirmRole(opening.role)
    ? Form({ ...opening.form.properties, enterpriseId: Enterprise })
    : opening.form;
  return { ...opening, form, role: enters };
}

function openingRoute(app: App, deps: Deps, begun: Opening): void {
  const opening = asTakenOver(begun);
  const { caseType } = opening;
  const title = caseTypes[caseType].title;
  app.post(
    `/api/${caseTypes[caseType].address}/taken-over`,
    {
      ...sameBytes,
      config: { access: staff(enters), act: `take-over/${caseType}` },
      schema: {
        ...operation(
          `take-over-${caseType}`,
          tags[caseType],
          {
            zh: `接收在办案件:${title.zh}`,
            en: `Take over a case that runs already: ${title.en.toLowerCase()}`,
          },
          how,
        ),
        headers: KeyHeader,
        body: Named(
          `TakeOver_${inCamel(caseType)}`,
          Form({ opening: opening.form, ...takeOverFields(caseType) }),
        ),
        response: answers(
          { 201: CaseAnswerSchema },
          ...staffProblems,
          ...writeProblems,
          ...openingRefusals(opening),
          ...takeOverRefusals(caseType),
        ),
      },
    },
    async (request, reply) => {
      const { opening: body, ...entry } = request.body;
      const actor = actorOf(request);
      const outcome = await deps.desk.openCase({
        ...{ opening, body, actor },
        place: { zone: await zoneOfUnit(deps.db, actor.unit), unit: actor.unit },
        before: entered(entry, deps.clock()),
        idempotency: idempotencyOf(deps, request),
      });
      if (!outcome.ok) throw problemOf(outcome.refusal);
      void reply.code(201).header('etag', `"${outcome.answer.seq}"`);
      return outcome.answer;
    },
  );
}

/** What was entered, parted. @throws ProblemError where a date, a paper or a sum cannot be what it says. */
function entered(entry: TakeOverEntry, now: Date): EnteredBefore {
  const read = readEntry(entry, now.toISOString());
  if (!read.ok) throw problemOf(read.refusal);
  return read.value;
}
