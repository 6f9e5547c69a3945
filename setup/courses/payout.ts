import type { Course } from './course';

/** A reward that the bank pays at once. */
export const payoutCourse: Course = [
  { step: 'payout/release', by: 'director', says: { verdict: 'released' } },
  { step: 'payout/listing', says: { verdict: 'listed', batch: 'B-20261123-AAAAAA' } },
  {
    step: 'payout/bank-return',
    says: ({ number }) => ({ verdict: 'paid', bankReference: `BANK-${number}` }),
  },
  {
    step: 'payout/reconciliation',
    says: ({ number }) => ({ verdict: 'found-paid', bankReference: `BANK-${number}`, note: '银行回单' }),
    aside: true,
  },
  { step: 'payout/payee-correction', says: { verdict: 'corrected' }, aside: true },
];
