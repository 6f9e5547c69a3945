import { caseType, withdrawn } from '../../case/case-type-def';
import { CalendarDate, Form } from '../../case/form';
import { opening } from '../../case/opening';
import { ok } from '../../refusal';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'warden-patrol': true;
  }
}

/** A round of a safety warden. It is opened first, so that its photographs have a file to lie in. */
export const patrolOpening = opening({
  title: { zh: '巡查登记', en: 'Enter a round of a safety warden' },
  role: 'team-leader',
  form: Form({ patrolledOn: CalendarDate({ zh: '巡查日期', en: 'Day of the round' }, 'received') }),
  looksBack: false,
  refusals: [],
  admit: () => ok({}),
});

export const wardenPatrol = caseType({
  title: { zh: '安全纠察巡查', en: 'Round of a safety warden' },
  prefix: 'WP',
  workflow: 'wardenPatrol',
  address: 'warden-patrols',
  party: 'enterprise',
  steps,
  stages: {
    patrol: { zh: '巡查', en: 'Round' },
    handling: { zh: '处置', en: 'Handling' },
    'site-check': { zh: '现场核查', en: 'Site check' },
  },
  outcomes: {
    clean: { zh: '未发现隐患', en: 'No hazard' },
    remedied: { zh: '本企业已整改', en: 'Remedied by the firm' },
    'to-fund': { zh: '已转安全基金', en: 'Passed on to the fund' },
    'not-confirmed': { zh: '核查不属实', en: 'Not confirmed' },
    ordered: { zh: '属实,已责令整改', en: 'Confirmed, and ordered to be remedied' },
    withdrawn,
  },
  begins: { by: 'form', ...patrolOpening },
  readers: {
    'enterprise-head': { reach: 'enterprise', depth: 'issued' },
    'chief-safety-officer': { reach: 'enterprise', depth: 'issued' },
    'team-leader': { reach: 'enterprise', depth: 'issued' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    inspector: { reach: 'unit', depth: 'decisions' },
    'section-chief': { reach: 'unit', depth: 'decisions' },
    approver: { reach: 'zone', depth: 'bare' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
