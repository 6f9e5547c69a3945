import { latestOpenStep, type CaseView } from '../case/case-view';
import { stepDef } from '../cases/catalogue';

/** The stage that people see: of the step opened last, of the child case that is waited for, or `closed`. */
export function stageOf(view: CaseView): string {
  if (view.closed) return 'closed';
  const latest = latestOpenStep(view);
  if (latest) return stepDef(latest.step).stage;
  return Object.values(view.children).find(({ closed }) => closed === null)?.caseType ?? 'waiting';
}
