import { caseType, withdrawn } from '../../case/case-type-def';
import { personsLetIn } from './engagement';
import { expertServiceOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'expert-service': true;
  }
}

export const expertService = caseType({
  title: { zh: '专家服务', en: 'Expert service' },
  prefix: 'EX',
  workflow: 'expertService',
  address: 'expert-services',
  party: 'bureau',
  // Whom the pool has ruled out is judged by the pool as it stands: nothing of it can be vouched for afterwards.
  onlyHere: true,
  steps,
  stages: {
    need: { zh: '需求', en: 'Need' },
    matching: { zh: '匹配', en: 'Matching' },
    service: { zh: '服务', en: 'Service' },
    danger: { zh: '危险情形', en: 'Danger' },
    closing: { zh: '确认', en: 'Confirmation' },
  },
  outcomes: {
    served: { zh: '已服务', en: 'Served' },
    'not-agreed': { zh: '企业不申请', en: 'Not asked for' },
    'no-expert': { zh: '无合适专家', en: 'No expert found' },
    withdrawn,
  },
  begins: { by: 'form', ...expertServiceOpening },
  readers: {
    'expert-liaison': { reach: 'zone', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    // A service is no inspection: an inspector reads only what was handed to them by name.
    inspector: { reach: 'named', depth: 'decisions' },
    expert: { reach: 'named', depth: 'issued' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    'enterprise-head': { reach: 'enterprise', depth: 'issued' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
  named: personsLetIn,
});
