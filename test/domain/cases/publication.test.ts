import { resolvePolicy } from '../../../domain/law/policy';
import { linesOf, targeted, type Audience, type Firm } from '../../../domain/cases/notice/publication';
import { referenceLayers } from '../../../prisma/data/policy/layers';

/* Whom a publication means, and what it lists. */

const firm = (id: string, change: Partial<Firm> = {}): Firm => ({
  id,
  trade: 'C33',
  zone: 'jxedz/tanghui',
  stages: ['none'],
  ...change,
});
const firms: readonly Firm[] = [
  firm('foundry', { trade: 'C3391', stages: ['construction', 'operation'] }),
  firm('furniture', { trade: 'C21', zone: 'jxedz/jiabei' }),
  firm('depot', { trade: 'G59', zone: 'jxedz', stages: ['intake'] }),
  firm('undescribed', { trade: null, zone: null }),
];

const everybody: Audience = { trades: [], stages: [], zones: [], enterpriseIds: [] };

function idsOf(audience: Partial<Audience>): string[] | string {
  const meant = targeted({ ...everybody, ...audience }, firms);
  return meant.ok ? meant.value.map(({ id }) => id) : meant.refusal.code;
}

describe('an audience', () => {
  it('that says nothing means every firm', () => {
    expect(idsOf({})).toEqual(['foundry', 'furniture', 'depot', 'undescribed']);
  });

  it('means a trade with all that lies below it', () => {
    expect(idsOf({ trades: ['C'] })).toEqual(['foundry', 'furniture']);
    expect(idsOf({ trades: ['C33', 'G59'] })).toEqual(['foundry', 'depot']);
    expect(idsOf({ trades: ['C3391'] })).toEqual(['foundry']);
  });

  it('means a zone with its parts, and not one whose name only begins alike', () => {
    expect(idsOf({ zones: ['jxedz'] })).toEqual(['foundry', 'furniture', 'depot']);
    expect(idsOf({ zones: ['jxedz/jiabei'] })).toEqual(['furniture']);
    expect(idsOf({ zones: ['jxedz/jia', 'jx'] })).toBe('nobody-targeted');
  });

  it('means firms that have a project in one of the stages', () => {
    expect(idsOf({ stages: ['operation'] })).toEqual(['foundry']);
    expect(idsOf({ stages: ['none', 'intake'] })).toEqual(['furniture', 'depot', 'undescribed']);
  });

  it('of trade, stage and zone means who fits all of them', () => {
    expect(idsOf({ trades: ['C'], stages: ['construction'], zones: ['jxedz'] })).toEqual(['foundry']);
    expect(idsOf({ trades: ['C21'], stages: ['construction'] })).toBe('nobody-targeted');
  });

  it('means the firms that it names, and no stranger', () => {
    expect(idsOf({ enterpriseIds: ['undescribed', 'depot'] })).toEqual(['depot', 'undescribed']);
    expect(targeted({ ...everybody, enterpriseIds: ['depot', 'stranger'] }, firms)).toMatchObject({
      refusal: { code: 'enterprise-unknown', facts: { pointer: '/audience/enterpriseIds/1' } },
    });
    expect(idsOf({ enterpriseIds: ['depot'], zones: ['jxedz'] })).toBe('form-invalid');
  });
});

describe('what a publication lists', () => {
  const resolved = resolvePolicy(referenceLayers, 'jxedz', '2026-11-25', 1);
  if (!resolved.ok) throw new Error(resolved.refusal.detail);
  const policy = resolved.value;

  it('is the once-for-all list of a type of project, with the papers that each matter asks for', () => {
    const lines = linesOf(policy, 'approval-items', ['standard-plant']);
    expect(lines.ok && lines.value.find(({ code }) => code === 'land-use-permit')).toMatchObject({
      title: { zh: '建设用地规划许可' },
      source: expect.stringContaining('城乡规划法'),
      materials: expect.arrayContaining(['land-contract']),
    });
  });

  it('is items of the published inspection list, with the law that they rest on', () => {
    expect(linesOf(policy, 'inspection-items', ['safety-training'])).toEqual({
      ok: true,
      value: [
        {
          code: 'safety-training',
          title: { zh: '安全生产教育培训', en: 'Safety training' },
          source: '中华人民共和国安全生产法(2021) 第二十八条',
          materials: [],
        },
      ],
    });
  });

  it('is nothing for a policy: the text is all', () => {
    expect(linesOf(policy, 'policy', [])).toEqual({ ok: true, value: [] });
  });

  it.each([
    ['policy', ['exits'], 'form-invalid'],
    ['approval-items', [], 'form-invalid'],
    ['approval-items', ['standard-plant', 'standard-plant-2'], 'form-invalid'],
    ['approval-items', ['castle'], 'project-type-unknown'],
    ['inspection-items', [], 'form-invalid'],
    ['inspection-items', ['exits', 'tea-room'], 'inspection-unpublished'],
  ] as const)('of %s is not %j', (kind, about, code) => {
    expect(linesOf(policy, kind, about)).toMatchObject({ refusal: { code, facts: { pointer: '/about' } } });
  });
});
