import type { Course } from '../course';

/** A hazard that is put right, and awarded where the firm has a schedule. */
export const fundReportCourse: Course = [
  { step: 'fund-report/statement', says: { verdict: 'stated', text: '冲床防护罩松动。' } },
  {
    step: 'fund-report/check',
    says: { verdict: 'confirmed', grade: 'general', findings: '现场核实属实。' },
  },
  { step: 'fund-report/answer', says: { verdict: 'answered', text: '在二号冲床东侧。' }, aside: true },
  { step: 'fund-report/remedy', says: { verdict: 'done', measures: '已紧固并加装联锁。' } },
  { step: 'fund-report/approval', says: { verdict: 'approved' } },
  {
    step: 'fund-report/payment',
    says: ({ number }) => ({ verdict: 'paid', means: 'transfer', reference: `BANK-${number}` }),
  },
  { step: 'fund-report/explanation', says: { verdict: 'explained', reason: '已督促出纳。' }, aside: true },
];
