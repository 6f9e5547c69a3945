import type { Course } from '../course';

/** A contest on one day, in one event. */
export const contestCourse: Course = [
  {
    step: 'contest/plan',
    says: ({ today }) => ({
      verdict: 'planned',
      ...{ registerBy: today, heldOn: today, teamsAtMost: 120, membersAtMost: 20 },
      events: [{ event: 'concentric-rescue', mostPoints: 100 }],
    }),
  },
  { step: 'contest/approval', by: 'chief', says: { verdict: 'approved' } },
  { step: 'contest/registration', says: { verdict: 'closed' } },
  { step: 'contest/result', says: { verdict: 'counted' } },
  { step: 'contest/confirmation', by: 'chief', says: { verdict: 'confirmed' } },
];

/** A team that is fit, and whose points nobody doubts. */
export const contestTeamCourse: Course = [
  { step: 'contest-team/check', says: { verdict: 'accepted' } },
  { step: 'contest-team/score', says: { verdict: 'scored', event: 'concentric-rescue', points: 88 } },
  { step: 'contest-team/review', says: { verdict: 'stand' } },
];
