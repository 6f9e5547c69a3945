import { caseType, withdrawn } from '../../case/case-type-def';
import { projectOpening } from './opening';
import { constructionGate, operationGate, steps } from './steps';
import { readersOfProjects } from '../project-readers';
import { listedMatters } from './gate';

declare module '../../case/case-type' {
  interface CaseTypes {
    project: true;
  }
}

export const project = caseType({
  title: { zh: '项目', en: 'Project' },
  prefix: 'PJ',
  workflow: 'project',
  address: 'projects',
  party: 'bureau',
  steps,
  stages: {
    intake: { zh: '招引落地', en: 'Intake' },
    construction: { zh: '在建施工', en: 'Construction' },
    operation: { zh: '投产运营', en: 'Operation' },
  },
  outcomes: {
    dropped: { zh: '未落地', en: 'Dropped' },
    ended: { zh: '退出', en: 'Ended' },
    withdrawn,
  },
  begins: { by: 'form', ...projectOpening },
  readers: readersOfProjects,
  cascades: true,
  hasApplicant: false,
  sharedBy: ['department-officer'],
  keptInside: [],
  bundled: true,
  listedMatters,
  // 招引落地, 在建施工, 投产运营: a project passes from one into the next with its gates.
  modules: [
    { name: 'intake', endsWith: constructionGate },
    { name: 'construction', endsWith: operationGate },
    { name: 'operation', endsWith: null },
  ],
});
