import { caseType } from '../../case/case-type-def';
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
  begins: { by: 'parent' },
  readers: readersOfProjects,
  cascades: true,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
  carriesOver,
});
