import fc from 'fast-check';
import {
  aimReached,
  compressionOf,
  merged,
  tallied,
  type Compression,
  type DecidedItem,
  type Tally,
} from '../../../domain/ledger/compression';
import { limitUnits, type LimitUnit } from '../../../domain/time/limit';
import { longestPromise } from '../../../domain/law/matter';
import { exampleFigures, twentyItems } from '../../harness/courses/twenty-items';

/* The compression of time, by both definitions. */

const aim = 3000;

function item(limitDays: number, actualDays: number, more: Partial<DecidedItem> = {}): DecidedItem {
  return {
    limitUnit: 'working-days',
    limitDays,
    promiseDays: null,
    actualDays,
    promiseBroken: false,
    explained: false,
    ...more,
  };
}

const of = (...items: DecidedItem[]) => compressionOf(tallied(items));

describe('the golden cases', () => {
  test('#30 a 20-day matter committed at 14 keeps the 30 %, one committed at 15 does not', () => {
    const committedAt = (promiseDays: number) => of(item(20, 10, { promiseDays })).meanOfRatios?.committed;
    expect(committedAt(14)).toBe(3000);
    expect(committedAt(15)).toBe(2500);
    expect([14, 15].map((promise) => promise <= longestPromise(20, aim))).toEqual([true, false]);
  });

  test('#31 the longest promise of 7, 45, 3 and 1 days; what takes one day is instant or exempt', () => {
    expect([7, 45, 3, 1].map((days) => longestPromise(days, aim))).toEqual([4, 31, 2, 0]);
    expect(of(item(0, 0))).toMatchObject({ items: 0, exempt: 1, meanOfRatios: null, bySums: [] });
  });

  test('#32 20→13, 7→4, 45→40: 29.7 % as the mean of ratios, 20.8 % by sums', () => {
    const three = of(item(20, 13), item(7, 4), item(45, 40));
    expect(three.meanOfRatios?.actual).toBe(2965);
    expect(three.bySums).toMatchObject([{ limitDays: 72, actualDays: 57, actual: 2083 }]);
    expect(aimReached(three, aim)).toEqual({ meanOfRatios: false, bySums: false });
    // The definition decides: at an aim of 25 % one is passed and the other failed.
    expect(aimReached(three, 2500)).toEqual({ meanOfRatios: true, bySums: false });
  });
});

describe('docs/compression.md', () => {
  const figuresOf = (compression: Compression, which: 'actual' | 'committed') => {
    const ofUnit = (unit: LimitUnit) =>
      compression.bySums.find(({ limitUnit }) => limitUnit === unit)?.[which] ?? null;
    return {
      items: compression.items,
      meanOfRatios: compression.meanOfRatios?.[which] ?? null,
      workingDays: ofUnit('working-days'),
      naturalDays: ofUnit('calendar-days'),
    };
  };
  const all = of(...twentyItems);

  test('has twenty items, whose figures are those of its text', () => {
    expect(twentyItems).toHaveLength(20);
    expect(figuresOf(all, 'actual')).toEqual(exampleFigures.get('taken'));
    expect(figuresOf(all, 'committed')).toEqual(exampleFigures.get('committed'));
    expect(all).toMatchObject({ exempt: 2, broken: 6, unexplained: 2 });
    expect(all.bySums).toMatchObject([
      { limitUnit: 'working-days', limitDays: 199, actualDays: 138 },
      { limitUnit: 'calendar-days', limitDays: 210, actualDays: 159 },
    ]);
    expect(aimReached(all, aim)).toEqual({ meanOfRatios: true, bySums: false });
  });

  const parts = [...exampleFigures.keys()].filter((name) => !['taken', 'committed'].includes(name));
  test.each(parts)('%s', (name) => {
    const part = twentyItems.filter(
      ({ department, decidedOn }) => department === name || decidedOn.startsWith(name),
    );
    expect(part.length).toBeGreaterThan(0);
    expect(figuresOf(of(...part), 'actual')).toEqual(exampleFigures.get(name));
  });
});

test('working days and natural days are not added up: each has its sum, and both must reach the aim', () => {
  const mixed = of(item(20, 10), item(30, 29, { limitUnit: 'calendar-days' }));
  expect(mixed.bySums.map(({ limitUnit, actual }) => [limitUnit, actual])).toEqual([
    ['working-days', 5000],
    ['calendar-days', 333],
  ]);
  expect(aimReached(mixed, 2000)).toEqual({ meanOfRatios: true, bySums: false });
});

test('an item that took longer than the law allows counts below zero, rounded down as well', () => {
  expect(of(item(7, 8)).meanOfRatios?.actual).toBe(-1429);
  expect(of(item(7, 8)).bySums[0]?.actual).toBe(-1429);
});

test('items without a promise are in what was taken, not in what was committed', () => {
  const some = of(item(20, 10, { promiseDays: 14 }), item(10, 10));
  expect(some.meanOfRatios).toEqual({ actual: 2500, committed: 3000 });
  expect(some.bySums[0]).toMatchObject({ actual: 3333, committed: 3000 });
  expect(of(item(10, 5)).meanOfRatios?.committed).toBeNull();
});

test('without items there is no figure, and no aim is reached or missed', () => {
  expect(of()).toEqual({
    items: 0,
    exempt: 0,
    broken: 0,
    unexplained: 0,
    meanOfRatios: null,
    bySums: [],
  });
  expect(aimReached(of(), aim)).toEqual({ meanOfRatios: null, bySums: null });
});

// --- properties ---------------------------------------------------------------------------------

const drawn = fc
  .record({
    limitUnit: fc.constantFrom(...limitUnits),
    limitDays: fc.integer({ min: 0, max: 90 }),
    taken: fc.integer({ min: 0, max: 90 }),
    promise: fc.option(fc.nat(90)),
    explained: fc.boolean(),
  })
  .map(({ limitUnit, limitDays, taken, promise, explained }): DecidedItem => {
    const actualDays = Math.min(taken, limitDays);
    const promiseDays = promise === null ? null : Math.min(promise, limitDays);
    const promiseBroken = promiseDays !== null && actualDays > promiseDays;
    return { limitUnit, limitDays, promiseDays, actualDays, promiseBroken, explained };
  });
const sets = fc.array(drawn, { maxLength: 30 });

/** A figure in basis points within one of the unrounded mean. */
const near = (figure: number, unrounded: number) => Math.abs(figure - unrounded) <= 1;

test('within the limits of the law every figure lies between 0 and 100 %, and no mean outside its items', () => {
  fc.assert(
    fc.property(sets, (items) => {
      const { meanOfRatios, bySums } = of(...items);
      for (const { actual, committed } of [...bySums, ...(meanOfRatios ? [meanOfRatios] : [])])
        for (const figure of [actual, committed ?? 0]) {
          expect(figure).toBeGreaterThanOrEqual(0);
          expect(figure).toBeLessThanOrEqual(10_000);
        }
      if (meanOfRatios === null) return;
      const each = items
        .filter(({ limitDays }) => limitDays > 0)
        .map((one) => of(one).meanOfRatios?.actual ?? 0);
      expect(meanOfRatios.actual).toBeGreaterThanOrEqual(Math.min(...each));
      expect(meanOfRatios.actual).toBeLessThanOrEqual(Math.max(...each) + 1);
    }),
  );
});

test('the order of the items changes nothing', () => {
  fc.assert(
    fc.property(
      sets.chain((items) =>
        fc.tuple(fc.constant(items), fc.shuffledSubarray(items, { minLength: items.length })),
      ),
      ([items, shuffled]) => expect(of(...shuffled)).toEqual(of(...items)),
    ),
  );
});

test('adding up parts gives the whole, however the items were parted', () => {
  fc.assert(
    fc.property(fc.array(sets, { maxLength: 5 }), (parts) => {
      const tallies: Tally[] = parts.flatMap((part) => tallied(part));
      expect(compressionOf(merged(tallies))).toEqual(of(...parts.flat()));
    }),
  );
});

test('the whole is the mean of its parts: weighted by items, and by sums by the days of the law', () => {
  fc.assert(
    fc.property(sets, sets, (one, other) => {
      const [a, b, both] = [of(...one), of(...other), of(...one, ...other)];
      if (a.meanOfRatios && b.meanOfRatios) {
        const weighted = a.meanOfRatios.actual * a.items + b.meanOfRatios.actual * b.items;
        expect(near(both.meanOfRatios?.actual ?? NaN, weighted / (a.items + b.items))).toBe(true);
      }
      for (const ofA of a.bySums) {
        const ofB = b.bySums.find(({ limitUnit }) => limitUnit === ofA.limitUnit);
        const whole = both.bySums.find(({ limitUnit }) => limitUnit === ofA.limitUnit);
        if (!ofB || !whole) continue;
        const weighted = ofA.actual * ofA.limitDays + ofB.actual * ofB.limitDays;
        expect(whole.limitDays).toBe(ofA.limitDays + ofB.limitDays);
        expect(near(whole.actual, weighted / whole.limitDays)).toBe(true);
      }
    }),
  );
});
