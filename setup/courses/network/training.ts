import type { Course } from '../course';

/** A file that ends as soon as something is asked of it: otherwise it would stand for ever. */
export const trainingFileCourse: Course = [
  { step: 'training-file/change', says: { verdict: 'ended', reason: '企业已停产。' } },
  {
    step: 'training-file/renewal',
    says: { verdict: 'ended', certificate: 'p1-welding' },
    aside: true,
  },
  {
    step: 'training-file/site-check',
    says: ({ today }) => ({
      verdict: 'not-confirmed',
      person: 'p1',
      checkedOn: today,
      message: '该人员已停止特种作业。',
    }),
    aside: true,
  },
];

/** A session on one day, which nobody has come to. */
export const trainingSessionCourse: Course = [
  {
    step: 'training-session/plan',
    says: async ({ today, personAt }) => ({
      ...{ verdict: 'planned', course: 'confined-space', teacher: await personAt('expert') },
      ...{ enrolBy: today, heldOn: today, capacity: 30, hours: 8, plannedFen: 800_000 },
    }),
  },
  { step: 'training-session/approval', by: 'chief', says: { verdict: 'approved' } },
  { step: 'training-session/enrolment', says: { verdict: 'closed' } },
  {
    step: 'training-session/result',
    says: {
      verdict: 'held',
      attended: [],
      costs: [{ purpose: 'teacher', amountFen: 400_000 }],
    },
  },
  { step: 'training-session/confirmation', by: 'chief', says: { verdict: 'confirmed' } },
];
