import { caseType, withdrawn } from '../../case/case-type-def';
import { contestOpening, steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    contest: true;
  }
}

/** 安全生产大比武: from its plan until its ranking is confirmed. Its teams are cases of their own, which name it. */
export const contest = caseType({
  title: { zh: '大比武', en: 'Contest' },
  prefix: 'CT',
  workflow: 'contest',
  address: 'contests',
  party: 'bureau',
  steps,
  stages: {
    plan: { zh: '方案与审批', en: 'Plan' },
    registration: { zh: '报名', en: 'Registration' },
    held: { zh: '比赛', en: 'Held' },
    result: { zh: '成绩', en: 'Result' },
  },
  outcomes: {
    'not-approved': { zh: '不予批准', en: 'Not approved' },
    'called-off': { zh: '取消', en: 'Called off' },
    ranked: { zh: '成绩已公布', en: 'Ranked' },
    withdrawn,
  },
  begins: { by: 'form', ...contestOpening },
  readers: {
    'contest-organiser': { reach: 'zone', depth: 'decisions' },
    'contest-judge': { reach: 'unit', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
