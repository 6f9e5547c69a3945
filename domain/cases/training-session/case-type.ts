import { caseType, withdrawn } from '../../case/case-type-def';
import { sessionOpening, steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'training-session': true;
  }
}

/** 安全培训: a session of a course, from its plan until its hours and costs are confirmed. */
export const trainingSession = caseType({
  title: { zh: '安全培训', en: 'Training session' },
  prefix: 'TS',
  workflow: 'trainingSession',
  address: 'training-sessions',
  party: 'bureau',
  // Costs of the training money are of this record alone.
  onlyHere: true,
  steps,
  stages: {
    plan: { zh: '方案与审批', en: 'Plan' },
    enrolment: { zh: '报名', en: 'Enrolment' },
    held: { zh: '培训', en: 'Held' },
    result: { zh: '结果', en: 'Result' },
  },
  outcomes: {
    'not-approved': { zh: '不予批准', en: 'Not approved' },
    'called-off': { zh: '取消', en: 'Called off' },
    held: { zh: '已举办', en: 'Held' },
    withdrawn,
  },
  begins: { by: 'form', ...sessionOpening },
  readers: {
    'training-organiser': { reach: 'zone', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
