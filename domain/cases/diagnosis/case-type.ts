import { caseType, withdrawn } from '../../case/case-type-def';
import { instituteIn } from './findings';
import { diagnosisOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    diagnosis: true;
  }
}

/** 诊断 of one firm by an institute: a service to the firm, and no inspection (国办发〔2024〕54号). */
export const diagnosis = caseType({
  title: { zh: '企业诊断', en: 'Diagnosis' },
  prefix: 'DG',
  workflow: 'diagnosis',
  address: 'diagnoses',
  party: 'bureau',
  // A list of a campaign stands behind it, which was approved here.
  onlyHere: true,
  steps,
  stages: {
    visit: { zh: '诊断', en: 'Visit' },
    remedy: { zh: '整改与复诊', en: 'Remedy and re-visit' },
  },
  outcomes: {
    'nothing-found': { zh: '未发现问题', en: 'Nothing found' },
    fixed: { zh: '全部整改到位', en: 'All put right' },
    'left-open': { zh: '尚有未整改事项', en: 'Something is left open' },
    'not-visited': { zh: '未诊断', en: 'Not visited' },
    withdrawn,
  },
  begins: { by: 'form', ...diagnosisOpening },
  // The wall: nobody who orders, fines or inspects reads what a service has found.
  readers: {
    'expert-liaison': { reach: 'zone', depth: 'decisions' },
    institute: { reach: 'named', depth: 'issued' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    'enterprise-head': { reach: 'enterprise', depth: 'issued' },
    'chief-safety-officer': { reach: 'enterprise', depth: 'issued' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: ['institute'],
  named: instituteIn,
});
