import { caseType, withdrawn } from '../../case/case-type-def';
import { reportOpening } from './opening';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'fund-report': true;
  }
}

/** What an employee reports or suggests within a firm. Nobody of the zone reads anything of it. */
export const fundReport = caseType({
  title: { zh: '员工报告与建议', en: 'Report or suggestion of an employee' },
  prefix: 'FR',
  workflow: 'fundReport',
  address: 'fund-reports',
  party: 'enterprise',
  onlyHere: true,
  steps,
  stages: {
    check: { zh: '核实', en: 'Check' },
    remedy: { zh: '整改或采纳', en: 'Put right' },
    award: { zh: '奖励', en: 'Award' },
  },
  outcomes: {
    declined: { zh: '不属实或未采纳', en: 'Declined' },
    'settled-without-award': { zh: '办结,无奖励', en: 'Settled without an award' },
    'award-refused': { zh: '办结,不予奖励', en: 'Settled, award refused' },
    awarded: { zh: '办结,已兑付', en: 'Settled, award paid' },
    withdrawn,
  },
  begins: { by: 'form', ...reportOpening },
  readers: {
    'enterprise-head': { reach: 'enterprise', depth: 'issued' },
    'chief-safety-officer': { reach: 'enterprise', depth: 'issued' },
    'enterprise-cashier': { reach: 'enterprise', depth: 'issued' },
    'team-leader': { reach: 'enterprise', depth: 'issued' },
  },
  cascades: false,
  hasApplicant: false,
  hasReporter: true,
  fromReporter: true,
  sharedBy: [],
  keptInside: [],
});
