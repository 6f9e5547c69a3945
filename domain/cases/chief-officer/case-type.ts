import { caseType, withdrawn } from '../../case/case-type-def';
import { officerOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'chief-officer': true;
  }
}

export const chiefOfficer = caseType({
  title: { zh: '首席安全官', en: 'Chief safety officer' },
  prefix: 'CO',
  workflow: 'chiefOfficer',
  address: 'chief-officers',
  party: 'enterprise',
  steps,
  stages: {
    appointment: { zh: '提名与备案', en: 'Appointment' },
    service: { zh: '在岗', en: 'In office' },
    duties: { zh: '履职', en: 'Duties' },
    review: { zh: '年度评议', en: 'Yearly review' },
  },
  outcomes: {
    released: { zh: '不再设岗', en: 'Released from the post' },
    withdrawn,
  },
  begins: { by: 'form', ...officerOpening },
  readers: {
    'section-chief': { reach: 'unit', depth: 'decisions' },
    inspector: { reach: 'unit', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    'enterprise-head': { reach: 'enterprise', depth: 'issued' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    'chief-safety-officer': { reach: 'enterprise', depth: 'issued' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
