import { longestPromise, materialTitle } from '../../../domain/law/matter';
import type { MatterValue, ProjectTypeValue } from '../../../domain/law/matter-values';
import { resolvePolicy } from '../../../domain/law/policy';
import { publishedPromises } from '../../../domain/cases/approval-item/promise';
import { referenceLayers } from '../../../prisma/data/policy/layers';

function policy() {
  const resolved = resolvePolicy(referenceLayers, 'jxedz', '2026-11-23', 1);
  if (!resolved.ok) throw new Error(resolved.refusal.detail);
  return resolved.value;
}

function promises() {
  return publishedPromises(policy());
}

test('every matter is published once, with the source of its limit in the law', () => {
  const all = promises();
  expect(all.length).toBeGreaterThan(15);
  expect(new Set(all.map(({ matter }) => matter)).size).toBe(all.length);
  for (const { legal, title } of all) {
    expect(legal.source.title).not.toBe('');
    expect([title.zh, title.en]).not.toContain('');
  }
});

test('every material that a matter or a type of project asks for is called something in both languages', () => {
  const { rows } = policy();
  const asked = Object.entries(rows).flatMap(([key, { value }]) => {
    if (key.startsWith('matter.')) return (value as MatterValue).materials;
    if (!key.startsWith('project-type.')) return [];
    return (value as ProjectTypeValue).papers.map(({ material }) => material);
  });
  expect(asked.length).toBeGreaterThan(20);
  const titled = asked.map((material) => [material, materialTitle(policy(), material)] as const);
  expect(titled.filter(([code, { zh, en }]) => zh === code || en === code)).toEqual([]);
});

test('what is promised undercuts the law by 30 % at least, in the same unit', () => {
  const promised = promises().flatMap(({ legal, committed, reductionBasisPoints }) =>
    committed === null ? [] : [{ legal, committed, reductionBasisPoints }],
  );
  expect(promised.length).toBeGreaterThan(10);
  for (const { legal, committed, reductionBasisPoints } of promised) {
    expect(committed.unit).toBe(legal.unit);
    expect(committed.value).toBeLessThanOrEqual(longestPromise(legal.value, 3000));
    expect(reductionBasisPoints).toBeGreaterThanOrEqual(3000);
  }
});

test('7 days promised at 4 are cut by 42.85 %; what is instant promises nothing', () => {
  const byMatter = new Map(promises().map((promise) => [promise.matter, promise]));
  expect(byMatter.get('construction-permit')?.reductionBasisPoints).toBe(4285);
  expect(byMatter.get('project-filing')).toMatchObject({
    silence: 'instant',
    legal: { value: 0 },
    committed: null,
    reductionBasisPoints: null,
  });
});
