import {
  addDays,
  dateOf,
  dayOf,
  readWorkingDays,
  startOfDay,
  type Instant,
  type PlainDate,
  type WorkCalendar,
} from '../../domain/time/calendar';

/* Questions about single dates. Production counts whole terms, with one reader for all their days. */

/** The exclusive end of a date: 00:00 in Shanghai of the next one. */
export function endOfDay(date: PlainDate): Instant {
  return startOfDay(addDays(date, 1));
}

/** Natural days from one date to another; negative if `to` is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return dayOf(to) - dayOf(from);
}

/**
 * Is the date a working day? `provisional` says that no holiday notice covers its year, so the
 * answer may change; it must be carried on, never dropped.
 */
export function isWorkingDay(
  calendar: WorkCalendar,
  date: PlainDate,
): { working: boolean; provisional: boolean } {
  const reader = readWorkingDays(calendar);
  const working = reader.isWorking(dayOf(date));
  return { working, provisional: reader.provisional() };
}

/** The `n`th working day after a date (the date itself is not counted); `n` = 0 is the date. */
export function addWorkingDays(
  calendar: WorkCalendar,
  date: PlainDate,
  n: number,
): { date: PlainDate; provisional: boolean } {
  const reader = readWorkingDays(calendar);
  let day = dayOf(date);
  for (let left = n; left > 0;) if (reader.isWorking(++day)) left--;
  return { date: dateOf(day), provisional: reader.provisional() };
}

/** The date itself if it is a working day, else the next one (民法典 art 203). */
export function rollForward(
  calendar: WorkCalendar,
  date: PlainDate,
): { date: PlainDate; provisional: boolean } {
  const reader = readWorkingDays(calendar);
  let day = dayOf(date);
  while (!reader.isWorking(day)) day++;
  return { date: dateOf(day), provisional: reader.provisional() };
}

/** Working days after `from` up to and including `to`; 0 if `to` is not later. */
export function workingDaysBetween(
  calendar: WorkCalendar,
  from: PlainDate,
  to: PlainDate,
): { count: number; provisional: boolean } {
  const reader = readWorkingDays(calendar);
  const last = dayOf(to);
  let count = 0;
  for (let day = dayOf(from) + 1; day <= last; day++) if (reader.isWorking(day)) count++;
  return { count, provisional: reader.provisional() };
}
