import { caseType } from '../../case/case-type-def';
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
  begins: { by: 'parent' },
  readers: readersOfProjects,
  cascades: false,
  hasApplicant: true,
  sharedBy: [],
  keptInside: [],
});
