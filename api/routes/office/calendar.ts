import { Type } from 'typebox';
import { calendarSchema, type WorkCalendar } from '../../../domain/time/calendar';
import { previewCalendar, publishCalendar } from '../../../record/law/calendar-change';
import { idempotent, overModels } from '../../../record/store/idempotency';
import { Rulebooks } from '../../../record/store/rulebook';
import { staff } from '../../identity/access';
import { answers, MovedDeadlines, staffProblems, strict, writeProblems } from '../../contract/answers';
import type { App } from '../../app-type';
import type { ApiDeps } from '../../deps';
import { ProblemError } from '../../contract/problems';
import { idempotencyOf, KeyHeader } from '../../contract/request-parts';

const tags = ['日历 Calendar'];
/** The calendar without its revision: publishing gives it the next one. */
const Proposed = Type.Object(
  {
    years: calendarSchema.properties.years,
    fixedDaysOff: calendarSchema.properties.fixedDaysOff,
  },
  strict,
);

/** The State Council's holiday notice as data: looked at before it is applied, and applied by supersession. */
export function calendarRoutes(app: App, deps: ApiDeps): void {
  const { db, clock, desk } = deps;
  const rulebooks = new Rulebooks(db);

  app.get(
    '/api/calendar',
    {
      config: { access: staff() },
      schema: {
        tags,
        operationId: 'calendar',
        summary: '现行日历 The calendar in force',
        response: answers({ 200: calendarSchema }, ...staffProblems),
      },
    },
    async () => (await rulebooks.refresh()).calendar,
  );

  app.post(
    '/api/calendar/preview',
    {
      config: { access: staff('administrator'), act: 'read/calendar-preview' },
      schema: {
        tags,
        operationId: 'preview-calendar',
        summary: '试算 Which deadlines a new calendar would move. Writes nothing.',
        body: Proposed,
        response: answers({ 200: MovedDeadlines }, ...staffProblems, ...writeProblems),
      },
    },
    async (request) => ({ moved: await previewCalendar(db, proposed(request.body), clock().toISOString()) }),
  );

  app.post(
    '/api/calendar',
    {
      config: { access: staff('administrator'), act: 'publish-calendar' },
      schema: {
        tags,
        operationId: 'publish-calendar',
        summary:
          '发布日历 Put a calendar in force: open clocks follow within a minute, each with its cause on the record',
        headers: KeyHeader,
        body: Proposed,
        response: answers(
          { 201: Type.Object({ revision: Type.Integer() }, strict) },
          ...staffProblems,
          ...writeProblems,
        ),
      },
    },
    async (request, reply) => {
      const idempotency = idempotencyOf(deps, request);
      const done = await idempotent(overModels(db), idempotency, async (tx) => ({
        revision: await publishCalendar(tx, proposed(request.body)),
      }));
      if (!done.ok) throw new ProblemError('key-reused');
      rulebooks.forget();
      desk.rulesChanged();
      void reply.code(201);
      return done.answer;
    },
  );
}

function proposed(body: unknown): WorkCalendar {
  return { id: 'cn', revision: 0, ...(body as Pick<WorkCalendar, 'years' | 'fixedDaysOff'>) };
}
