import { longestPromise } from '../../domain/matter';
import { resolvePolicy } from '../../domain/policy';
import { publishedPromises } from '../../domain/promise';
import { referenceLayers } from '../../prisma/data/policy/layers';

function promises() {
  const policy = resolvePolicy(referenceLayers, 'jxedz', '2026-11-23', 1);
  if (!policy.ok) throw new Error(policy.refusal.detail);
  return publishedPromises(policy.value);
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
