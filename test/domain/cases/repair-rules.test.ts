import { addMonths } from '../../../domain/time/calendar';
import { creditTerms, mayRecord } from '../../../domain/cases/credit-repair/repair-rules';
import { creditTiers } from '../../../domain/law/notice-values';
import type { EarlierCase } from '../../../domain/case/opening';
import { ladderOf, resolvePolicy, rowOf } from '../../../domain/law/policy';
import { referenceLayers } from '../../../prisma/data/policy/layers';

const resolved = resolvePolicy(referenceLayers, 'jxedz', '2026-11-30', 1);
if (!resolved.ok) throw new Error(resolved.refusal.detail);
const policy = resolved.value;

describe('the terms of a record', () => {
  it.each([
    // Golden case 36: there is no 30 February (民法典 art. 202).
    ['general', '2026-11-30', '2027-02-28', '2027-11-30'],
    ['general', '2026-05-31', '2026-08-31', '2027-05-31'],
    ['serious', '2026-11-30', '2027-11-30', '2029-11-30'],
    ['serious', '2028-02-29', '2029-02-28', '2031-02-28'],
    ['minor', '2026-11-30', '2026-11-30', '2027-02-28'],
  ] as const)('%s of %s: repaired from %s, ended after %s', (tier, on, repairableFrom, shownUntil) =>
    expect(creditTerms(policy, tier, on)).toEqual({ shown: tier !== 'minor', repairableFrom, shownUntil }),
  );

  it.each(['general', 'serious'] as const)(
    'a %s one is called to mind on the day it may be repaired',
    (tier) => {
      const [rung] = ladderOf(policy, `ladder.credit-repair.${tier}`).rungs;
      const { minMonths, maxMonths } = rowOf(policy, `credit.${tier}`).value;
      expect(rung).toMatchObject({
        id: 'may-apply',
        at: { beforeDue: { value: maxMonths - minMonths, unit: 'months' } },
        to: 'enterprise',
      });
    },
  );

  it('grow with how grave it is', () => {
    const ends = creditTiers.map((tier) => creditTerms(policy, tier, '2026-11-30').shownUntil);
    expect(ends).toEqual([...ends].sort());
  });
});

describe('entering a record', () => {
  const now = '2026-11-30T02:00:00.000Z';
  const enter = (change: object = {}, earlier: readonly EarlierCase[] = []) =>
    mayRecord(
      { tier: 'general', establishedOn: '2026-11-30', documentNo: 'JX-2026-0007', ...change },
      { policy, now, earlier, profile: null, byFirm: false, beside: null },
    );
  const known = (outcome: string | null): EarlierCase => ({
    openedAt: now,
    outcome,
    input: { documentNo: 'JX-2026-0007' },
  });

  it('fixes its terms for life', () =>
    expect(enter()).toEqual({ ok: true, value: creditTerms(policy, 'general', '2026-11-30') }));

  it('is refused for a record whose time is over', () => {
    const pointer = { refusal: { code: 'form-invalid', facts: { pointer: '/establishedOn' } } };
    expect(enter({ establishedOn: '2025-11-29' })).toMatchObject(pointer);
    expect(enter({ establishedOn: addMonths('2026-11-30', -12) }).ok).toBe(true);
  });

  it('happens once per document, unless the first entry was taken back', () => {
    expect(enter({}, [known(null)])).toMatchObject({ refusal: { code: 'record-known' } });
    expect(enter({}, [known('repaired')])).toMatchObject({ refusal: { code: 'record-known' } });
    expect(enter({}, [known('withdrawn')]).ok).toBe(true);
    expect(enter({ documentNo: 'JX-2026-0008' }, [known(null)]).ok).toBe(true);
  });
});
