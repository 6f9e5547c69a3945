import type { TObject } from 'typebox';
import type { CaseEvent, EventBody } from '../case/case-event';
import { marked } from '../case/form';
import type { Act } from './acts/act';
import type { CaseType } from '../case/case-type';
import type { CaseTypeDef } from '../case/case-type-def';
import {
  lastOpened,
  latestOpenStep,
  type CaseView,
  type ChildState,
  type StepState,
} from '../case/case-view';
import { caseTypeOf, issuedOf, stepOfKey } from '../case/step';
import { caseTypeDef, stepDef, steps } from '../cases/catalogue';
import { isFirmRole, type Actor } from '../role';

/*
 * What of a case is issued to the enterprise that it is about. The rest is the bureau's own: until something is
 * issued, the case does not exist for the enterprise, and afterwards nothing that it reads changes by what is not.
 */

/** Whether somebody speaks for an enterprise. */
export function isOutside(actor: Actor): boolean {
  return actor.kind === 'staff' && actor.enterpriseId !== null;
}

/** Whether a step as it stands is issued to the enterprise. */
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
  'request-pause': true,
  'answer-pause': true,
  resume: true,
  'request-extension': true,
  'answer-extension': true,
  'request-start-correction': true,
  'answer-start-correction': true,
  assign: false,
  'intervene-early': false,
  note: false,
  'ask-wording': false,
  'pass-wording': false,
  'request-original': false,
  'answer-original': false,
  // An enterprise learns of a withdrawal by mail once the case has ended.
  'request-withdrawal': false,
  'answer-withdrawal': false,
  'answer-take-over': false,
  withdraw: false,
  reopen: false,
} as const satisfies Record<Act['act'], boolean>;

/** The texts of an act that go to the enterprise with the step. */
export function toldByAct(act: Act): ToldText[] {
  const shown = changesTime[act.act] && 'step' in act && issuedOf(stepDef(act.step)) === 'open';
  const reason = shown ? [{ pointer: '/reason', text: act.reason }] : [];
  // An extension is explained to whoever waits: an applicant, or the reporter, from whom their own words are no secret.
  if (act.act !== 'answer-extension' || act.told === undefined) return reason;
  const { hasApplicant } = caseTypeDef(caseTypeOf(act.step));
  return hasApplicant ? [...reason, { pointer: '/told', text: act.told }] : reason;
}

/** Whether the enterprise knows of a case at all: it has opened it itself, or something of it was issued to it. */
export function isTold(view: CaseView): boolean {
  const { begins }: CaseTypeDef = caseTypeDef(view.caseType);
  const byFirm = begins.by === 'form' && isFirmRole(begins.role);
  return byFirm || Object.values(view.steps).some(isIssued);
}

/**
 * Whether the case in which a case of this type began is hidden from the enterprise. An origin is hidden in every case
 * of the type: if some showed theirs, the others would betray a tip.
 */
export function beginsUntold(caseType: CaseType): boolean {
  return caseTypeDef(caseType).hidesOrigin === true;
}

// --- lines --------------------------------------------------------------------------------------

/**
 * By what it is decided whether a line of each kind is issued: by its step (`step`), by the decision of the step
 * (`decision`), by the type of the child case (`child`), by whether a list asks for the paper (`material`); or
 * `always`, or `never`.
 */
export const issuedWith = {
  opened: 'always',
  'policy-pinned': 'always',
  closed: 'always',
  reopened: 'always',
  decided: 'decision',
  'decided-before': 'decision',
  'step-opened': 'step',
  'clock-superseded': 'step',
  'extension-requested': 'step',
  'extension-refused': 'step',
  'pause-requested': 'step',
  'pause-refused': 'step',
  'start-correction-requested': 'never',
  'start-correction-refused': 'never',
  'child-opened': 'child',
  'child-closed': 'child',
  'child-reopened': 'child',
  // An enterprise sees what the file has already, since that is not asked for again.
  'paper-added': 'material',
  // The enterprise knows of an early intervention, for which the department came to it.
  'fact-recorded': 'always',
  // The bureau's own affairs: who handles it, what was noted, who was reminded.
  'rung-fired': 'never',
  'rungs-passed': 'never',
  assigned: 'never',
  'effect-asked': 'never',
  'effect-done': 'never',
  noted: 'never',
  'paper-scanned': 'never',
  'original-requested': 'never',
  'original-answered': 'never',
  'withdrawal-requested': 'never',
  'withdrawal-refused': 'never',
} as const satisfies Record<
  EventBody['kind'],
  'step' | 'decision' | 'child' | 'material' | 'always' | 'never'
>;

/** Whether an enterprise is shown a line of the record of its case. */
export function isIssuedLine(body: EventBody): boolean {
  switch (body.kind) {
    case 'child-opened':
      return !beginsUntold(body.caseType);
    case 'child-closed':
    case 'child-reopened':
      return !beginsUntold(childTypeOf(body.key));
    case 'paper-added':
      return body.material !== undefined;
    default: {
      const issued = issuedWith[body.kind];
      if (issued === 'always' || issued === 'never') return issued === 'always';
      return 'key' in body && stepsIssuing(issued).includes(stepOfKey(body.key));
    }
  }
}

/** The type of the child case that stands under this key, `child/<type>/…`. */
function childTypeOf(key: string): CaseType {
  return key.split('#')[0]?.split('/')[1] as CaseType;
}

/** The steps that an enterprise is shown from their opening on (`step`), or whose decision it is shown (`decision`). */
export function stepsIssuing(what: 'step' | 'decision'): readonly string[] {
  return issuing[what];
}

const issuing = {
  step: stepsThat((issued) => issued === 'open'),
  decision: stepsThat((issued) => issued !== 'never'),
};

function stepsThat(fits: (issued: ReturnType<typeof issuedOf>) => boolean): string[] {
  return [...steps.values()].filter((def) => fits(issuedOf(def))).map(({ id }) => id);
}

/** How many lines of a record an enterprise is shown: its own measure of how far the case is. */
export function issuedLinesIn(events: readonly CaseEvent[]): number {
  return events.filter(({ body }) => isIssuedLine(body)).length;
}

// --- the case -----------------------------------------------------------------------------------

/** How far somebody knows a case: the seq of its last line; for an enterprise, how many lines were issued to it. */
export function knownTo(
  actor: Actor,
  { seq, matterSeq }: Pick<CaseView, 'seq' | 'matterSeq'>,
  { issuedLines }: { readonly issuedLines: number },
): Pick<CaseView, 'seq' | 'matterSeq'> {
  return isOutside(actor) ? { seq: issuedLines, matterSeq: issuedLines } : { seq, matterSeq };
}

/** The part of a case that its enterprise is shown. */
export function toldView(view: CaseView): CaseView {
  const told = Object.entries(view.steps).filter(([, state]) => isIssued(state));
  const children = Object.entries(view.children).filter(([, child]) => !beginsUntold(child.caseType));
  return {
    ...view,
    steps: Object.fromEntries(told),
    children: Object.fromEntries(children),
    effects: {},
  };
}

/**
 * The stage that an enterprise sees: of the last step shown to it that waits, of a child case that is open, or of the
 * last step shown to it.
 */
export function toldStage(view: CaseView): string {
  if (view.closed) return 'closed';
  const told = toldView(view);
  const waiting = latestOpenStep(told);
  if (waiting) return stepDef(waiting.step).stage;
  const child = childrenOf(told).find(({ closed }) => closed === null);
  if (child) return child.caseType;
  const last = lastOpened(Object.values(told.steps));
  return last ? stepDef(last.step).stage : 'waiting';
}

function childrenOf({ children }: CaseView): ChildState[] {
  return Object.values(children);
}
