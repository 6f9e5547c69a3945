import { addMonths, type PlainDate } from '../../../domain/time/calendar';
import type { Course } from '../course';

/** What the law asks for: a deputy general manager with nothing else to do, years of it, and a certificate. */
const qualities = (today: PlainDate) => ({
  post: 'deputy-general-manager',
  dedicated: true,
  safetyYears: 8,
  certificateIssuedOn: addMonths(today, -12),
});

/** The post of a chief safety officer, from the first nomination until the firm is released from it. */
export const chiefOfficerCourse: Course = [
  {
    step: 'chief-officer/nomination',
    says: async ({ today, personAt }) => ({
      verdict: 'nominated',
      officer: await personAt('firmSafety'),
      ...qualities(today),
      statement: '长期分管安全生产,熟悉本单位风险。',
    }),
  },
  { step: 'chief-officer/check', says: ({ today }) => ({ verdict: 'fit', ...qualities(today) }) },
  { step: 'chief-officer/filing', says: { verdict: 'filed' } },
  {
    step: 'chief-officer/service',
    says: ({ today }) => ({ verdict: 'renewed', certificateIssuedOn: today }),
    aside: true,
  },
  {
    step: 'chief-officer/renewal-check',
    says: ({ today }) => ({ verdict: 'confirmed', certificateIssuedOn: today }),
    aside: true,
  },
  {
    step: 'chief-officer/review',
    says: { verdict: 'release-proposed', assessment: '企业已停产,不再设岗。' },
  },
  { step: 'chief-officer/release', says: { verdict: 'released' } },
];
