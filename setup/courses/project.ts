import type { Course } from './course';

/** A project from its lead to its years in operation; its items and certificates go their own courses beside it. */
export const projectCourse: Course = [
  { step: 'project/lead', says: { verdict: 'settled' } },
  { step: 'project/notification', says: { verdict: 'notified' } },
  { child: 'approval-item' },
  {
    step: 'project/construction-gate',
    by: 'deputy',
    says: { verdict: 'passed' },
    needs: 'listed-papers',
    last: true,
  },
  {
    step: 'project/start',
    says: ({ today }) => ({ verdict: 'started', startedOn: today }),
    needs: 'listed-papers',
    last: true,
  },
  { step: 'project/works', says: ({ today }) => ({ verdict: 'completed', completedOn: today }) },
  {
    step: 'project/stop-report',
    says: { verdict: 'reported', measures: '围挡并看守' },
    aside: true,
  },
  { step: 'project/resumption', says: { verdict: 'resumed' }, aside: true },
  {
    step: 'project/operation-gate',
    by: 'deputy',
    says: { verdict: 'passed' },
    needs: 'listed-papers',
    last: true,
  },
  { step: 'project/handover', says: { verdict: 'sealed' } },
  { child: 'certificate' },
  { step: 'project/yearly-review', says: { verdict: 'continues' } },
];
