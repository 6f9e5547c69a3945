import { Type } from 'typebox';
import type { CalendarProposal } from '../../../domain/time/calendar-change';
import { previewCalendar, publishCalendar, type CalendarFaults } from '../../../record/law/calendar-change';
import { idempotent, overModels } from '../../../record/store/idempotency';
import { Rulebooks } from '../../../record/store/rulebook';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems, writeProblems } from '../../contract/answers';
import { CalendarSchema, MovedDeadlines, ProposedCalendar } from '../../contract/schemas/law-schemas';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';
import { Named, strict } from '../../contract/shapes';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock' | 'desk' | 'hashKey'>;

const Revision = Named('CalendarRevision', Type.Object({ revision: Type.Integer() }, strict));

/**
 * The State Council's holiday notice as data: previewed before it is published, and followed by open clocks by
 * supersession.
 */
export async function calendarRoutes(app: App, deps: Deps): Promise<void> {
  const rulebooks = new Rulebooks(deps.db);
  calendarRoute(app, rulebooks);
  previewRoute(app, deps);
  publishRoute(app, deps, rulebooks);
}

function calendarRoute(app: App, rulebooks: Rulebooks): void {
  app.get(
    '/api/calendar',
    {
      config: { access: staff() },
      schema: {
        ...operation('calendar', tags.calendar, { zh: '现行日历', en: 'The calendar in force' }),
        response: answers({ 200: CalendarSchema }, ...staffProblems),
      },
    },
    async () => (await rulebooks.refresh()).calendar,
  );
}

function previewRoute(app: App, { db, clock }: Deps): void {
  app.post(
    '/api/calendar/preview',
    {
      config: { access: staff('administrator'), act: 'read/calendar-preview' },
      schema: {
        ...operation('preview-calendar', tags.calendar, {
          zh: '试算',
          en: 'Which deadlines a new calendar would move. Writes nothing.',
        }),
        body: ProposedCalendar,
        response: answers({ 200: MovedDeadlines }, ...staffProblems, ...bodyProblems, 'calendar-unsound'),
      },
    },
    async (request) => {
      const previewed = await previewCalendar(db, proposed(request.body), clock().toISOString());
      if (!previewed.ok) throw problemIn(previewed.faults);
      return { moved: previewed.value };
    },
  );
}

function publishRoute(app: App, deps: Deps, rulebooks: Rulebooks): void {
  app.post(
    '/api/calendar',
    {
      config: { access: staff('administrator'), act: 'publish-calendar' },
      schema: {
        ...operation('publish-calendar', tags.calendar, {
          zh: '发布日历',
          en: 'Put a calendar in force: open clocks follow within a minute, each with its cause on the record',
        }),
        headers: KeyHeader,
        body: ProposedCalendar,
        response: answers({ 201: Revision }, ...staffProblems, ...writeProblems, 'calendar-unsound'),
      },
    },
    async (request, reply) => {
      const idempotency = idempotencyOf(deps, request);
      const done = await idempotent(
        overModels(deps.db),
        idempotency,
        async (tx, refuse: (faults: CalendarFaults) => never) => ({
          revision: await publishCalendar(tx, proposed(request.body), refuse),
        }),
      );
      if (!done.ok)
        throw done.refusal === 'key-reused' ? new ProblemError('key-reused') : problemIn(done.refusal);
      rulebooks.forget();
      deps.desk.rulesChanged();
      void reply.code(201);
      return done.answer;
    },
  );
}

function proposed(body: unknown): CalendarProposal {
  return body as CalendarProposal;
}

function problemIn(faults: CalendarFaults): ProblemError {
  return new ProblemError('calendar-unsound', { detail: faults[0].detail, errors: faults });
}
