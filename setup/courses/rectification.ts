import type { Course } from './course';

/** An order whose items are remedied and pass their first re-check. */
export const rectificationCourse: Course = [
  {
    step: 'rectification/order',
    says: async ({ openItems }) => ({
      verdict: 'issued',
      remedyDays: 10,
      items: (await openItems()).map((item) => ({
        item,
        description: '特种作业人员未持证上岗。',
        measure: '停止作业,安排持证人员。',
        responsible: '生产负责人',
        fundsFen: 2_000_000,
        plan: '整改期间停用该设备。',
      })),
    }),
  },
  { step: 'rectification/acknowledgement', says: { verdict: 'acknowledged' } },
  {
    step: 'rectification/remedy',
    says: async ({ openItems }) => ({
      verdict: 'proved',
      items: (await openItems()).map((item) => ({ item, papers: [], statement: '已按要求整改。' })),
    }),
  },
  {
    step: 'rectification/site-recheck',
    says: async ({ personAt }) => ({
      verdict: 'passed',
      companion: await personAt('companion'),
      findings: '已持证上岗。',
    }),
  },
  { step: 'rectification/co-signature', by: 'companion', says: { verdict: 'signed' } },
  { step: 'rectification/recheck-opinion', says: { verdict: 'told', message: '复查结果请见本意见书。' } },
  {
    step: 'rectification/recheck',
    says: async ({ personAt }) => ({ verdict: 'passed', companion: await personAt('companion') }),
    // Of cases that were opened under version 1.
    aside: true,
  },
];
