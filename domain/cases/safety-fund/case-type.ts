import { caseType, withdrawn } from '../../case/case-type-def';
import { fundOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'safety-fund': true;
  }
}

/** 企业安全基金: the firm's own money for what its people report and suggest. The zone reads figures of it alone. */
export const safetyFund = caseType({
  title: { zh: '安全基金', en: 'Safety fund' },
  prefix: 'SF',
  workflow: 'safetyFund',
  address: 'safety-funds',
  party: 'enterprise',
  onlyHere: true,
  steps,
  stages: { fund: { zh: '基金运行', en: 'Running' } },
  outcomes: { ended: { zh: '已终止', en: 'Ended' }, withdrawn },
  begins: { by: 'form', ...fundOpening },
  readers: {
    'enterprise-head': { reach: 'enterprise', depth: 'issued' },
    'enterprise-cashier': { reach: 'enterprise', depth: 'issued' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
