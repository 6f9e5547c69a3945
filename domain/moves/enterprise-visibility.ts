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
