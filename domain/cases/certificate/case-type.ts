import { caseType, withdrawn } from '../../case/case-type-def';
import { steps } from './steps';
import { readersOfProjects } from '../project-readers';
import { carriesOver } from './renewals';

declare module '../../case/case-type' {
  interface CaseTypes {
    certificate: true;
  }
}

export const certificate = caseType({
  title: { zh: '证照', en: 'Certificate' },
  prefix: 'CE',
  workflow: 'certificate',
  address: 'certificates',
  party: 'enterprise',
  steps,
  stages: { operation: { zh: '持证', en: 'In force' } },
  outcomes: {
    expired: { zh: '到期失效', en: 'Expired' },
    surrendered: { zh: '注销', en: 'Surrendered' },
    withdrawn,
  },
  begins: { by: 'parent' },
  readers: readersOfProjects,
  cascades: true,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
  carriesOver,
});
