import type { TObject } from 'typebox';
import { marked } from '../case/form';
import type { Act } from './acts/act';
import type { CaseType } from '../case/case-type';
import type { CaseView, ChildState, StepState } from '../case/case-view';
import { issuedOf } from '../case/step';
import { caseTypeDef, stepDef } from '../cases/catalogue';

/**
 * What of a case is issued to the enterprise that it is about. The rest is the bureau's own: until something is
 * issued, the case does not exist for the enterprise.
 */
export function isIssued(state: StepState): boolean {
  const issued = issuedOf(stepDef(state.step));
  return issued === 'open' || (issued === 'decided' && state.decision !== null);
}

/** A text that somebody in the office writes and an enterprise reads, by where it stands in what was entered. */
export interface ToldText {
  readonly pointer: string;
  readonly text: string;
}

/** The texts of a decision that go to the enterprise, or to everybody. */
export function toldByDecision(form: TObject, fields: unknown): ToldText[] {
  return marked(form, fields, 'x-goes-to').map(({ value, pointer }) => ({ pointer, text: value }));
}

/** Whether an enterprise that sees a step waiting also reads why its time was changed. */
const changesTime = {
  pause: true,
  resume: true,
  'request-extension': true,
  'answer-extension': true,
  assign: false,
  'intervene-early': false,
  note: false,
  'ask-wording': false,
  'pass-wording': false,
  withdraw: false,
  reopen: false,
} as const satisfies Record<Act['act'], boolean>;

/** The texts of an act that go to the enterprise with the step. */
export function toldByAct(act: Act): ToldText[] {
  const shown = changesTime[act.act] && 'step' in act && issuedOf(stepDef(act.step)) === 'open';
  return shown ? [{ pointer: '/reason', text: act.reason }] : [];
}

/** Whether the enterprise has been told of a case at all. */
export function isTold(view: CaseView): boolean {
  return Object.values(view.steps).some(isIssued);
}

/**
 * Whether an enterprise is kept from where a case of this type began. What led to an order stays inside, so the
 * order is not told where it began either: one without such a beginning would betray a tip.
 */
export function beginsUntold(caseType: CaseType): boolean {
  return caseTypeDef(caseType).hidesOrigin === true;
}

/** Child cases that an enterprise is told of with their parent. */
export function childrenTold(view: CaseView): ChildState[] {
  return Object.values(view.children).filter(({ caseType }) => !beginsUntold(caseType));
}
