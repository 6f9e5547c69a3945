import { caseType } from '../../case/case-type-def';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'tip-off': true;
  }
}

export const tipOff = caseType({
  title: { zh: '举报', en: 'Tip-off' },
  prefix: 'TO',
  workflow: 'tipOff',
  address: 'tip-offs',
  party: 'bureau',
  steps,
  begins: { by: 'door', door: 'intake' },
  readers: {
    'intake-clerk': { reach: 'unit', depth: 'words' },
    'section-chief': { reach: 'unit', depth: 'words' },
    inspector: { reach: 'unit', depth: 'words' },
    'government-liaison': { reach: 'zone', depth: 'decisions' },
    'legal-officer': { reach: 'zone', depth: 'decisions' },
    'reward-officer': { reach: 'zone', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'decisions' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
