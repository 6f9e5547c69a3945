/*
 * The wall calendar of these tests: a list of days, counted with a finger. Nothing of production counts here, so that
 * what it computes is held against another hand's figure. The same calendar is published to the office over its API.
 */

/** A date in Shanghai, `2027-03-01`. */
export type Day = string;

/** Holidays of every year, as MM-DD; those at the end of January stand in for a spring festival. */
const holidays = [
  ...['01-01', '01-02', '01-03'],
  ...['01-26', '01-27', '01-28', '01-29', '01-30', '01-31', '02-01'],
  ...['04-04', '04-05', '04-06'],
  ...['05-01', '05-02', '05-03', '05-04', '05-05'],
  ...['06-08', '06-09', '06-10'],
  ...['09-25', '09-26', '09-27'],
  ...['10-01', '10-02', '10-03', '10-04', '10-05', '10-06', '10-07'],
];

/** Behind these days the next Saturday is worked 调休, and before those the last Sunday. */
const workedSaturdayAfter = ['02-01', '05-05', '10-07'];
const workedSundayBefore = ['01-26', '05-01', '09-25'];

const dayMs = 24 * 60 * 60 * 1000;

const utc = (day: Day): Date => new Date(`${day}T00:00:00Z`);
const dayOf = (date: Date): Day => date.toISOString().slice(0, 10);
const weekday = (day: Day): number => utc(day).getUTCDay();

export function later(day: Day, days: number): Day {
  return dayOf(new Date(utc(day).getTime() + days * dayMs));
}

/** The same day-number so many months on, or the last one that the month has. */
export function monthsLater(day: Day, months: number): Day {
  const [year = 0, month = 0, number = 0] = day.split('-').map(Number);
  const first = new Date(Date.UTC(year, month - 1 + months, 1));
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(number, last));
  return dayOf(first);
}

/** Days from one date to a later one. */
export function daysTo(from: Day, to: Day): number {
  let days = 0;
  for (let day = from; day < to; day = later(day, 1)) days += 1;
  return days;
}

function firstAfter(day: Day, wanted: number): Day {
  for (let next = later(day, 1); ; next = later(next, 1)) if (weekday(next) === wanted) return next;
}

function lastBefore(day: Day, wanted: number): Day {
  for (let next = later(day, -1); ; next = later(next, -1)) if (weekday(next) === wanted) return next;
}

function makeUpDays(year: number): Day[] {
  return [
    ...workedSundayBefore.map((day) => lastBefore(`${year}-${day}`, 0)),
    ...workedSaturdayAfter.map((day) => firstAfter(`${year}-${day}`, 6)),
  ].sort();
}

export function isWorked(day: Day): boolean {
  if (holidays.includes(day.slice(5))) return false;
  if (makeUpDays(Number(day.slice(0, 4))).includes(day)) return true;
  return weekday(day) >= 1 && weekday(day) <= 5;
}

/** The n-th worked day after a day; of none, the day itself. */
export function workedLater(day: Day, n: number): Day {
  let at = day;
  for (let left = n; left > 0;) {
    at = later(at, 1);
    if (isWorked(at)) left -= 1;
  }
  return at;
}

export function workedBefore(day: Day, n: number): Day {
  let at = day;
  for (let left = n; left > 0;) {
    at = later(at, -1);
    if (isWorked(at)) left -= 1;
  }
  return at;
}

/** 00:00 in Shanghai. */
export function beginningOf(day: Day): Date {
  return new Date(`${day}T00:00:00+08:00`);
}

/** 24:00 in Shanghai: the first instant that is not the day any more. */
export function endOf(day: Day): Date {
  return beginningOf(later(day, 1));
}

/** The date in Shanghai at an instant. */
export function dayAt(instant: string | Date): Day {
  return dayOf(new Date(new Date(instant).getTime() + 8 * 60 * 60 * 1000));
}

/** The calendar as an administrator publishes it. */
export function publication(fromYear: number, years: number) {
  const listed = Array.from({ length: years }, (_, index) => {
    const year = fromYear + index;
    return [
      String(year),
      {
        state: 'published',
        notice: 'https://www.gov.cn/zhengce',
        daysOff: holidays.map((day) => `${year}-${day}`),
        makeUpWorkdays: makeUpDays(year),
      },
    ];
  });
  return { years: Object.fromEntries(listed) as object };
}
