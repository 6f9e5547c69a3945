import fc from 'fast-check';
import { addDays } from '../../../domain/time/calendar';
import { canonicalJson } from '../../../domain/json';
import { resolvePolicy, type PolicyLayer, type PolicyRow } from '../../../domain/law/policy';
import {
  changeLayers,
  pinAfter,
  withFile,
  type PolicyChange,
  type PolicyMove,
} from '../../../domain/law/policy-change';
import { referenceLayers as law } from '../../../prisma/data/policy/layers';

const acceptance = 'limit.tip-off.acceptance';
const extension = 'extension.tip-off.verification';
const verification = 'limit.tip-off.verification';
const promise = 'limit.promise.land-use-permit';

function row(key: string, value: object, validFrom: string, validTo: string | null = null): PolicyRow {
  return { key, value, validFrom, validTo, source: { title: '管委会通知', confidence: 'verified' } };
}
const days = (value: number, unit = 'working-days') => ({
  value,
  unit,
  effect: 'service-promise',
  rollsForward: unit === 'calendar-days' || unit === 'months',
  calendar: 'cn',
});
const change = (part: Partial<PolicyChange>): PolicyChange => ({
  layer: 'jxedz',
  add: [],
  end: [],
  openCases: 'keep',
  ...part,
});
/** Acceptance in so many days from this day on. */
const acceptanceFrom = (validFrom: string, value: number, part: Partial<PolicyChange> = {}) =>
  change({
    end: [{ key: acceptance, validFrom: '2024-03-01', validTo: addDays(validFrom, -1) }],
    add: [row(acceptance, days(value), validFrom)],
    ...part,
  });

function valueOn(layers: PolicyLayer[], day: string, key = acceptance): unknown {
  const policy = resolvePolicy(layers, 'jxedz', day, 1);
  if (!policy.ok) throw new Error(policy.refusal.detail);
  return (policy.value.rows[key]?.value as { value: number } | undefined)?.value;
}

function changed(each: PolicyChange, layers = law) {
  const result = changeLayers(layers, each);
  if (!result.ok) throw new Error(`${result.refusal.code} ${result.refusal.detail}`);
  return result.value;
}

describe('a change of law', () => {
  it('holds from its day on, and the law before it until the day before', () => {
    const { layers, zones, movesOn } = changed(acceptanceFrom('2027-01-01', 8));
    expect([valueOn(layers, '2026-12-31'), valueOn(layers, '2027-01-01')]).toEqual([5, 8]);
    expect(valueOn(law, '2027-01-01')).toBe(5);
    expect({ zones, movesOn }).toEqual({ zones: ['jxedz'], movesOn: null });
  });

  it('of a layer counts in all zones that build on it, and says when their open cases move', () => {
    const add = [row('limit.new', days(3), '2027-01-01')];
    const { zones, movesOn } = changed(change({ layer: 'national', add, openCases: 'move' }));
    expect({ zones, movesOn }).toEqual({ zones: ['national', 'zhejiang', 'jxedz'], movesOn: '2027-01-01' });
  });

  const from2027 = row(acceptance, days(8), '2027-01-01');
  const until2026 = { key: acceptance, validFrom: '2024-03-01', validTo: '2026-12-31' };
  it.each<[string, string, Partial<PolicyChange>]>([
    ['policy-layer-unknown', '/layer', { layer: 'atlantis', add: [from2027] }],
    ['policy-change-empty', '/add', {}],
    ['policy-row-unknown', '/end/0', { end: [{ ...until2026, validFrom: '2024-03-02' }] }],
    ['policy-row-unknown', '/end/1', { end: [until2026, until2026], add: [from2027] }],
    ['dates-reversed', '/end/0/validTo', { end: [{ ...until2026, validTo: '2024-02-29' }] }],
    ['dates-reversed', '/add/0/validTo', { add: [{ ...from2027, validTo: '2026-12-31' }] }],
    ['policy-rows-overlap', '/add/0', { add: [from2027] }],
    ['policy-rows-overlap', '/add/1', { end: [until2026], add: [from2027, from2027] }],
    ['policy-row-missing', '/end/0', { end: [until2026] }],
    ['policy-row-missing', '/add/0', { end: [until2026], add: [{ ...from2027, validTo: '2027-06-30' }] }],
    [
      'policy-days-differ',
      '/openCases',
      { end: [until2026], add: [{ ...from2027, validFrom: '2027-01-02' }], openCases: 'move' },
    ],
    [
      'policy-row-unsound',
      '/add/0',
      {
        layer: 'jxedz',
        add: [
          row(extension, { maxValue: 3, unit: 'working-days', times: 1, approverLevel: 2 }, '2027-01-01'),
        ],
      },
    ],
    ['policy-row-unsound', '/add/0', { add: [row(verification, days(40), '2027-01-01')] }],
    [
      'policy-row-unsound',
      '/add/0/value',
      {
        add: [
          row(
            'ladder.new',
            {
              rungs: [1, 2].map((at) => ({ id: 'one', kind: 'remind', at: { percent: at }, to: 'assignee' })),
            },
            '2027-01-01',
          ),
        ],
      },
    ],
    [
      'policy-row-unsound',
      '/add/0/value',
      {
        add: [
          row(
            'ladder.new',
            { rungs: [{ id: 'expire', kind: 'remind', at: { percent: 50 }, to: 'assignee' }] },
            '2027-01-01',
          ),
        ],
      },
    ],
    [
      'policy-row-unsound',
      '/add/0/value',
      {
        add: [
          row('approval.new', { bands: [null, 5].map((upToFen) => ({ upToFen, level: 1 })) }, '2027-01-01'),
        ],
      },
    ],
  ])('is refused as %s at %s', (code, pointer, part) => {
    const result = changeLayers(law, change(part));
    expect(result.ok ? null : [result.refusal.code, result.refusal.pointer]).toEqual([code, pointer]);
  });

  it('may give up a promise, which the law can do without', () => {
    const end = [{ key: promise, validFrom: '2024-03-01', validTo: '2026-12-31' }];
    expect(valueOn(changed(change({ end })).layers, '2027-01-01', promise)).toBeUndefined();
  });

  it('is refused where the layer builds on one that is missing', () => {
    const orphaned = law.map((layer) => (layer.id === 'zhejiang' ? { ...layer, parent: 'atlantis' } : layer));
    const result = changeLayers(orphaned, acceptanceFrom('2027-01-01', 8));
    expect(result).toMatchObject({ ok: false, refusal: { code: 'policy-chain-broken', pointer: '/layer' } });
  });
});

describe('an open case', () => {
  const pin = { zone: 'jxedz', on: '2026-11-23', revision: 4 };
  const move = (revision: number, on: string, zones = ['jxedz']): PolicyMove => ({ revision, on, zones });

  it('goes over on the day, and neither before it nor for another zone', () => {
    const moves = [move(5, '2027-01-01')];
    expect(pinAfter(pin, moves, '2026-12-31')).toBeNull();
    expect(pinAfter(pin, moves, '2027-01-01')).toEqual({ zone: 'jxedz', on: '2027-01-01', revision: 5 });
    expect(pinAfter(pin, [move(5, '2027-01-01', ['elsewhere'])], '2027-01-01')).toBeNull();
  });

  it('comes under law of an earlier day without going back itself', () => {
    expect(pinAfter(pin, [move(5, '2026-10-01')], '2026-11-25')).toEqual({ ...pin, revision: 5 });
  });

  it('that was opened between publication and the day goes over too', () => {
    expect(pinAfter({ ...pin, revision: 5 }, [move(5, '2027-01-01')], '2027-01-01')).toMatchObject({
      on: '2027-01-01',
    });
  });

  it('goes over once, and comes out no different where it is looked at late', () => {
    const day = fc.integer({ min: 0, max: 60 }).map((n) => addDays('2026-11-01', n));
    const moves = fc.array(fc.record({ revision: fc.integer({ min: 1, max: 9 }), on: day }), {
      maxLength: 6,
    });
    fc.assert(
      fc.property(moves, day, day, (each, opened, today) => {
        const all = each.map(({ revision, on }) => move(revision, on));
        const start = { ...pin, on: opened };
        let stepwise = start;
        for (let at = '2026-11-01'; at <= today; at = addDays(at, 1)) {
          stepwise = pinAfter(stepwise, all, at) ?? stepwise;
          expect(pinAfter(stepwise, all, at)).toBeNull();
        }
        expect(pinAfter(start, all, today) ?? start).toEqual(stepwise);
      }),
    );
  });
});

describe('the files of a new release', () => {
  const standing = law.find(({ id }) => id === 'jxedz')!;

  /** Rows as texts: in what order they stand makes no difference. */
  const rowsOf = ({ rows }: PolicyLayer) => rows.map(canonicalJson).sort();

  it('change nothing where they say what stands', () => {
    expect(rowsOf(withFile(standing, standing))).toEqual(rowsOf(standing));
  });

  it('never take back what was published, however often they are read', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 2000 }), fc.integer({ min: 1, max: 90 }), (after, value) => {
        const validFrom = addDays('2024-03-01', after);
        const published = changed(acceptanceFrom(validFrom, value)).layers.find(({ id }) => id === 'jxedz')!;
        const once = withFile(published, standing);
        expect(rowsOf(once)).toEqual(rowsOf(published));
        expect(rowsOf(withFile(once, standing))).toEqual(rowsOf(once));
      }),
      { numRuns: 20 },
    );
  });

  it('bring rows that are new, end rows that are over, and correct what they had said', () => {
    const filed: PolicyLayer = {
      ...standing,
      rows: [
        ...standing.rows.map((each) =>
          each.key === acceptance ? { ...each, validTo: '2026-12-31', value: days(6) } : each,
        ),
        row(acceptance, days(7), '2027-01-01'),
        row('limit.new', days(3), '2027-01-01'),
      ],
    };
    const layers = law.map((layer) => (layer === standing ? withFile(standing, filed) : layer));
    const told = ['2026-12-31', '2027-01-01'].map((day) => valueOn(layers, day));
    expect([...told, valueOn(layers, '2027-01-01', 'limit.new')]).toEqual([6, 7, 3]);
  });

  it('give way where they speak of the same days as what was published', () => {
    const published = changed(acceptanceFrom('2026-12-01', 8)).layers.find(({ id }) => id === 'jxedz')!;
    const filed = changed(acceptanceFrom('2027-01-01', 9)).layers.find(({ id }) => id === 'jxedz')!;
    const layers = law.map((layer) => (layer === standing ? withFile(published, filed) : layer));
    expect(['2026-11-30', '2026-12-01', '2027-01-01'].map((day) => valueOn(layers, day))).toEqual([5, 8, 8]);
  });
});
