import fc from 'fast-check';
import { coverageOf, wardenFigures, type Manned } from '../../../domain/cases/warden-network/coverage';
import { officeOn } from '../../procedures/kit/story';

/* How many safety wardens a firm needs: the share of its front-line staff, and one for each place. */

const { policy, pinFor } = officeOn('2026-08-03').context();
const figures = wardenFigures(policy(pinFor('jxedz')));
const firm = (...places: readonly (readonly [people: number, wardens: number])[]): Manned[] =>
  places.map(([people, wardens], at) => ({ place: `t${at + 1}`, people, wardens }));
const coverage = (...places: readonly (readonly [number, number])[]) => coverageOf(firm(...places), figures);

/** 200 people in eight teams of 25, one warden in each, and more in the first. */
const ofTwoHundred = (wardens: number) =>
  coverage([25, wardens - 7], ...Array.from({ length: 7 }, () => [25, 1] as const));

it.each([
  [9, 'below', 'short'],
  [10, 'within', 'met'],
  [20, 'within', 'met'],
  [21, 'above', 'above'],
])(
  'of 200 front-line staff %i wardens are %s the 10 to 20 of the share (golden 38)',
  (count, share, state) => {
    expect(ofTwoHundred(count)).toMatchObject({
      ...{ frontLine: 200, leastByShare: 10, mostByShare: 20, wardens: count, share, state },
      short: [],
    });
  },
);

it('says with both figures that 33 staff in 6 teams cannot keep both rules (golden 39)', () => {
  const teams = [5, 5, 5, 6, 6, 6].map((people) => [people, 1] as const);
  expect(coverage(...teams)).toEqual({
    state: 'conflict',
    ...{ frontLine: 33, wardens: 6, leastByShare: 2, mostByShare: 3, share: 'above', leastByPlaces: 6 },
    short: [],
  });
  const three = teams.map(([people], at) => [people, at < 3 ? 1 : 0] as const);
  expect(coverage(...three)).toMatchObject({
    state: 'conflict',
    share: 'within',
    short: ['t4', 't5', 't6'].map((place) => ({ place, needed: 1, wardens: 0 })),
  });
});

it('asks a large team for one warden for each 30 people begun', () => {
  const of = (people: number) => coverage([people, 1]).leastByPlaces;
  expect([1, 29, 30, 31, 60, 61].map(of)).toEqual([1, 1, 1, 2, 2, 3]);
});

it('names a team without a warden although the share is kept', () => {
  expect(coverage([60, 6], [40, 0])).toMatchObject({
    ...{ state: 'short', share: 'within', leastByShare: 5, mostByShare: 10 },
    short: [{ place: 't2', needed: 2, wardens: 0 }],
  });
});

it('lets a handful of people have their one warden, although a tenth of them is nobody', () => {
  expect(coverage([9, 1])).toMatchObject({ state: 'met', leastByShare: 1, mostByShare: 1 });
});

it('says nothing of a firm that has entered no place', () => {
  expect(coverage().state).toBe('empty');
});

it('keeps both rules exactly where it says so, whatever the places', () => {
  const manned = fc.record({
    place: fc.constant('t1'),
    people: fc.integer({ min: 1, max: 300 }),
    wardens: fc.nat({ max: 12 }),
  });
  fc.assert(
    fc.property(fc.array(manned, { minLength: 1, maxLength: 30 }), (places) => {
      const found = coverageOf(places, figures);
      const people = places.reduce((sum, each) => sum + each.people, 0);
      const wardens = places.reduce((sum, each) => sum + each.wardens, 0);
      const byShare = wardens * 20 >= people && (wardens * 10 <= people || wardens === found.leastByShare);
      const byPlaces = places.every((each) => each.wardens >= 1 && each.wardens * 30 >= each.people);
      const contradict = found.leastByPlaces > found.mostByShare;
      expect(found.state === 'met').toBe(byShare && byPlaces && !contradict);
      expect(found.state === 'conflict').toBe(contradict);
    }),
  );
});
