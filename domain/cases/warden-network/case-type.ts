import { caseType, withdrawn, type Readers } from '../../case/case-type-def';
import { noFields } from '../../case/form';
import { opening } from '../../case/opening';
import { ok, refuse } from '../../refusal';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'warden-network': true;
  }
}

/** One network for each firm: it is opened once, and every change of teams and wardens is a decision in it. */
export const networkOpening = opening({
  title: { zh: '建立安全纠察员网络', en: 'Set up the safety wardens of a firm' },
  role: 'enterprise-head',
  form: noFields,
  looksBack: true,
  refusals: ['network-exists'],
  admit: (_facts, { earlier }) =>
    earlier.some(({ outcome }) => outcome === null)
      ? refuse('network-exists', 'the firm has a network of wardens')
      : ok({}),
});

/** The firm reads all of it; the zone figures and codes, and no name of a warden or a team. */
const readers = {
  'enterprise-head': { reach: 'enterprise', depth: 'issued' },
  'chief-safety-officer': { reach: 'enterprise', depth: 'issued' },
  'team-leader': { reach: 'enterprise', depth: 'issued' },
  'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
  inspector: { reach: 'unit', depth: 'bare' },
  'section-chief': { reach: 'unit', depth: 'bare' },
  approver: { reach: 'zone', depth: 'bare' },
  auditor: { reach: 'zone', depth: 'bare' },
} as const satisfies Readers;

export const wardenNetwork = caseType({
  title: { zh: '安全纠察员网络', en: 'Network of safety wardens' },
  prefix: 'WN',
  workflow: 'wardenNetwork',
  address: 'warden-networks',
  party: 'enterprise',
  steps,
  stages: { standing: { zh: '在任', en: 'Standing' } },
  outcomes: { ended: { zh: '停办', en: 'Ended' }, withdrawn },
  begins: { by: 'form', ...networkOpening },
  readers,
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
