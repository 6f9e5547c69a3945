import type { Course } from './course';

/** A notice that the firm reads in its account. */
export const noticeCourse: Course = [
  { step: 'notice/receipt', says: { verdict: 'read' } },
  {
    step: 'notice/service',
    says: async ({ today, proofs }) => ({
      verdict: 'served',
      way: 'post',
      servedOn: today,
      papers: await proofs(),
    }),
    needs: 'proof',
    aside: true,
  },
];
