import {
  policyChangeCodes,
  type PolicyChange,
  type PolicyChangeRefusal,
} from '../../../domain/law/policy-change';
import { lawInForce, previewPolicy } from '../../../record/law/policy-change';
import { calendarInForce } from '../../../record/law/calendar-change';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems } from '../../contract/answers';
import { LawInForceSchema, MovedDeadlines, PolicyChangeForm } from '../../contract/schemas/law-schemas';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

/** The law in force, and what a change of it would move. It is published as a change of the office (`publish-policy`). */
export async function policyRoutes(app: App, deps: Deps): Promise<void> {
  lawRoute(app, deps);
  previewRoute(app, deps);
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

function previewRoute(app: App, { db, clock }: Deps): void {
  app.post(
    '/api/policy/preview',
    {
      config: { access: staff('policy-editor', 'administrator'), act: 'read/policy-preview' },
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
      const previewed = await previewPolicy(db, changeIn(request.body), {
        calendar: await calendarInForce(db),
        now: clock().toISOString(),
      });
      if (!previewed.ok) throw problemIn(previewed.refusal);
      return { moved: previewed.value };
    },
  );
}

function changeIn(body: unknown): PolicyChange {
  return body as PolicyChange;
}

function problemIn({ code, pointer, detail }: PolicyChangeRefusal): ProblemError {
  return new ProblemError(code, { detail, errors: [{ pointer, detail }] });
}
