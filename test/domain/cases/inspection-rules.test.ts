import { mayInspect } from '../../../domain/cases/inspection/inspection-rules';
import type { InspectionGround } from '../../../domain/law/notice-values';
import type { EarlierCase } from '../../../domain/case/opening';
import { resolvePolicy } from '../../../domain/law/policy';
import { referenceLayers } from '../../../prisma/data/policy/layers';

const resolved = resolvePolicy(referenceLayers, 'jxedz', '2026-11-23', 1);
if (!resolved.ok) throw new Error(resolved.refusal.detail);
const policy = resolved.value;

const opened = (openedAt: string, outcome: string | null = null): EarlierCase => ({
  openedAt,
  outcome,
  input: {},
});
const inspect = (
  { ground = 'plan' as InspectionGround, items = ['exits'] },
  earlier: readonly EarlierCase[] = [],
  now = '2026-11-23T02:00:00.000Z',
) => mayInspect({ ground, items }, { policy, now, earlier, profile: null, byFirm: false, beside: null });

describe('the published list', () => {
  it('lets an inspection of its items be opened', () => expect(inspect({})).toEqual({ ok: true, value: {} }));

  it('is closed: an item that is not published is named and refused, on any ground', () => {
    expect(inspect({ ground: 'tip-off', items: ['exits', 'wallpaper', 'tea-room'] })).toMatchObject({
      refusal: {
        code: 'inspection-unpublished',
        facts: { items: ['wallpaper', 'tea-room'], pointer: '/items' },
      },
    });
  });

  it('knows no item by what every object inherits', () =>
    expect(inspect({ items: ['constructor'] }).ok).toBe(false));
});

describe('the yearly cap of a firm', () => {
  const two = [opened('2026-02-03T02:00:00.000Z', 'no-problem'), opened('2026-06-01T02:00:00.000Z')];

  it('refuses the third inspection of a year, with the numbers', () => {
    expect(inspect({}, two.slice(1)).ok).toBe(true);
    expect(inspect({}, two)).toMatchObject({
      refusal: { code: 'inspection-cap-reached', facts: { year: '2026', inspected: 2, perYear: 2 } },
    });
  });

  it.each([
    ['plan', false],
    ['rectification-recheck', false],
    ['tip-off', true],
    ['accident', true],
  ] as const)('on the ground %s it is passed: %s', (ground, passes) =>
    expect(inspect({ ground }, two).ok).toBe(passes),
  );

  it('does not count what was taken back or never approved', () => {
    const [first] = two;
    expect(inspect({}, [first!, opened('2026-06-01T02:00:00.000Z', 'withdrawn')]).ok).toBe(true);
    expect(inspect({}, [first!, opened('2026-06-01T02:00:00.000Z', 'not-approved')]).ok).toBe(true);
  });

  it('counts by the calendar year of Shanghai', () => {
    // Both stand in 2026 by Shanghai's date: the first was opened there after midnight of New Year's Eve.
    const around = [opened('2025-12-31T16:30:00.000Z'), opened('2026-12-31T15:59:59.999Z')];
    expect(inspect({}, around, '2026-12-31T15:59:59.999Z').ok).toBe(false);
    expect(inspect({}, around, '2026-12-31T16:00:00.000Z').ok).toBe(true);
    expect(inspect({}, [opened('2025-12-31T15:59:59.999Z'), around[1]!]).ok).toBe(true);
  });
});
