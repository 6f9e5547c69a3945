import { Type } from 'typebox';
import type { JsonObject } from '../../json';
import { calendarSchema, type WorkCalendar } from '../../time/calendar';
import type { CalendarProposal, ChangedCalendar } from '../../time/calendar-change';
import { officeChange } from '../office-change';
import { notAsPublished, refuseChange } from '../office-refusal';

/* The State Council's holiday notice as data. Open clocks follow by supersession. */

/** The calendar without its revision: publishing gives it the next one. */
export const calendarForm = Type.Object(
  { years: calendarSchema.properties.years, fixedDaysOff: calendarSchema.properties.fixedDaysOff },
  { additionalProperties: false },
);

export interface CalendarFacts {
  /** Whether the calendar in force is what its line in the record says. */
  readonly asPublished: boolean;
  readonly standing: WorkCalendar;
  readonly changed: ChangedCalendar;
}

const editors = ['policy-editor', 'administrator'] as const;

export const publishCalendar = officeChange<CalendarFacts>()<typeof calendarForm, CalendarProposal>({
  title: {
    zh: '发布日历',
    en: 'Put a calendar in force: open clocks follow within a minute, each with its cause on the record',
  },
  form: calendarForm,
  by: editors,
  second: { roles: editors },
  refusals: ['record-not-as-written', 'calendar-unsound'],
  judge({ form, facts: { asPublished, standing, changed } }) {
    if (!asPublished) return notAsPublished();
    if (!changed.ok) return refuseChange('calendar-unsound', changed.faults[0].detail, changed.faults);
    const named = (calendar: WorkCalendar) => ({
      revision: calendar.revision,
      years: Object.fromEntries(
        Object.entries(calendar.years).filter(([year]) => form.years[year] !== undefined),
      ),
      ...(form.fixedDaysOff === undefined ? {} : { fixedDaysOff: calendar.fixedDaysOff ?? null }),
    });
    const next = { ...changed.value, revision: standing.revision + 1 };
    return {
      ok: true,
      value: {
        subject: `calendar/${standing.id}`,
        person: null,
        before: named(standing) as unknown as JsonObject,
        after: named(next) as unknown as JsonObject,
      },
    };
  },
});
