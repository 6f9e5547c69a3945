import { caseType, withdrawn } from '../../case/case-type-def';
import { steps } from './steps';
import { readersOfProjects } from '../project-readers';

declare module '../../case/case-type' {
  interface CaseTypes {
    'approval-item': true;
  }
}

export const approvalItem = caseType({
  title: { zh: '审批事项', en: 'Approval item' },
  prefix: 'AI',
  workflow: 'approvalItem',
  address: 'approval-items',
  party: 'bureau',
  steps,
  stages: {
    application: { zh: '申报', en: 'Application' },
    acceptance: { zh: '受理', en: 'Acceptance' },
    decision: { zh: '审批', en: 'Decision' },
    delivery: { zh: '送达', en: 'Delivery' },
  },
  outcomes: {
    granted: { zh: '准予', en: 'Granted' },
    refused: { zh: '不予许可', en: 'Refused' },
    declined: { zh: '不予受理', en: 'Declined' },
    abandoned: { zh: '逾期未补正', en: 'Abandoned' },
    withdrawn,
  },
  begins: { by: 'parent' },
  readers: readersOfProjects,
  cascades: false,
  hasApplicant: true,
  sharedBy: [],
  keptInside: [],
});
