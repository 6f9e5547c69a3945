import { caseType, withdrawn, type Readers } from '../../case/case-type-def';
import { noFields } from '../../case/form';
import { opening } from '../../case/opening';
import { ok, refuse } from '../../refusal';
import { steps } from './steps';

declare module '../../case/case-type' {
  interface CaseTypes {
    'training-file': true;
  }
}

/** One file for each firm: it is opened once, and every change of people and certificates is a decision in it. */
const fileOpening = opening({
  title: { zh: '建立培训台账', en: 'Set up the training file of a firm' },
  role: 'enterprise-contact',
  form: noFields,
  looksBack: true,
  refusals: ['training-file-exists'],
  admit: (_facts, { earlier }) =>
    earlier.some(({ outcome }) => outcome === null)
      ? refuse('training-file-exists', 'the firm has a training file')
      : ok({}),
});

/** The firm reads all of it; the zone figures and codes, and no name. */
const readers = {
  'enterprise-contact': { reach: 'enterprise', depth: 'issued' },
  'enterprise-head': { reach: 'enterprise', depth: 'issued' },
  'chief-safety-officer': { reach: 'enterprise', depth: 'issued' },
  inspector: { reach: 'unit', depth: 'bare' },
  'section-chief': { reach: 'unit', depth: 'bare' },
  'training-organiser': { reach: 'zone', depth: 'bare' },
  approver: { reach: 'zone', depth: 'bare' },
  auditor: { reach: 'zone', depth: 'bare' },
} as const satisfies Readers;

/** 一企一册培训持证台账: who works in a firm, which certificates they hold until when, and what they were taught. */
export const trainingFile = caseType({
  title: { zh: '培训持证台账', en: 'Training file' },
  prefix: 'TF',
  workflow: 'trainingFile',
  address: 'training-files',
  party: 'enterprise',
  steps,
  stages: {
    standing: { zh: '在用', en: 'Standing' },
    'site-check': { zh: '现场核查', en: 'Site check' },
  },
  outcomes: { ended: { zh: '停用', en: 'Ended' }, withdrawn },
  begins: { by: 'form', ...fileOpening },
  readers,
  cascades: false,
  hasApplicant: false,
  sharedBy: [],
  keptInside: [],
});
