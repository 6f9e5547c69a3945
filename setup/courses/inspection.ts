import type { Course } from './course';

/** A planned inspection that finds a hazard. */
export const inspectionCourse: Course = [
  {
    step: 'inspection/plan',
    says: ({ today }) => ({ verdict: 'planned', visitOn: today, unannounced: false, scope: '查阅台账' }),
  },
  {
    step: 'inspection/approval',
    by: 'chief',
    says: async ({ personAt }) => ({
      verdict: 'approved',
      lead: await personAt('lead'),
      companion: await personAt('companion'),
    }),
  },
  { step: 'inspection/notice', says: { verdict: 'notified', message: '请准备台账' } },
  {
    step: 'inspection/visit',
    says: ({ today }) => ({
      verdict: 'problems',
      visitedOn: today,
      hazards: [{ item: 'h1', grade: 'general', clause: 'exits:2', description: '通道堵塞' }],
    }),
  },
  { step: 'inspection/co-signature', by: 'companion', says: { verdict: 'signed' } },
  { step: 'inspection/result', says: { verdict: 'told', message: '详见整改指令书' } },
  { child: 'rectification' },
];
