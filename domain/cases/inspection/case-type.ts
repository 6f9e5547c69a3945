import { caseType } from '../../case/case-type-def';
import { inspectionOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    inspection: true;
  }
}

export const inspection = caseType({
  title: { zh: '执法检查', en: 'Inspection' },
  prefix: 'IN',
  workflow: 'inspection',
  address: 'inspections',
  party: 'bureau',
  steps,
  begins: { by: 'form', ...inspectionOpening },
  readers: {
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
  keptInside: ['ground'],
});
