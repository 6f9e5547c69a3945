import type { Course } from '../course';

/** Money comes in, and the fund ends. */
export const safetyFundCourse: Course = [
  { step: 'safety-fund/keeping', says: { verdict: 'ended', reason: '企业搬迁。' } },
  {
    step: 'safety-fund/receipt',
    says: ({ number }) => ({ verdict: 'received', reference: `IN-${number}` }),
    aside: true,
  },
];
