import { roundsOf } from '../../case/case-queries';
import { caseType, withdrawn } from '../../case/case-type-def';
import { ownCheck, steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'danger-notice': true;
  }
}

/**
 * A major hazard that a diagnosis has told a firm of, by itself: so an inspector to whom it is handed over reads what the
 * liaison tells them, and nothing of the diagnosis.
 */
export const dangerNotice = caseType({
  title: { zh: '重大隐患告知', en: 'Notice of a danger' },
  prefix: 'DN',
  workflow: 'dangerNotice',
  address: 'danger-notices',
  party: 'enterprise',
  onlyHere: true,
  steps,
  stages: { danger: { zh: '危险情形', en: 'Danger' } },
  outcomes: {
    acted: { zh: '企业已处置', en: 'The firm has acted' },
    checked: { zh: '已现场核查', en: 'Checked on the site' },
    'not-checked': { zh: '不需核查', en: 'No check' },
    withdrawn,
  },
  begins: { by: 'parent' },
  // That a firm was told of a danger is as much the service's as what the visit has found.
  readers: {
    'expert-liaison': { reach: 'zone', depth: 'decisions' },
    inspector: { reach: 'named', depth: 'decisions' },
    'enterprise-head': { reach: 'enterprise', depth: 'issued' },
    'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
    auditor: { reach: 'zone', depth: 'bare' },
  },
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
  named: (view) => roundsOf(view, ownCheck).flatMap(({ assignee }) => assignee ?? []),
});
