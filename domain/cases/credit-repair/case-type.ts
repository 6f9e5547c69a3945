import { caseType } from '../../case/case-type-def';
import { creditRepairOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'credit-repair': true;
  }
}

export const creditRepair = caseType({
  title: { zh: '信用修复', en: 'Credit repair' },
  prefix: 'CR',
  workflow: 'creditRepair',
  address: 'credit-repairs',
  party: 'enterprise',
  steps,
  begins: { by: 'form', ...creditRepairOpening },
  readers: {
    'section-chief': { reach: 'unit', depth: 'decisions' },
    'legal-officer': { reach: 'zone', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: true,
  sharedBy: [],
  keptInside: [],
});
