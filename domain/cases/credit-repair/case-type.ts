import { caseType, withdrawn } from '../../case/case-type-def';
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
  stages: {
    shown: { zh: '失信信息存续', en: 'Shown' },
    repair: { zh: '信用修复', en: 'Repair' },
  },
  outcomes: {
    repaired: { zh: '已修复', en: 'Repaired' },
    'ended-by-time': { zh: '期满终止', en: 'Ended by time' },
    withdrawn,
  },
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
