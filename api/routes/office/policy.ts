import { Type } from 'typebox';
import { policyLayerSchema, policyRowSchema } from '../../../domain/law/policy';
import {
  policyChangeCodes,
  type PolicyChange,
  type PolicyChangeRefusal,
} from '../../../domain/law/policy-change';
import { idempotent, overModels } from '../../../record/store/idempotency';
import { lawInForce, previewPolicy, publishPolicy } from '../../../record/law/policy-change';
import { Rulebooks } from '../../../record/store/rulebook';
import { staff } from '../../identity/access';
import {
  answers,
  MovedDeadlines,
  Nullable,
  sameBytes,
  staffProblems,
  strict,
  writeProblems,
} from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';

const tags = ['法规 Law'];
const Day = Type.String({ format: 'date' });
const mostRows = 200;

const Change = Type.Object(
  {
    layer: Type.String({ description: '层级 The authority whose layer changes, e.g. `zhejiang`' }),
    add: Type.Array(policyRowSchema, { maxItems: mostRows }),
    end: Type.Array(
      Type.Object(
        {
          key: Type.String(),
          validFrom: Day,
          validTo: Type.String({
            format: 'date',
            description: '最后有效日 The last day on which it is in force',
          }),
        },
        { ...strict, description: 'A row, named by its key and its first day' },
      ),
      { maxItems: mostRows },
    ),
    openCases: Type.String({
      enum: ['keep', 'move'],
      description:
        '在办案件 `keep`: open cases keep the law that they were opened under. `move`: they go over on the day on which the change takes effect.',
    }),
  },
  strict,
);

/** A change of law as data: looked at before it is applied, and applied to open cases by supersession where it says so. */
export function policyRoutes(app: App, deps: ApiDeps): void {
  const { db, clock, desk } = deps;
  const rulebooks = new Rulebooks(db);

  app.get(
    '/api/policy',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'policy',
        summary: '现行规定 The layers of law at the newest revision, with rows past and to come',
        response: answers(
          {
            200: Type.Object({ revision: Type.Integer(), layers: Type.Array(policyLayerSchema) }, strict),
          },
          ...staffProblems,
        ),
      },
    },
    () => lawInForce(db),
  );

  app.post(
    '/api/policy/preview',
    {
      config: { access: staff('administrator'), act: 'read/policy-preview' },
      schema: {
        tags,
        operationId: 'preview-policy',
        summary: '试算 Which deadlines of open cases a change of law would move. Writes nothing.',
        body: Change,
        response: answers({ 200: MovedDeadlines }, ...staffProblems, ...writeProblems, ...policyChangeCodes),
      },
    },
    async (request) => {
      const { calendar } = await rulebooks.refresh();
      const previewed = await previewPolicy(db, changeIn(request.body), {
        calendar,
        now: clock().toISOString(),
      });
      if (!previewed.ok) throw problemIn(previewed.refusal);
      return { moved: previewed.value };
    },
  );

  app.post(
    '/api/policy',
    {
      config: { access: staff('administrator'), act: 'publish-policy' },
      ...sameBytes,
      schema: {
        tags,
        operationId: 'publish-policy',
        summary:
          '发布规定 Put a change of law in force: cases opened from its day on take it, and open cases that are to move follow within a minute of that day, each with its cause on the record',
        headers: KeyHeader,
        body: Change,
        response: answers(
          { 201: Type.Object({ revision: Type.Integer(), movesOn: Nullable(Day) }, strict) },
          ...staffProblems,
          ...writeProblems,
          ...policyChangeCodes,
        ),
      },
    },
    async (request, reply) => {
      const idempotency = idempotencyOf(deps, request);
      const done = await idempotent(
        overModels(db),
        idempotency,
        (tx, refuse: (refusal: PolicyChangeRefusal) => never) =>
          publishPolicy(tx, changeIn(request.body), refuse),
      );
      if (!done.ok)
        throw done.refusal === 'key-reused' ? new ProblemError('key-reused') : problemIn(done.refusal);
      desk.rulesChanged();
      void reply.code(201);
      return done.answer;
    },
  );
}

function changeIn(body: unknown): PolicyChange {
  return body as PolicyChange;
}

function problemIn({ code, pointer, detail }: PolicyChangeRefusal): ProblemError {
  return new ProblemError(code, { detail, errors: [{ pointer, detail }] });
}
