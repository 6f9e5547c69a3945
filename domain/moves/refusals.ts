import type { Act } from './acts/act';
import { openersOf, type OpeningDef } from '../case/opening';
import { openings } from '../cases/catalogue';
import type { AnyStep } from '../case/step';
import { takenOver, takeOverRefusals } from './take-over/entry';
import { marksIn } from '../case/form';
import { looksBack } from '../case/form-dates';
import type { RefusalCode } from '../refusal';
import { isFirmRole } from '../role';

/*
 * What each kind of move may be refused with, for the API's description and its tests. What the kit refuses by
 * itself stands here once; what a step or an opening refuses stands in its definition.
 */

/** By the desk (no case, or something sealed that is not as written), by `authorize`, and by the shape of the form. */
const anyDecision = [
  'case-not-found',
  'case-closed',
  'step-not-open',
  'verdict-not-possible',
  'form-invalid',
  'conflict-of-interest',
  'role-missing',
  'not-your-unit',
  'not-assignee',
  'level-too-low',
  'case-moved',
  'clock-paused',
  'record-not-as-written',
] as const satisfies readonly RefusalCode[];

/** Every code that a decision on this step may be refused with. */
export function decisionRefusals(def: AnyStep): readonly RefusalCode[] {
  const { separateFrom, onExpiry, verdicts, refusals = [] } = def;
  const forms = Object.values(verdicts).map(({ form }) => form);
  const named = forms.some((form) => marksIn(form, 'x-person').length > 0);
  const firms = forms.some((form) => 'enterpriseId' in form.properties);
  const told = forms.some((form) => marksIn(form, 'x-goes-to').length > 0);
  const proved = forms.some((form) => marksIn(form, 'x-paper').length > 0);
  return distinct([
    ...anyDecision,
    ...(separateFrom.length > 0 ? (['same-person'] as const) : []),
    ...(onExpiry === undefined ? [] : (['clock-expired'] as const)),
    ...(named ? (['assignee-unfit'] as const) : []),
    ...(firms ? (['enterprise-unknown'] as const) : []),
    ...(told ? (['words-of-the-tip'] as const) : []),
    ...(proved ? (['paper-unknown'] as const) : []),
    ...(forms.some(looksBack) ? (['date-ahead'] as const) : []),
    ...refusals,
  ]);
}

/** Every code that opening a case by this form may be refused with. */
export function openingRefusals({ form, refusals, ...by }: OpeningDef): readonly RefusalCode[] {
  const aboutFirm = 'enterpriseId' in form.properties || openersOf(by).some(isFirmRole);
  return distinct([
    'form-invalid',
    'role-missing',
    'zone-without-law',
    ...(aboutFirm ? (['enterprise-unknown', 'conflict-of-interest'] as const) : []),
    ...(looksBack(form) ? (['date-ahead'] as const) : []),
    ...refusals,
  ]);
}

/** By `perform`, whatever the act. */
const anyAct = [
  'case-not-found',
  'form-invalid',
  'conflict-of-interest',
  'role-missing',
  'not-your-unit',
  'case-moved',
  'record-not-as-written',
] as const satisfies readonly RefusalCode[];

const ownOfActs = {
  assign: ['case-closed', 'step-not-open', 'assignee-unfit'],
  'request-pause': [
    'case-closed',
    'step-not-open',
    'not-assignee',
    'reason-not-lawful',
    'pause-too-long',
    'request-open',
    'clock-paused',
    'clock-expired',
    'words-of-the-tip',
  ],
  'answer-pause': [
    'case-closed',
    'step-not-open',
    'level-too-low',
    'same-person',
    'not-requested',
    'reason-not-lawful',
    'pause-too-long',
    'clock-paused',
    'clock-expired',
    'words-of-the-tip',
  ],
  resume: ['case-closed', 'step-not-open', 'not-assignee', 'clock-not-paused', 'words-of-the-tip'],
  'request-extension': [
    'case-closed',
    'step-not-open',
    'not-assignee',
    'extension-not-allowed',
    'extension-open',
    'extension-not-positive',
    'extension-too-long',
    'extension-used-up',
    'clock-paused',
    'clock-expired',
    'words-of-the-tip',
  ],
  'answer-extension': [
    'case-closed',
    'step-not-open',
    'level-too-low',
    'same-person',
    'extension-not-allowed',
    'extension-not-requested',
    'extension-not-positive',
    'extension-too-long',
    'extension-used-up',
    'clock-paused',
    'clock-expired',
    'words-of-the-tip',
  ],
  'request-start-correction': [
    'case-closed',
    'step-not-open',
    'not-assignee',
    'date-ahead',
    'start-fixed',
    'start-correction-open',
    'clock-paused',
  ],
  'answer-start-correction': [
    'case-closed',
    'step-not-open',
    'same-person',
    'date-ahead',
    'start-fixed',
    'start-correction-not-requested',
    'clock-paused',
  ],
  'intervene-early': ['case-closed', 'matter-unknown', 'item-begun'],
  note: [],
  'ask-wording': ['case-closed'],
  'pass-wording': ['case-closed', 'level-too-low', 'same-person', 'wording-not-asked'],
  'request-original': ['case-closed', 'paper-unknown', 'paper-not-held', 'paper-quarantined', 'request-open'],
  'answer-original': [
    'case-closed',
    'level-too-low',
    'same-person',
    'paper-unknown',
    'paper-not-held',
    'paper-quarantined',
    'not-requested',
  ],
  'request-withdrawal': [
    'case-closed',
    'request-open',
    'child-case-open',
    'money-paid',
    'government-not-heard',
  ],
  'answer-take-over': ['case-closed', 'level-too-low', 'same-person', 'not-requested'],
  'answer-withdrawal': [
    'case-closed',
    'level-too-low',
    'same-person',
    'not-requested',
    'child-case-open',
    'money-paid',
    'government-not-heard',
  ],
  withdraw: ['case-closed', 'step-not-open', 'child-case-open', 'money-paid', 'government-not-heard'],
  reopen: ['case-not-closed', 'level-too-low', 'reopening-point-unknown', 'money-paid'],
} as const satisfies Record<Act['act'], readonly RefusalCode[]>;

/**
 * Every code that an act may be refused with. Reopening a case is judged like opening it, so it may be refused with the
 * codes of its opening too.
 */
export function actRefusals(act: Act['act']): readonly RefusalCode[] {
  const again = act === 'reopen' ? openings.filter(({ looksBack }) => looksBack) : [];
  // What was entered is tried again by the law and on the day of the answer.
  const entered = act === 'answer-take-over' ? takenOver.flatMap(takeOverRefusals) : [];
  return distinct([...anyAct, ...ownOfActs[act], ...again.flatMap(({ refusals }) => refusals), ...entered]);
}

/** Of publishing something to firms, or of asking beforehand whom it would reach. */
export const publicationRefusals = [
  'form-invalid',
  'conflict-of-interest',
  'enterprise-unknown',
  'nobody-targeted',
  'project-type-unknown',
  'inspection-unpublished',
  'words-of-the-tip',
  'record-not-as-written',
] as const satisfies readonly RefusalCode[];

/** Of entering a paper into a file. */
export const paperRefusals = [
  'case-not-found',
  'conflict-of-interest',
  'not-your-unit',
  'material-unknown',
] as const satisfies readonly RefusalCode[];

function distinct(codes: readonly RefusalCode[]): readonly RefusalCode[] {
  return [...new Set(codes)];
}
