import { caseType } from '../../case/case-type-def';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    notice: true;
  }
}

export const notice = caseType({
  title: { zh: '告知', en: 'Notice' },
  prefix: 'NO',
  workflow: 'notice',
  address: 'notices',
  party: 'enterprise',
  steps,
  begins: { by: 'door', door: 'publication' },
  readers: {
    'section-chief': { reach: 'unit', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    'policy-editor': { reach: 'unit', depth: 'decisions' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
