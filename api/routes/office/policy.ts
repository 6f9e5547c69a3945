import { Type } from 'typebox';
import {
  policyChangeCodes,
  type PolicyChange,
  type PolicyChangeRefusal,
} from '../../../domain/law/policy-change';
import { lawInForce, previewPolicy, publishPolicy } from '../../../record/law/policy-change';
import { idempotent, overModels } from '../../../record/store/idempotency';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, bodyProblems, sameBytes, staffProblems, writeProblems } from '../../contract/answers';
import { LawInForceSchema, MovedDeadlines, PolicyChangeForm } from '../../contract/schemas/law-schemas';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { Day, Named, Nullable, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock' | 'desk' | 'hashKey'>;

const Published = Named(
  'PolicyPublished',
  Type.Object({ revision: Type.Integer(), movesOn: Nullable(Day) }, strict),
);

/**
 * A change of law as data: previewed before it is published, and followed by open cases by supersession where it says
 * so.
 */
export async function policyRoutes(app: App, deps: Deps): Promise<void> {
  lawRoute(app, deps);
  previewRoute(app, deps, new Rulebooks(deps.db));
  publishRoute(app, deps);
}

function lawRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/policy',
    {
      config: { access: staff() },
      schema: {
        ...operation('policy', tags.law, {
          zh: '现行规定',
          en: 'The layers of law at the newest revision, with rows past and to come',
        }),
        response: answers({ 200: LawInForceSchema }, ...staffProblems),
      },
    },
    () => lawInForce(db),
  );
}

function previewRoute(app: App, { db, clock }: Deps, rulebooks: Rulebooks): void {
  app.post(
    '/api/policy/preview',
    {
      config: { access: staff('administrator'), act: 'read/policy-preview' },
      schema: {
        ...operation('preview-policy', tags.law, {
          zh: '试算',
          en: 'Which deadlines of open cases a change of law would move. Writes nothing.',
        }),
        body: PolicyChangeForm,
        response: answers({ 200: MovedDeadlines }, ...staffProblems, ...bodyProblems, ...policyChangeCodes),
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
}

function publishRoute(app: App, deps: Deps): void {
  app.post(
    '/api/policy',
    {
      config: { access: staff('administrator'), act: 'publish-policy' },
      ...sameBytes,
      schema: {
        ...operation('publish-policy', tags.law, {
          zh: '发布规定',
          en: 'Put a change of law in force: cases opened from its day on take it, and open cases that are to move follow within a minute of that day, each with its cause on the record',
        }),
        headers: KeyHeader,
        body: PolicyChangeForm,
        response: answers({ 201: Published }, ...staffProblems, ...writeProblems, ...policyChangeCodes),
      },
    },
    async (request, reply) => {
      const done = await idempotent(
        overModels(deps.db),
        idempotencyOf(deps, request),
        (tx, refuse: (refusal: PolicyChangeRefusal) => never) =>
          publishPolicy(tx, changeIn(request.body), refuse),
      );
      if (!done.ok)
        throw done.refusal === 'key-reused' ? new ProblemError('key-reused') : problemIn(done.refusal);
      deps.desk.rulesChanged();
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
