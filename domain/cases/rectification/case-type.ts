import { caseType, withdrawn } from '../../case/case-type-def';
import { rectificationOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    rectification: true;
  }
}

export const rectification = caseType({
  title: { zh: '整改', en: 'Rectification' },
  prefix: 'RE',
  workflow: 'rectification',
  address: 'rectifications',
  party: 'enterprise',
  steps,
  stages: { rectification: { zh: '整改', en: 'Rectification' } },
  outcomes: { remedied: { zh: '整改完成', en: 'Remedied' }, withdrawn },
  begins: { by: 'form', orByParent: true, ...rectificationOpening },
  readers: {
    'intake-clerk': { reach: 'unit', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    inspector: { reach: 'unit', depth: 'decisions' },
    'legal-officer': { reach: 'zone', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: ['inspector', 'source', 'foundOn'],
  // An enterprise must not learn what led to an order.
  hidesOrigin: true,
});
