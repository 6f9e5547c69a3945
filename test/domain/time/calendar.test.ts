import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import {
  addDays,
  addMonths,
  calendarSchema,
  isPlainDate,
  isPointInTime,
  isWeekday,
  shanghaiDate,
  startOfDay,
  type WorkCalendar,
} from '../../../domain/time/calendar';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import {
  addWorkingDays,
  daysBetween,
  endOfDay,
  isWorkingDay,
  rollForward,
  workingDaysBetween,
} from '../../harness/working-days';

const cn = calendarJson as WorkCalendar;

const datesOf = (year: string) =>
  Array.from({ length: daysBetween(`${year}-01-01`, `${year}-12-31`) + 1 }, (_, i) =>
    addDays(`${year}-01-01`, i),
  );

const chinese = new Intl.DateTimeFormat('en-u-ca-chinese', {
  timeZone: 'UTC',
  month: 'numeric',
  day: 'numeric',
});
/** Month and day of the Chinese calendar, as ICU reckons them. */
function chineseDay(date: string): string {
  const parts = chinese.formatToParts(new Date(`${date}T00:00:00Z`));
  const [month, day] = (['month', 'day'] as const).map(
    (type) => parts.find((part) => part.type === type)?.value,
  );
  return `${month}/${day}`;
}

const anyDate = fc.integer({ min: 0, max: 40_000 }).map((n) => addDays('1970-01-01', n));
const dateWithNotice = fc
  .integer({ min: 0, max: daysBetween('2024-01-01', '2026-12-31') })
  .map((n) => addDays('2024-01-01', n));

describe('dates and instants of Shanghai', () => {
  test.each([
    ['2026-09-20T15:59:59.999Z', '2026-09-20'],
    ['2026-09-20T16:00:00.000Z', '2026-09-21'],
    ['2026-12-31T16:00:00.000Z', '2027-01-01'],
  ])('%s is %s', (at, date) => expect(shanghaiDate(at)).toBe(date));

  test('a day runs from 16:00 UTC to 16:00 UTC', () => {
    expect(startOfDay('2026-09-21')).toBe('2026-09-20T16:00:00.000Z');
    expect(endOfDay('2026-09-21')).toBe('2026-09-21T16:00:00.000Z');
  });

  test.each([
    ['2026-11-30', 3, '2027-02-28'],
    ['2026-01-31', 1, '2026-02-28'],
    ['2027-01-31', 13, '2028-02-29'],
    ['2026-01-15', -1, '2025-12-15'],
    ['2026-12-31', 2, '2027-02-28'],
  ])('%s plus %i months is %s', (from, n, to) => expect(addMonths(from, n)).toBe(to));

  test('every fourth year leaps, but of the centuries only every fourth', () => {
    expect(addDays('2000-02-28', 1)).toBe('2000-02-29');
    expect(addMonths('2000-01-31', 1)).toBe('2000-02-29');
    expect(addMonths('2100-01-31', 1)).toBe('2100-02-28');
  });

  test.each(['2026-02-30', '2026-13-01', '2026-1-01', 'today', ''])('%p is refused', (text) => {
    expect(() => startOfDay(text)).toThrow(RangeError);
  });

  test.each([
    ...['2026-02-30', '2026-13-01', '2026-1-01', '2026-00-10', '2026-01-00', '0000-01-01', '10000-01-01', ''],
  ])('%p is no date in a form', (text) => expect(isPlainDate(text)).toBe(false));

  test.each([
    ...['2026-02-30T00:00:00Z', '2026-02-03T24:00:01Z', '2016-12-31T23:59:60Z', '2026-02-03T00:00:00'],
    ...['0000-01-01T00:00:00Z', '9999-12-31T23:59:59-14:00', '0001-01-01T00:00:00+08:00', '2026-02-03', ''],
  ])('%p is no point in time in a form', (text) => expect(isPointInTime(text)).toBe(false));

  test('what a form takes as a date or a point in time can be counted', () => {
    for (const date of ['1900-01-01', '2000-02-29', '9999-12-31']) {
      expect(isPlainDate(date)).toBe(true);
      expect(shanghaiDate(startOfDay(date))).toBe(date);
    }
    for (const at of ['2026-11-25T02:00:00Z', '2026-11-25T02:00:00.123456+08:00', '9999-12-31T23:59:59Z'])
      expect(isPointInTime(at)).toBe(true);
  });

  test.each(['2026-09-20T16:00:00', '2026-09-20T16:00:00+08:00', 'soon'])('%p is no UTC instant', (text) =>
    expect(() => shanghaiDate(text)).toThrow(RangeError),
  );

  test('adding days is the inverse of counting them', () => {
    fc.assert(
      fc.property(anyDate, fc.integer({ min: -9000, max: 9000 }), (date, n) => {
        expect(daysBetween(date, addDays(date, n))).toBe(n);
        expect(shanghaiDate(startOfDay(date))).toBe(date);
        expect(endOfDay(date)).toBe(startOfDay(addDays(date, 1)));
      }),
    );
  });
});

describe('working days', () => {
  test.each([
    ['2026-09-18', true, 'Friday'],
    ['2026-09-19', false, 'Saturday'],
    ['2026-09-20', true, 'make-up Sunday'],
    ['2026-09-25', false, 'Friday off'],
    ['2026-10-10', true, 'make-up Saturday'],
    ['2024-02-09', true, 'the eve of 2024, worked by notice'],
  ])('%s: %p (%s)', (date, working) => {
    expect(isWorkingDay(cn, date)).toEqual({ working, provisional: false });
  });

  test.each([
    ['2024', 251],
    ['2025', 248],
    ['2026', 248],
  ])('%s has %i of them, as the published calendar says', (year, count) => {
    const lastOfYearBefore = addDays(`${year}-01-01`, -1);
    expect(workingDaysBetween(cn, lastOfYearBefore, `${year}-12-31`).count).toBe(count);
  });

  test.each([
    [
      '2027',
      [
        '01-01',
        '02-05',
        '02-06',
        '02-07',
        '02-08',
        '04-05',
        '05-01',
        '05-02',
        '06-09',
        '09-15',
        '10-01',
        '10-02',
        '10-03',
      ],
    ],
    [
      '2028',
      [
        '01-01',
        '01-25',
        '01-26',
        '01-27',
        '01-28',
        '04-04',
        '05-01',
        '05-02',
        '05-28',
        '10-01',
        '10-02',
        '10-03',
      ],
    ],
  ])('%s, without a notice, has its statutory days off, provisionally', (year, daysOff) => {
    // In 2028 the Mid-Autumn Festival is on 3 October: the notice will say what is off for it.
    const off = datesOf(year).filter((date) => isWeekday(date) && !isWorkingDay(cn, date).working);
    expect(off).toEqual(daysOff.map((day) => `${year}-${day}`).filter(isWeekday));
    expect(isWorkingDay(cn, `${year}-06-01`).provisional).toBe(true);
  });

  test('what the holiday law itself gives a year is off in every notice under it', () => {
    for (const year of ['2025', '2026']) {
      const statutory = [...cn.fixedDaysOff!, ...cn.movingDaysOff!.years[year]!].map(
        (day) => `${year}-${day}`,
      );
      expect(new Set(statutory).size).toBe(13);
      expect(cn.years[year]!.daysOff).toEqual(expect.arrayContaining(statutory));
    }
  });

  // Years for which ICU has the first day of the Chinese year a day early or late; the almanacs agree with the table.
  const misread = ['2027', '2030'];
  test.each(Object.entries(cn.movingDaysOff!.years))(
    '%s has its moving holidays where moon and sun put them',
    (year, [eve, first, second, third, qingming, dragonBoat, midAutumn]) => {
      const date = (day = '') => `${year}-${day}`;
      expect([first, second, third].map(date)).toEqual([1, 2, 3].map((n) => addDays(date(eve), n)));
      expect(['04-04', '04-05', '04-06']).toContain(qingming);
      if (!misread.includes(year))
        expect([first, dragonBoat, midAutumn].map((day) => chineseDay(date(day)))).toEqual([
          '1/1',
          '5/5',
          '8/15',
        ]);
    },
  );

  test('a year beyond the table knows the fixed holidays only', () => {
    expect(isWorkingDay(cn, '2105-05-01')).toEqual({ working: false, provisional: true });
    const bare: WorkCalendar = { id: 'bare', revision: 1, years: {} };
    expect(isWorkingDay(bare, '2031-05-01')).toEqual({ working: true, provisional: true });
  });

  test('counting that reaches an unpublished year says so', () => {
    expect(addWorkingDays(cn, '2026-12-30', 1)).toEqual({ date: '2026-12-31', provisional: false });
    expect(addWorkingDays(cn, '2026-12-30', 2)).toEqual({ date: '2027-01-04', provisional: true });
  });

  test('a date listed under the wrong year is an error', () => {
    const year = { state: 'published' as const, notice: '', daysOff: ['2025-12-31'], makeUpWorkdays: [] };
    const wrong: WorkCalendar = { id: 'wrong', revision: 1, years: { '2026': year } };
    expect(() => isWorkingDay(wrong, '2026-01-05')).toThrow(/listed under 2026/);
  });

  test('rolling forward stops at the first working day', () => {
    fc.assert(
      fc.property(dateWithNotice, (date) => {
        const rolled = rollForward(cn, date).date;
        expect(isWorkingDay(cn, rolled).working).toBe(true);
        expect(workingDaysBetween(cn, addDays(date, -1), rolled).count).toBe(1);
      }),
    );
  });

  test('counting and adding agree', () => {
    fc.assert(
      fc.property(dateWithNotice, fc.integer({ min: 1, max: 300 }), (date, n) => {
        const end = addWorkingDays(cn, date, n).date;
        expect(isWorkingDay(cn, end).working).toBe(true);
        expect(workingDaysBetween(cn, date, end).count).toBe(n);
      }),
    );
  });
});

test('the calendar data fits its schema, and unknown keys do not', () => {
  expect(Value.Check(calendarSchema, calendarJson)).toBe(true);
  expect(Value.Check(calendarSchema, { ...calendarJson, holidays: [] })).toBe(false);
});

// Local getters and a Date without argument would let the host's zone or clock into the arithmetic.
test.each([
  'time/calendar',
  'time/calendar-change',
  'time/clock',
  'time/clock-reading',
  'time/counting',
  'time/schedule',
  'law/policy',
  'law/policy-change',
  'moves/recount',
  'cases/tip-off/reward',
  'cases/tip-off/reward-rules',
  'money',
])('domain/%s.ts reads neither the host clock, its time zone, nor chance', (name) => {
  const source = readFileSync(join(__dirname, `../../../domain/${name}.ts`), 'utf8');
  expect(source).not.toMatch(/new Date\(\s*\)|Date\.now|Math\.random|toLocale|getTimezoneOffset/);
  expect(source).not.toMatch(/\.[gs]et(FullYear|Year|Month|Date|Day|Hours|Minutes|Seconds)\(/);
  for (const [, from] of source.matchAll(/from '([^']+)'/g)) expect(from).toMatch(/^(\.\.?\/|typebox$)/);
});
