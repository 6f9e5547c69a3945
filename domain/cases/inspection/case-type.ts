import { caseType, withdrawn } from '../../case/case-type-def';
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
  stages: {
    plan: { zh: '方案与审批', en: 'Plan' },
    visit: { zh: '现场检查', en: 'Visit' },
    result: { zh: '结果告知', en: 'Result' },
  },
  outcomes: {
    'not-approved': { zh: '不予批准', en: 'Not approved' },
    'no-problem': { zh: '未发现问题', en: 'No problem found' },
    'problems-found': { zh: '发现问题', en: 'Problems found' },
    withdrawn,
  },
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
