import { caseType, withdrawn } from '../../case/case-type-def';
import { teamOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'contest-team': true;
  }
}

/** A firm's team in a contest 参赛队伍, from its registration until its points stand. */
export const contestTeam = caseType({
  title: { zh: '参赛队伍', en: 'Contest team' },
  prefix: 'CM',
  workflow: 'contestTeam',
  address: 'contest-teams',
  party: 'enterprise',
  steps,
  stages: {
    registration: { zh: '报名审核', en: 'Registration' },
    held: { zh: '比赛', en: 'Held' },
    points: { zh: '成绩复核', en: 'Points' },
  },
  outcomes: {
    refused: { zh: '不予参赛', en: 'Refused' },
    ranked: { zh: '成绩确定', en: 'Points stand' },
    withdrawn,
  },
  begins: { by: 'form', ...teamOpening },
  readers: {
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    'contest-organiser': { reach: 'zone', depth: 'decisions' },
    'contest-judge': { reach: 'unit', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: true,
  sharedBy: [],
  keptInside: [],
});
