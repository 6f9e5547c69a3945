import type { Course } from './course';

/** A matter that is applied for, granted within its promise, and handed over. */
export const approvalItemCourse: Course = [
  { step: 'approval-item/application', says: { verdict: 'applied' }, needs: 'papers-of-the-matter' },
  {
    step: 'approval-item/acceptance',
    by: 'counter',
    says: async ({ personAt }) => ({ verdict: 'accepted', handler: await personAt('handler') }),
  },
  { step: 'approval-item/correction', says: { verdict: 'supplied' }, aside: true },
  { step: 'approval-item/decision', by: 'handler', says: { verdict: 'granted' } },
  { step: 'approval-item/deemed-decision', by: 'handler', says: { verdict: 'granted' }, aside: true },
  {
    step: 'approval-item/explanation',
    by: 'departmentChief',
    says: { verdict: 'published', explanation: '专家评审意见往返,超出承诺时限。' },
    aside: true,
  },
  {
    step: 'approval-item/delivery',
    by: 'handler',
    says: ({ today }) => ({ verdict: 'delivered', documentNo: 'JX-2026-0001', deliveredOn: today }),
  },
];
