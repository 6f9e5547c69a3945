import {
  conflictsOf,
  feeFor,
  rankExperts,
  type Candidate,
} from '../../../domain/cases/expert-service/matching';
import { resolvePolicy, type Policy } from '../../../domain/law/policy';
import { referenceLayers } from '../../../prisma/data/policy/layers';

/* Who of the pool fits a need: examples computed by hand under the zone's rows (30 a case, 1 a kilometre, 20 a side skill). */

const today = '2026-11-30';
const policy = lawOn(today);

const candidate = (personId: string, change: Partial<Candidate> = {}): Candidate => ({
  personId,
  skills: [{ skill: 'fire', main: true }],
  from: '2025-01-01',
  until: '2027-12-31',
  latitudeE6: 30_750_000,
  longitudeE6: 120_750_000,
  load: 0,
  ties: [],
  recused: false,
  askedBefore: false,
  ...change,
});

const question = { kind: 'question', skill: 'fire', site: null } as const;
const visit = {
  kind: 'visit',
  skill: 'fire',
  site: { latitudeE6: 30_750_000, longitudeE6: 120_750_000 },
} as const;
const ranked = (asked: Parameters<typeof rankExperts>[0], ...pool: Candidate[]) =>
  rankExperts(asked, pool, { policy, today }).map(({ personId, rank, points, ruledOut }) => [
    personId,
    rank,
    points,
    ...ruledOut,
  ]);

describe('the ranking', () => {
  it('puts a side skill without load (20) before a main skill with one case (30)', () => {
    const side = candidate('side', { skills: [{ skill: 'fire', main: false }] });
    expect(ranked(question, candidate('busy', { load: 1 }), side)).toEqual([
      ['side', 1, 20],
      ['busy', 2, 30],
    ]);
  });

  it('counts the way of a visit, 0.09 degrees north being 10 km (10 points), and not that of an answer', () => {
    const far = candidate('far', { latitudeE6: 30_840_000 });
    const near = candidate('near', { load: 1 });
    expect(ranked(visit, near, far)).toEqual([
      ['far', 1, 10],
      ['near', 2, 30],
    ]);
    expect(ranked(question, near, far)).toEqual([
      ['far', 1, 0],
      ['near', 2, 30],
    ]);
  });

  it('counts a degree of longitude shorter than one of latitude: 0.1 degrees east at 30.75 north are 9.5 km', () => {
    const east = rankExperts(visit, [candidate('east', { longitudeE6: 120_850_000 })], { policy, today });
    expect(east[0]?.kilometres).toBe(9);
  });

  it('names every reason against a candidate, and ranks nobody who has one', () => {
    const out = candidate('out', {
      skills: [{ skill: 'electrical', main: true }],
      until: '2026-11-29',
      load: 5,
      recused: true,
      askedBefore: true,
      ties: [{ kind: 'paid', endedOn: null }],
    });
    expect(ranked(question, out, candidate('fit', { load: 4 }))).toEqual([
      ['fit', 1, 120],
      ['out', null, 170, 'skill-missing', 'term-over', 'recused', 'tie-paid', 'fully-loaded', 'asked-before'],
    ]);
  });

  it('takes a term on its last day, and not before its first', () => {
    expect(ranked(question, candidate('last', { until: today }))).toEqual([['last', 1, 0]]);
    expect(ranked(question, candidate('next', { from: '2026-12-01' }))).toEqual([
      ['next', null, 0, 'term-not-begun'],
    ]);
  });

  it('is the same in whatever order the pool is read', () => {
    const pool = [candidate('c'), candidate('a'), candidate('b', { load: 1 })];
    expect(ranked(question, ...pool)).toEqual(ranked(question, ...[...pool].reverse()));
  });
});

describe('a tie that has ended', () => {
  const ended = { recused: false, ties: [{ kind: 'employed', endedOn: '2023-11-30' }] };

  it('on 2023-11-30 bars for three years, to 2026-11-30 included', () => {
    expect(conflictsOf(ended, policy, '2026-11-30')).toEqual(['tie-employed']);
    expect(conflictsOf(ended, policy, '2026-12-01')).toEqual([]);
  });
});

describe('the fee', () => {
  it('is 2,000 yuan for each day of a visit of a senior expert, and 240 for an answer of another', () => {
    expect(feeFor(policy, 'senior', { kind: 'visit', days: 2 })).toBe(400_000);
    expect(feeFor(policy, 'other', { kind: 'question', days: 0 })).toBe(24_000);
  });
});

function lawOn(day: string): Policy {
  const resolved = resolvePolicy(referenceLayers, 'jxedz', day, 1);
  if (!resolved.ok) throw new Error(resolved.refusal.detail);
  return resolved.value;
}
