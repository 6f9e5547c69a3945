import type { Course } from './course';

/** Nothing speaks against the reward. */
export const usualProposal = {
  verdict: 'proposed',
  novelty: 'unknown-before',
  excludedRelation: false,
  employmentProved: false,
  earlierRewardOfSameMatter: false,
  accident: null,
};

/** A tip that is found true, remedied, rewarded and paid. */
export const tipOffCourse: Course = [
  { step: 'tip-off/acceptance', says: { verdict: 'accepted', allegesDeath: false } },
  { step: 'tip-off/government-lead', says: { verdict: 'organised' }, aside: true },
  {
    step: 'tip-off/assignment',
    says: async ({ personAt }) => ({
      verdict: 'assigned',
      lead: await personAt('lead'),
      companion: await personAt('companion'),
    }),
  },
  {
    step: 'tip-off/verification',
    says: ({ today, enterpriseId }) => ({
      verdict: 'substantiated',
      visitedOn: today,
      enterpriseId,
      hazards: [
        { item: 'h1', grade: 'major', clause: 'safety-law-30', description: '特种作业人员未持证上岗。' },
      ],
    }),
  },
  { step: 'tip-off/co-signature', by: 'companion', says: { verdict: 'signed' } },
  { step: 'tip-off/verification-review', says: { verdict: 'approved' } },
  { child: 'rectification' },
  {
    step: 'tip-off/penalty',
    says: ({ today }) => ({
      verdict: 'fined',
      fineFen: 12_000_000,
      confiscatedFen: 0,
      decidedOn: today,
    }),
  },
  {
    step: 'tip-off/reward-proposal',
    says: usualProposal,
  },
  { step: 'tip-off/reward-approval', by: 'deputy', says: { verdict: 'approved' } },
  { step: 'tip-off/feedback', says: { verdict: 'given', message: '您反映的问题已核查完毕。' } },
  { step: 'tip-off/claim', says: { verdict: 'claimed' } },
  { child: 'payout' },
];
