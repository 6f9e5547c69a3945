import fc from 'fast-check';
import { Value } from 'typebox/value';
import { armClock } from '../../../domain/time/clock';
import type { Limit } from '../../../domain/time/limit';
import { startOfDay, millisOf, type WorkCalendar } from '../../../domain/time/calendar';
import { demoLayer } from '../../../domain/law/demo-layer';
import {
  approvalLevelFor,
  extensionOf,
  hazardRemedyMaxDays,
  ladderOf,
  limitFromDecision,
  limitOf,
  policyLayerSchema,
  resolvePolicy,
  rowOf,
  type Policy,
  type PolicyLayer,
  type PolicyRow,
} from '../../../domain/law/policy';
import { rewardPolicyOf } from '../../../domain/cases/tip-off/reward-policy';
import calendarJson from '../../../prisma/data/calendar-cn.json';
import jxedz from '../../../prisma/data/policy/jxedz.json';
import national from '../../../prisma/data/policy/national.json';
import zhejiang from '../../../prisma/data/policy/zhejiang.json';

const layers = [national, zhejiang, jxedz] as PolicyLayer[];
const source = { title: 'test', confidence: 'verified' } as const;

function policyOf(from: PolicyLayer[], zone: string, on: string): Policy {
  const result = resolvePolicy(from, zone, on, 1);
  if (!result.ok) throw new Error(result.refusal.detail);
  return result.value;
}

function row(key: string, days: number, validFrom: string, validTo: string | null = null): PolicyRow {
  const value = {
    value: days,
    unit: 'calendar-days',
    effect: 'statutory',
    rollsForward: false,
    calendar: 'cn',
  };
  return { key, value, validFrom, validTo, source };
}

function layer(id: string, parent: string | null, ...rows: PolicyRow[]): PolicyLayer {
  return { id, title: { zh: id, en: id }, parent, rows };
}

const zone = policyOf(layers, 'jxedz', '2026-11-23');

describe('the data', () => {
  test.each(layers)('layer $id fits its schema', (data) => {
    expect([...Value.Errors(policyLayerSchema, data)]).toEqual([]);
  });

  test.each([
    ['a key of no known kind', { key: 'colour.sky' }],
    ['a value of another kind', { key: 'ladder.standard' }],
    ['a field too many', { reviewed: true }],
    ['a unit that does not exist', { value: { ...(row('limit.x', 1, '').value as object), unit: 'weeks' } }],
    ['a missing source', { source: undefined }],
  ])('%s is refused', (_, change) => {
    const good = row('limit.x', 1, '2026-01-01');
    expect(Value.Check(policyLayerSchema, layer('x', null, good))).toBe(true);
    expect(Value.Check(policyLayerSchema, layer('x', null, { ...good, ...change } as PolicyRow))).toBe(false);
  });

  test.each([
    ['limit.tip-off.acceptance', 5, 'working-days'],
    ['limit.tip-off.assignment', 1, 'working-days'],
    ['limit.tip-off.verification', 60, 'calendar-days'],
    ['limit.tip-off.co-signature', 2, 'working-days'],
    ['limit.tip-off.verification-review', 5, 'working-days'],
    ['limit.tip-off.government-lead', 1, 'working-days'],
    ['limit.tip-off.penalty', 90, 'calendar-days'],
    ['limit.tip-off.reward-proposal', 5, 'working-days'],
    ['limit.tip-off.reward-approval', 5, 'working-days'],
    ['limit.tip-off.claim', 60, 'calendar-days'],
    ['limit.tip-off.feedback', 10, 'calendar-days'],
    ['limit.tip-off.conclusion-review', 30, 'calendar-days'],
    ['limit.rectification.order', 2, 'working-days'],
    ['limit.rectification.acknowledgement', 2, 'working-days'],
    ['limit.rectification.remedy', 15, 'calendar-days'],
    ['limit.rectification.recheck', 10, 'calendar-days'],
    ['limit.payout.release', 2, 'working-days'],
    ['limit.payout.batch', 5, 'working-days'],
    ['limit.payout.bank-return', 5, 'working-days'],
    ['limit.payout.payee-correction', 30, 'calendar-days'],
    ['limit.payout.reconciliation', 5, 'working-days'],
    ['limit.petition.registration', 15, 'calendar-days'],
  ])('%s is %i %s', (key, value, unit) => {
    // Natural-day limits roll past days off (民法典 art 203); working-day limits cannot end on one.
    expect(limitOf(zone, key)).toMatchObject({ key, value, unit, rollsForward: unit === 'calendar-days' });
  });

  test('an extension has the unit of its limit', () => {
    const keys = Object.keys(zone.rows).filter((key) => key.startsWith('extension.'));
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      const ofLimit = key.replace('extension', 'limit');
      expect(extensionOf(zone, key).unit).toBe(limitOf(zone, ofLimit).unit);
    }
    expect(extensionOf(zone, 'extension.tip-off.verification')).toMatchObject({ maxValue: 30, times: 1 });
  });

  test('ids of rungs are unique in each ladder', () => {
    for (const key of ['ladder.standard', 'ladder.reporter', 'ladder.urgent']) {
      const ids = ladderOf(zone, key).rungs.map((rung) => rung.id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test.each([
    [0, 1],
    [1_000_000, 1],
    [1_000_001, 2],
    [10_000_000, 2],
    [10_000_001, 3],
  ])('a reward of %i fen is approved at level %i', (fen, level) => {
    expect(approvalLevelFor(zone, fen)).toBe(level);
  });

  test('an order to rectify is bounded', () => expect(hazardRemedyMaxDays(zone)).toBe(90));
});

describe('resolving', () => {
  test('the more local layer wins, key by key', () => {
    expect(rowOf(zone, 'reward.insider')).toMatchObject({
      layer: 'zhejiang',
      value: { upliftBasisPoints: 2000 },
    });
    expect(rowOf(zone, 'limit.tip-off.verification').layer).toBe('national');
    expect(rowOf(policyOf(layers, 'national', '2026-11-23'), 'reward.insider').value.upliftBasisPoints).toBe(
      0,
    );
  });

  test('a row holds from its first to its last day', () => {
    const data = [
      layer('n', null, row('limit.a', 60, '2018-01-04', '2026-01-31'), row('limit.a', 45, '2026-02-01')),
    ];
    expect(limitOf(policyOf(data, 'n', '2026-01-31'), 'limit.a').value).toBe(60);
    expect(limitOf(policyOf(data, 'n', '2026-02-01'), 'limit.a').value).toBe(45);
    expect(() => limitOf(policyOf(data, 'n', '2018-01-03'), 'limit.a')).toThrow();
  });

  test('a local row that ends lets the general one through again', () => {
    const data = [
      layer('n', null, row('limit.a', 60, '2018-01-04')),
      layer('z', 'n', row('limit.a', 30, '2024-01-01', '2025-12-31')),
    ];
    expect(limitOf(policyOf(data, 'z', '2025-12-31'), 'limit.a').value).toBe(30);
    expect(limitOf(policyOf(data, 'z', '2026-01-01'), 'limit.a').value).toBe(60);
  });

  test.each([
    ['policy-zone-unknown', layers, 'atlantis'],
    ['policy-chain-broken', [layer('z', 'lost')], 'z'],
    ['policy-chain-broken', [layer('a', 'b'), layer('b', 'a')], 'a'],
    [
      'policy-rows-overlap',
      [layer('z', null, row('limit.a', 1, '2024-01-01', '2024-06-30'), row('limit.a', 2, '2024-06-30'))],
      'z',
    ],
    [
      'policy-rows-overlap',
      [layer('z', null, row('limit.a', 1, '2024-01-01'), row('limit.a', 2, '2030-01-01'))],
      'z',
    ],
  ])('%s', (code, data, id) => {
    expect(resolvePolicy(data, id, '2026-11-23', 1)).toMatchObject({ ok: false, refusal: { code } });
  });

  test('a missing key is a misfit that names the row', () => {
    expect(() => limitOf(zone, 'limit.nowhere')).toThrow(
      expect.objectContaining({ code: 'law-row-missing', at: { row: 'limit.nowhere' } }) as Error,
    );
  });

  test('is plain JSON', () => expect(JSON.parse(JSON.stringify(zone))).toEqual(zone));
});

describe('a demonstration', () => {
  const demo = policyOf([...layers, demoLayer(layers, 'jxedz', 'demo')], 'demo', '2026-11-23');

  test.each([
    ['limit.tip-off.acceptance', 10],
    ['limit.tip-off.verification', 120],
    ['limit.tip-off.claim', 120],
  ])('%s takes %i seconds', (key, value) => {
    expect(limitOf(demo, key)).toMatchObject({ value, unit: 'seconds', rollsForward: false });
  });

  test('extensions, rungs and terms set by an order are as fast', () => {
    expect(extensionOf(demo, 'extension.tip-off.verification')).toMatchObject({
      maxValue: 60,
      unit: 'seconds',
    });
    const after = ladderOf(demo, 'ladder.standard').rungs.map((rung) => rung.at);
    expect(after).toContainEqual({ afterDue: { value: 4, unit: 'seconds' } });
    expect(after).toContainEqual({ percent: 50 });
    expect(limitFromDecision(demo, limitOf(demo, 'limit.rectification.remedy'), 20)).toMatchObject({
      value: 40,
      unit: 'seconds',
    });
    expect(limitFromDecision(zone, limitOf(zone, 'limit.rectification.remedy'), 20)).toMatchObject({
      value: 20,
      unit: 'calendar-days',
    });
  });

  test('nothing but time differs', () => {
    expect({ ...rewardPolicyOf(demo) }).toEqual({ ...rewardPolicyOf(zone) });
    expect(approvalLevelFor(demo, 10_000_001)).toBe(3);
  });

  test('a whole ladder fires within seconds', () => {
    const anchor = '2026-11-23T02:00:00.000Z';
    const clock = armClock({
      limit: limitOf(demo, 'limit.tip-off.acceptance'),
      ladder: ladderOf(demo, 'ladder.standard'),
      anchor,
      calendar: calendarJson as WorkCalendar,
      spreadMs: 60_000,
    });
    const seconds = clock.rungs.map((rung) => (millisOf(rung.fireAt) - millisOf(anchor)) / 1000);
    expect(seconds).toEqual([5, 8, 10, 10, 14, 20]);
  });

  test('it fits the schema and follows the dates of the real rows', () => {
    const data = [
      layer('n', null, row('limit.a', 60, '2018-01-04')),
      layer('z', 'n', row('limit.a', 30, '2024-01-01', '2025-12-31')),
    ];
    const fast = demoLayer(data, 'z', 'fast', 1000);
    expect(Value.Check(policyLayerSchema, fast)).toBe(true);
    const on = (day: string): Limit => limitOf(policyOf([...data, fast], 'fast', day), 'limit.a');
    expect([
      on('2023-12-31').value,
      on('2024-01-01').value,
      on('2025-12-31').value,
      on('2026-01-01').value,
    ]).toEqual([60, 30, 30, 60]);
  });

  test('no limit vanishes, however fast', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5000 }), (dayMs) => {
        for (const { value, key } of demoLayer(layers, 'jxedz', 'fast', dayMs).rows) {
          if (key.startsWith('limit.')) expect((value as Limit).value).toBeGreaterThanOrEqual(1);
        }
      }),
      { numRuns: 20 },
    );
  });
});

test('every limit of the zone can be armed on every ladder', () => {
  const calendar = calendarJson as WorkCalendar;
  for (const key of Object.keys(zone.rows).filter((candidate) => candidate.startsWith('limit.'))) {
    for (const ladder of ['ladder.standard', 'ladder.reporter', 'ladder.urgent']) {
      const anchor = startOfDay('2026-11-23');
      const clock = armClock({
        limit: limitOf(zone, key),
        ladder: ladderOf(zone, ladder),
        anchor,
        calendar,
        spreadMs: 0,
      });
      expect(clock.dueAt! > anchor).toBe(true);
    }
  }
});
