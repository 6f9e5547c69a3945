import fc from 'fast-check';
import { addDays, dateOf, dayOf, startOfDay, type WorkCalendar } from '../../../domain/time/calendar';
import { changeCalendar, type CalendarProposal } from '../../../domain/time/calendar-change';
import { armClock } from '../../../domain/time/clock';
import { limitUnits } from '../../../domain/time/limit';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import { isWorkingDay } from '../../harness/working-days';

const cn = calendarJson as WorkCalendar;

const year2027 = {
  state: 'published' as const,
  notice: '国务院办公厅关于2027年部分节假日安排的通知',
  daysOff: ['2027-01-01', '2027-02-05', '2027-02-08', '2027-02-09'],
  makeUpWorkdays: ['2027-02-13'],
};

function changed(proposal: CalendarProposal): WorkCalendar {
  const result = changeCalendar(cn, proposal);
  if (!result.ok) throw new Error(result.faults[0].detail);
  return result.value;
}

function pointersOf(proposal: CalendarProposal): string[] {
  const result = changeCalendar(cn, proposal);
  return result.ok ? [] : result.faults.map(({ pointer }) => pointer);
}

describe('a published calendar', () => {
  it('leaves the years that it does not name as they stand, and the holidays of every year', () => {
    const { years, fixedDaysOff, movingDaysOff } = changed({ years: { '2027': year2027 } });
    expect(years).toEqual({ ...cn.years, '2027': year2027 });
    expect({ fixedDaysOff, movingDaysOff }).toEqual({
      fixedDaysOff: cn.fixedDaysOff,
      movingDaysOff: cn.movingDaysOff,
    });
    expect(Object.keys(changed({ years: {}, fixedDaysOff: ['01-01'] }).years)).toEqual(Object.keys(cn.years));
  });

  it('says of its year what the notice says, and no longer provisionally', () => {
    const calendar = changed({ years: { '2027': year2027 } });
    expect(isWorkingDay(calendar, '2027-02-09')).toEqual({ working: false, provisional: false });
    expect(isWorkingDay(calendar, '2027-02-13')).toEqual({ working: true, provisional: false });
  });

  const with2027 = (part: Partial<typeof year2027>): CalendarProposal => ({
    years: { '2027': { ...year2027, ...part } },
  });
  it.each<[string, string, CalendarProposal]>([
    ['a date that does not exist', '/years/2027/daysOff/0', with2027({ daysOff: ['2027-11-31'] })],
    ['a date of another year', '/years/2027/daysOff/1', with2027({ daysOff: ['2027-01-01', '2026-01-02'] })],
    ['a date named twice', '/years/2027/daysOff/1', with2027({ daysOff: ['2027-01-01', '2027-01-01'] })],
    [
      'a make-up day named twice',
      '/years/2027/makeUpWorkdays/1',
      with2027({ makeUpWorkdays: ['2027-02-13', '2027-02-13'] }),
    ],
    ['a day both off and worked', '/years/2027/makeUpWorkdays/0', with2027({ daysOff: ['2027-02-13'] })],
    [
      'a make-up day between Monday and Friday',
      '/years/2027/makeUpWorkdays/0',
      with2027({ makeUpWorkdays: ['2027-02-15'] }),
    ],
    ['a year that rests on no notice', '/years/2027/notice', with2027({ notice: ' ' })],
    [
      'a year without work',
      '/years/2027/daysOff',
      with2027({
        daysOff: Array.from({ length: 365 }, (_, i) => addDays('2027-01-01', i)),
        makeUpWorkdays: [],
      }),
    ],
    [
      'a year of antiquity',
      '/years/0026',
      { years: { '0026': { ...year2027, daysOff: [], makeUpWorkdays: [] } } },
    ],
    [
      'a year far ahead',
      '/years/9999',
      { years: { '9999': { ...year2027, daysOff: [], makeUpWorkdays: [] } } },
    ],
    ['a fixed holiday that is no date', '/fixedDaysOff/0', { years: {}, fixedDaysOff: ['00-39'] }],
    ['a fixed holiday on a leap day', '/fixedDaysOff/0', { years: {}, fixedDaysOff: ['02-29'] }],
    ['a fixed holiday named twice', '/fixedDaysOff/1', { years: {}, fixedDaysOff: ['01-01', '01-01'] }],
    ['nothing', '/years', { years: {} }],
  ])('is refused with %s', (_what, pointer, proposal) => {
    expect(pointersOf(proposal)).toEqual([pointer]);
  });

  it('is told all that is wrong with it at once', () => {
    const proposal = { ...with2027({ notice: '', daysOff: ['2027-02-30'] }), fixedDaysOff: ['13-01'] };
    expect(pointersOf(proposal).sort()).toEqual([
      '/fixedDaysOff/0',
      '/years/2027/daysOff/0',
      '/years/2027/notice',
    ]);
  });
});

describe('any calendar around the schema', () => {
  const digits = (length: number) =>
    fc.array(fc.integer({ min: 0, max: 9 }), { minLength: length, maxLength: length }).map((d) => d.join(''));
  const inYear = (year: string) =>
    fc.oneof(
      { weight: 8, arbitrary: fc.integer({ min: 0, max: 364 }).map((n) => addDays(`${year}-01-01`, n)) },
      { weight: 1, arbitrary: fc.tuple(digits(2), digits(2)).map(([m, d]) => `${year}-${m}-${d}`) },
      { weight: 1, arbitrary: fc.tuple(digits(4), digits(2)).map(([y, d]) => `${y}-01-${d}`) },
    );
  const anyYear = fc.oneof(
    fc.integer({ min: 2024, max: 2032 }).map(String),
    fc.integer({ min: 1990, max: 2105 }).map(String),
  );
  const listed = anyYear.chain((year) =>
    fc
      .record({
        state: fc.constantFrom('published' as const, 'provisional' as const),
        notice: fc.constantFrom('国办发明电〔2026〕1号', '', ' '),
        daysOff: fc.uniqueArray(inYear(year), { maxLength: 40 }),
        makeUpWorkdays: fc
          .array(inYear(year), { maxLength: 4 })
          .map((dates) =>
            dates.map((date) =>
              /-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])$/.test(date) ? saturdayOf(date) : date,
            ),
          ),
      })
      .map((content) => [year, content] as const),
  );
  const proposals: fc.Arbitrary<CalendarProposal> = fc
    .tuple(
      fc.array(listed, { maxLength: 3 }),
      fc.option(
        fc.array(
          fc.tuple(digits(2), digits(2)).map((d) => d.join('-')),
          { maxLength: 3 },
        ),
        {
          nil: undefined,
          freq: 4,
        },
      ),
    )
    .map(([years, fixedDaysOff]) => ({
      years: Object.fromEntries(years),
      ...(fixedDaysOff === undefined ? {} : { fixedDaysOff }),
    }));

  it('is refused with the place, or every clock can be counted with it', () => {
    let taken = 0;
    fc.assert(
      fc.property(
        proposals,
        fc.integer({ min: dayOf('1996-01-01'), max: dayOf('2101-12-31') }),
        fc.integer({ min: 0, max: 400 }),
        fc.constantFrom(...limitUnits),
        (proposal, day, value, unit) => {
          const result = changeCalendar(cn, proposal);
          if (!result.ok) {
            for (const { pointer } of result.faults) expect(valueAt(proposal, pointer)).toBeDefined();
            return;
          }
          taken++;
          const clock = armClock({
            limit: {
              key: 'limit.any',
              value,
              unit,
              effect: 'none',
              rollsForward: true,
              source: { title: '', confidence: 'unsure' },
            },
            ladder: {
              key: 'ladder.any',
              rungs: [
                {
                  id: 'before',
                  kind: 'remind',
                  at: { beforeDue: { value: 3, unit: 'working-days' } },
                  to: 'assignee',
                },
              ],
            },
            anchor: startOfDay(dateOf(day)),
            calendar: result.value,
            spreadMs: 0,
          });
          expect(clock.dueOn).toMatch(/^\d{4}-\d{2}-\d{2}$/);
          for (const name of Object.keys(proposal.years)) isWorkingDay(result.value, `${name}-06-15`);
        },
      ),
      { numRuns: 2_000 },
    );
    // A property that refuses everything would say nothing.
    expect(taken).toBeGreaterThan(100);
  });
});

function saturdayOf(date: string): string {
  const day = dayOf(date);
  return dateOf(day - ((((day + 3) % 7) + 7) % 7) + 5);
}

function valueAt(body: unknown, pointer: string): unknown {
  return pointer
    .slice(1)
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], body);
}
