import type { Instant } from './calendar';
import type { CaseView } from './case-view';
import type { LimitUnit } from './limit';
import { latestDecision, roundsOf } from './reading';
import type { TimeTaken } from './steps/approval-item';

/** How one approval item was decided in time: what the compression of time is reckoned from. */
export interface ApprovalOutcome extends TimeTaken {
  readonly matter: string;
  readonly department: string;
  readonly verdict: string;
  readonly limitUnit: LimitUnit;
  readonly decidedAt: Instant;
  readonly explainedAt: Instant | null;
}

/** Read off the record of an approval item; null while nothing is decided, and for matters without a decision. */
export function approvalOutcome(view: CaseView): ApprovalOutcome | null {
  if (view.caseType !== 'approval-item') return null;
  const state = ['approval-item/decision', 'approval-item/deemed-decision']
    .flatMap((step) => roundsOf(view, step))
    .find(({ decision }) => decision !== null);
  if (!state?.decision) return null;
  const { verdict, facts, at } = state.decision;
  return {
    matter: view.input['matter'] as string,
    department: view.unit,
    verdict,
    limitUnit: state.clock.limit.unit,
    ...(facts as unknown as TimeTaken),
    decidedAt: at,
    explainedAt: latestDecision(view, 'approval-item/explanation')?.at ?? null,
  };
}
