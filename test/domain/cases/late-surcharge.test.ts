import { surchargeOf } from '../../../domain/cases/tip-off/late-surcharge';
import { resolvePolicy } from '../../../domain/law/policy';
import { referenceLayers } from '../../../prisma/data/policy/layers';

/* The arithmetic alone: penalties are no facts with dates yet (test/unwired.json). */

const law = resolvePolicy(referenceLayers, 'jxedz', '2026-09-20', 1);
const fineFen = 12_000_000;

it.each([
  ['in time', '2026-10-08', [], { daysLate: 0, amountFen: 0, capped: false }],
  ['ten days late', '2026-10-18', [], { daysLate: 10, amountFen: 3_600_000, capped: false }],
  [
    'so late that it would grow above the fine',
    '2026-12-07',
    [],
    { daysLate: 60, amountFen: fineFen, capped: true },
  ],
  [
    'late, with a review in between',
    '2026-12-03',
    [{ from: '2026-10-11', to: '2026-11-30' }],
    { daysLate: 5, amountFen: 1_800_000, capped: false },
  ],
])('a fine paid %s', (_when, paidOn, stays, expected) => {
  if (!law.ok) throw new Error(law.refusal.detail);
  expect(surchargeOf(law.value, { fineFen, dueOn: '2026-10-08', paidOn, stays })).toEqual(expected);
});
