import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { Value } from 'typebox/value';
import {
  addDays,
  addMonths,
  calendarSchema,
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

  test('2027 has its 13 statutory days and says that they are provisional', () => {
    expect(cn.years['2027']!.daysOff).toHaveLength(13);
    expect(isWorkingDay(cn, '2027-01-01')).toEqual({ working: false, provisional: true });
    expect(isWorkingDay(cn, '2027-01-04')).toEqual({ working: true, provisional: true });
  });

  test('a year without data knows the fixed holidays only, and is provisional', () => {
    expect(isWorkingDay(cn, '2031-05-01')).toEqual({ working: false, provisional: true });
    expect(isWorkingDay(cn, '2031-05-06')).toEqual({ working: true, provisional: true });
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
