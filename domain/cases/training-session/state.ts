import { latestDecision } from '../../case/case-queries';
import type { CaseView } from '../../case/case-view';
import { approval, enrolment, result } from './steps';

/** How a session stands: `off` also where it was never approved. */
export type SessionState = 'planned' | 'enrolling' | 'enrolled' | 'entered' | 'held' | 'off';

export function sessionState(view: CaseView): SessionState {
  if (view.closed !== null) return view.closed.outcome === 'held' ? 'held' : 'off';
  if (latestDecision(view, result) !== null) return 'entered';
  if (latestDecision(view, enrolment) !== null) return 'enrolled';
  return latestDecision(view, approval)?.verdict === 'approved' ? 'enrolling' : 'planned';
}
