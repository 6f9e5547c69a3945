import { caseType, withdrawn } from '../../case/case-type-def';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    payout: true;
  }
}

export const payout = caseType({
  title: { zh: '发放', en: 'Payout' },
  prefix: 'PO',
  workflow: 'payout',
  address: 'payouts',
  party: 'bureau',
  onlyHere: true,
  steps,
  stages: { payout: { zh: '发放', en: 'Payout' } },
  outcomes: {
    paid: { zh: '已支付', en: 'Paid' },
    lapsed: { zh: '逾期未更正,未能发放', en: 'Lapsed' },
    withdrawn,
  },
  begins: { by: 'parent' },
  readers: {
    'reward-officer': { reach: 'zone', depth: 'bare' },
    approver: { reach: 'zone', depth: 'bare' },
    payer: { reach: 'zone', depth: 'bare' },
    confirmer: { reach: 'zone', depth: 'bare' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
  namesNoEnterprise: true,
  // A claim and a corrected account come from the reporter.
  fromReporter: true,
});
