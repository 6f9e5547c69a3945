import type { Course } from './course';

/** A bad record that is repaired as soon as the firm may apply. */
export const creditRepairCourse: Course = [
  {
    step: 'credit-repair/notice',
    says: ({ today }) => ({ verdict: 'served', way: 'in-person', servedOn: today }),
  },
  {
    step: 'credit-repair/application',
    says: { verdict: 'applied', commitment: '依法经营', performance: '罚款已缴清' },
  },
  { step: 'credit-repair/check', says: { verdict: 'met', findings: '已核实' } },
  { step: 'credit-repair/decision', by: 'deputy', says: { verdict: 'repaired' } },
  {
    step: 'credit-repair/showing',
    by: 'deputy',
    says: { verdict: 'revoked', reason: '处罚决定已撤销' },
    aside: true,
  },
];
