/**
 * Dates, instants and working days, for one place: Asia/Shanghai.
 *
 * Shanghai has kept +08:00 without summer time since 1991, so a date is an integer (days since
 * 1970-01-01) and the host's time zone can never leak in. No function here reads a clock.
 */
import { Type } from 'typebox';
import { written } from '../text/formats';

/** The working calendars that a limit may name. */
export const calendarIds = ['cn'] as const;

/** A moment in UTC as `toISOString` writes it: '2026-09-20T16:00:00.000Z'. */
export type Instant = string;

/** A date in Asia/Shanghai: '2026-09-21'. */
export type PlainDate = string;

/**
 * One year of the State Council's holiday notice. A date in `makeUpWorkdays` (调休) is worked even
 * on a weekend, a date in `daysOff` is not, any other date is worked from Monday to Friday.
 * `provisional`: no notice yet, only the days that the holiday law itself fixes.
 */
export interface CalendarYear {
  state: 'published' | 'provisional';
  notice: string;
  daysOff: PlainDate[];
  makeUpWorkdays: PlainDate[];
}

/**
 * A named calendar. `revision` grows with each notice; clocks remember the one they were counted
 * with. Of a year that is not listed the statutory holidays are known: `fixedDaysOff` ('MM-DD') fall on one date
 * every year, `movingDaysOff` follow the moon or the sun and are tabled by year. A calendar is a value: publish a
 * new object, never edit one.
 */
export interface WorkCalendar {
  id: string;
  revision: number;
  years: Record<string, CalendarYear>;
  fixedDaysOff?: string[];
  movingDaysOff?: { source: string; years: Record<string, string[]> };
}

const yearSchema = Type.String({ pattern: '^\\d{4}$' });
const monthDaysSchema = Type.Array(Type.String({ pattern: '^\\d{2}-\\d{2}$' }));
const plainDateSchema = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });

/** JSON schema of a {@link WorkCalendar}; unknown keys are refused. */
export const calendarSchema = Type.Object(
  {
    id: Type.String({ pattern: '^[a-z][a-z0-9-]*$' }),
    revision: Type.Integer({ minimum: 1 }),
    years: Type.Record(
      yearSchema,
      Type.Object(
        {
          state: Type.Enum(['published', 'provisional']),
          notice: Type.String({ format: written('line') }),
          daysOff: Type.Array(plainDateSchema),
          makeUpWorkdays: Type.Array(plainDateSchema),
        },
        { additionalProperties: false },
      ),
      { additionalProperties: false },
    ),
    fixedDaysOff: Type.Optional(monthDaysSchema),
    movingDaysOff: Type.Optional(
      Type.Object(
        {
          source: Type.String({ format: written('line') }),
          years: Type.Record(yearSchema, monthDaysSchema, { additionalProperties: false }),
        },
        { additionalProperties: false },
      ),
    ),
  },
  { additionalProperties: false },
);

export const DAY_MS = 86_400_000;
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;

// --- instants and dates ---------------------------------------------------------------------

/** Milliseconds since 1970 of an instant. Throws RangeError on anything not written in UTC. */
export function millisOf(at: Instant): number {
  // Without the final Z, Date.parse would read the host's zone.
  const ms = at.endsWith('Z') ? Date.parse(at) : NaN;
  if (Number.isNaN(ms)) throw new RangeError(`not a UTC instant: '${at}'`);
  return ms;
}

/** The instant that stands `ms` milliseconds after 1970-01-01T00:00:00Z. */
export function instantOf(ms: number): Instant {
  return new Date(ms).toISOString();
}

/** Days since 1970-01-01 of a date. Throws RangeError on a date that does not exist. */
export function dayOf(date: PlainDate): number {
  const year = Number(date.slice(0, 4));
  const month = Number(date.slice(5, 7));
  const dayOfMonth = Number(date.slice(8));
  const exists =
    date.length === 10 &&
    date[4] === '-' &&
    date[7] === '-' &&
    month >= 1 &&
    month <= 12 &&
    dayOfMonth >= 1 &&
    dayOfMonth <= daysInMonth(year, month);
  if (!exists) throw new RangeError(`not a calendar date: '${date}'`);
  return Date.UTC(year, month - 1, dayOfMonth) / DAY_MS;
}

/** Whether a text is a date that exists, of the years 0001 to 9999. */
export function isPlainDate(text: string): boolean {
  const [, year, month, dayOfMonth] = (/^(\d{4})-(0[1-9]|1[0-2])-(\d{2})$/.exec(text) ?? []).map(Number);
  if (year === undefined || month === undefined || dayOfMonth === undefined) return false;
  return year >= 1 && dayOfMonth >= 1 && dayOfMonth <= daysInMonth(year, month);
}

/** Whether a text is a point in time with its offset, in UTC also of the years 0001 to 9999. No leap seconds. */
export function isPointInTime(text: string): boolean {
  const [, date = ''] = /^(.{10})T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2})$/.exec(text) ?? [];
  const ms = Date.parse(text);
  return isPlainDate(date) && !Number.isNaN(ms) && isPlainDate(instantOf(ms).slice(0, 10));
}

/** The date that stands `day` days after 1970-01-01. */
export function dateOf(day: number): PlainDate {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Shanghai's date at an instant, as days since 1970-01-01. `ms` as of {@link millisOf}. */
export function shanghaiDay(ms: number): number {
  return Math.floor((ms + SHANGHAI_OFFSET_MS) / DAY_MS);
}

/** 00:00 in Shanghai of a day (days since 1970-01-01), in milliseconds. */
export function startOfDayMs(day: number): number {
  return day * DAY_MS - SHANGHAI_OFFSET_MS;
}

/** Shanghai's date at an instant: '2026-09-20T16:00:00.000Z' is already '2026-09-21'. */
export function shanghaiDate(at: Instant): PlainDate {
  return dateOf(shanghaiDay(millisOf(at)));
}

/** An instant as people in Shanghai write it, to the second: '2026-09-21 00:00:00'. */
export function shanghaiTime(at: Instant): string {
  return new Date(millisOf(at) + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19).replace('T', ' ');
}

/** The same to the minute: '2026-09-21 00:00'. */
export function shanghaiMinute(at: Instant): string {
  return shanghaiTime(at).slice(0, 16);
}

/** 00:00 in Shanghai of a date, as an instant. */
export function startOfDay(date: PlainDate): Instant {
  return instantOf(startOfDayMs(dayOf(date)));
}

/** The date `n` natural days later (earlier, if negative). */
export function addDays(date: PlainDate, n: number): PlainDate {
  return dateOf(dayOf(date) + n);
}

/**
 * The date `n` months later: the same day-number, or the end of the month where that does not exist
 * (民法典 art 202), so 2026-11-30 plus three months is 2027-02-28.
 */
export function addMonths(date: PlainDate, n: number): PlainDate {
  const months = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + n;
  const year = Math.floor(months / 12);
  const month = (months % 12) + 1;
  const dayOfMonth = Math.min(Number(date.slice(8)), daysInMonth(year, month));
  return `${pad(year, 4)}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function isLeap(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}

function pad(n: number, width: number): string {
  return String(n).padStart(width, '0');
}

// --- working days ---------------------------------------------------------------------------

/** Answers for many days of one calculation, and remembers whether any of them was provisional. */
export interface WorkingDayReader {
  isWorking(day: number): boolean;
  provisional(): boolean;
}

/** A reader over a calendar, for loops over days since 1970-01-01. */
export function readWorkingDays(calendar: WorkCalendar): WorkingDayReader {
  let sheet: YearSheet | null = null;
  let provisional = false;
  return {
    isWorking(day) {
      if (sheet === null || day < sheet.firstDay || day >= sheet.firstDay + sheet.working.length) {
        sheet = sheetOf(calendar, day);
      }
      provisional ||= sheet.provisional;
      return sheet.working[day - sheet.firstDay] === 1;
    },
    provisional: () => provisional,
  };
}

/** A year laid out flat, one byte per day, so that counting costs one array read per day. */
interface YearSheet {
  firstDay: number;
  working: Uint8Array;
  provisional: boolean;
}

// Sheets are remembered per calendar object. They depend on nothing else, so this changes no result.
const sheets = new WeakMap<WorkCalendar, Map<number, YearSheet>>();

function sheetOf(calendar: WorkCalendar, day: number): YearSheet {
  const year = new Date(day * DAY_MS).getUTCFullYear();
  let ofCalendar = sheets.get(calendar);
  if (!ofCalendar) sheets.set(calendar, (ofCalendar = new Map<number, YearSheet>()));
  let sheet = ofCalendar.get(year);
  if (!sheet) ofCalendar.set(year, (sheet = layOut(calendar, year)));
  return sheet;
}

function layOut(calendar: WorkCalendar, year: number): YearSheet {
  const listed = calendar.years[String(year)];
  const firstDay = dayOf(`${pad(year, 4)}-01-01`);
  const working = new Uint8Array(isLeap(year) ? 366 : 365);
  for (let i = 0; i < working.length; i++) working[i] = fallsOnWeekday(firstDay + i) ? 1 : 0;

  const mark = (date: PlainDate, value: 0 | 1) => {
    const index = dayOf(date) - firstDay;
    if (index < 0 || index >= working.length) {
      throw new RangeError(`calendar '${calendar.id}': ${date} is listed under ${year}`);
    }
    working[index] = value;
  };
  for (const date of listed?.daysOff ?? statutoryDaysOff(calendar, year)) mark(date, 0);
  for (const date of listed?.makeUpWorkdays ?? []) mark(date, 1);
  return { firstDay, working, provisional: listed?.state !== 'published' };
}

/** The holidays that the law itself gives a year, where no notice has said yet which days take their place. */
function statutoryDaysOff({ fixedDaysOff = [], movingDaysOff }: WorkCalendar, year: number): PlainDate[] {
  const name = pad(year, 4);
  return [...fixedDaysOff, ...(movingDaysOff?.years[name] ?? [])].map(
    (monthAndDay) => `${name}-${monthAndDay}`,
  );
}

/** Whether a date lies between Monday and Friday. */
export function isWeekday(date: PlainDate): boolean {
  return fallsOnWeekday(dayOf(date));
}

// 1970-01-01 was a Thursday, the fourth day of a week that begins on Monday.
function fallsOnWeekday(day: number): boolean {
  return (((day + 3) % 7) + 7) % 7 < 5;
}
