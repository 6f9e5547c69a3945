import { caseType, withdrawn } from '../../case/case-type-def';
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
  stages: {
    reading: { zh: '签收', en: 'Reading' },
    service: { zh: '送达', en: 'Service' },
  },
  outcomes: {
    read: { zh: '已阅', en: 'Read' },
    served: { zh: '已送达', en: 'Served' },
    undeliverable: { zh: '无法送达', en: 'Undeliverable' },
    lapsed: { zh: '期满未阅、未送达', en: 'Neither read nor served in time' },
    withdrawn,
  },
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
