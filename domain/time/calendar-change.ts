/**
 * A publication of the working calendar: what may be published, and the calendar that comes of it. Whatever is
 * taken here can be counted with: each date exists, says one thing, and leaves days on which work is done.
 */
import { dayOf, isWeekday, type CalendarYear, type PlainDate, type WorkCalendar } from './calendar';

/** Years as the State Council's notices have them, and the holidays of every year if those change. */
export interface CalendarProposal {
  readonly years: Record<string, CalendarYear>;
  readonly fixedDaysOff?: readonly string[];
}

/** What is wrong with a proposal, and where in it (JSON pointer). */
export interface CalendarFault {
  readonly pointer: string;
  readonly detail: string;
}

export type ChangedCalendar =
  | { readonly ok: true; readonly value: WorkCalendar }
  | { readonly ok: false; readonly faults: readonly [CalendarFault, ...CalendarFault[]] };

// Before 1995-05-01 a week had six working days; beyond 2100 the moving holidays are not tabled.
const firstYear = 1996;
const lastYear = 2100;

/** A year of notices has about 35; with more than these, hardly a limit in working days would ever end. */
const mostDaysOff = 120;
const mostFixedDaysOff = 30;

/**
 * The calendar after a publication, or all that is wrong with it. A year that it does not name stays as it stands,
 * and so do the fixed holidays.
 * @param standing the calendar in force; nothing in it is altered
 */
export function changeCalendar(standing: WorkCalendar, proposal: CalendarProposal): ChangedCalendar {
  const { years, fixedDaysOff } = proposal;
  const nothing = Object.keys(years).length === 0 && fixedDaysOff === undefined;
  const [first, ...more] = [
    ...(nothing ? [{ pointer: '/years', detail: 'no year is named' }] : []),
    ...Object.entries(years).flatMap(([year, listed]) => faultsOfYear(year, listed)),
    ...faultsOfFixedDays(fixedDaysOff ?? []),
  ];
  if (first !== undefined) return { ok: false, faults: [first, ...more] };
  return {
    ok: true,
    value: {
      ...standing,
      years: { ...standing.years, ...years },
      ...(fixedDaysOff === undefined ? {} : { fixedDaysOff: [...fixedDaysOff] }),
    },
  };
}

function faultsOfYear(year: string, listed: CalendarYear): CalendarFault[] {
  const at = `/years/${year}`;
  if (!/^\d{4}$/.test(year) || Number(year) < firstYear || Number(year) > lastYear)
    return [{ pointer: at, detail: `years from ${firstYear} to ${lastYear} can be published` }];
  const { notice, daysOff, makeUpWorkdays } = listed;
  const off = new Set(daysOff);
  const faults = [
    ...faultsOfDates(`${at}/daysOff`, year, daysOff),
    ...faultsOfDates(`${at}/makeUpWorkdays`, year, makeUpWorkdays, (date) => {
      if (off.has(date)) return `${date} is a day off too`;
      return isWeekday(date) ? `${date} is a working day anyway` : null;
    }),
  ];
  if (notice.trim() === '')
    faults.push({ pointer: `${at}/notice`, detail: 'the notice that it rests on is named' });
  if (daysOff.length > mostDaysOff)
    faults.push({ pointer: `${at}/daysOff`, detail: `a year has at most ${mostDaysOff} days off by notice` });
  return faults;
}

/** @param further what else may be wrong with a date that exists; null: nothing */
function faultsOfDates(
  at: string,
  year: string,
  dates: readonly PlainDate[],
  further: (date: PlainDate) => string | null = () => null,
): CalendarFault[] {
  return dates.flatMap((date, i) => {
    const detail = faultOfDate(date, year) ?? repeated(dates, i) ?? further(date);
    return detail === null ? [] : [{ pointer: `${at}/${i}`, detail }];
  });
}

function faultOfDate(date: PlainDate, year: string): string | null {
  if (!exists(date)) return `${date} is no calendar date`;
  return date.startsWith(`${year}-`) ? null : `${date} is not in ${year}`;
}

function faultsOfFixedDays(days: readonly string[]): CalendarFault[] {
  const faults = days.flatMap((day, i) => {
    // Of a year without a leap day, so that 02-29 is refused: it is not a date of every year.
    const detail = exists(`2001-${day}`) ? repeated(days, i) : `${day} is not a date of every year`;
    return detail === null ? [] : [{ pointer: `/fixedDaysOff/${i}`, detail }];
  });
  if (days.length > mostFixedDaysOff)
    faults.push({
      pointer: '/fixedDaysOff',
      detail: `at most ${mostFixedDaysOff} holidays have a fixed date`,
    });
  return faults;
}

function repeated(days: readonly string[], i: number): string | null {
  return days.indexOf(days[i] ?? '') < i ? `${days[i]} is named twice` : null;
}

function exists(date: PlainDate): boolean {
  try {
    dayOf(date);
    return true;
  } catch {
    return false;
  }
}
