import type { CalendarProposal } from '../../../domain/time/calendar-change';
import { calendarInForce, previewCalendar, type CalendarFaults } from '../../../record/law/calendar-change';
import type { App } from '../../app-type';
import { answers, bodyProblems, staffProblems } from '../../contract/answers';
import { CalendarSchema, MovedDeadlines, ProposedCalendar } from '../../contract/schemas/law-schemas';
import { operation, tags } from '../../contract/operation';
import { ProblemError } from '../../contract/problems';
import type { ApiDeps } from '../../deps';
import { staff } from '../../identity/access';

type Deps = Pick<ApiDeps, 'db' | 'clock'>;

/** The calendar in force, and what another would move. It is published as a change of the office (`publish-calendar`). */
export async function calendarRoutes(app: App, deps: Deps): Promise<void> {
  calendarRoute(app, deps);
  previewRoute(app, deps);
}

function calendarRoute(app: App, { db }: Deps): void {
  app.get(
    '/api/calendar',
    {
      config: { access: staff() },
      schema: {
        ...operation('calendar', tags.calendar, { zh: '现行日历', en: 'The calendar in force' }),
        response: answers({ 200: CalendarSchema }, ...staffProblems),
      },
    },
    () => calendarInForce(db),
  );
}

function previewRoute(app: App, { db, clock }: Deps): void {
  app.post(
    '/api/calendar/preview',
    {
      config: { access: staff('policy-editor', 'administrator'), act: 'read/calendar-preview' },
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

function proposed(body: unknown): CalendarProposal {
  return body as CalendarProposal;
}

function problemIn(faults: CalendarFaults): ProblemError {
  return new ProblemError('calendar-unsound', { detail: faults[0].detail, errors: faults });
}
