import type { Instant } from '../../time/calendar';
import type { CaseView } from '../../case/case-view';
import { latestDecision } from '../../case/case-queries';
import { application, decision, deemedDecision, explanation, type TimeTaken } from './steps';

/** How one approval item was decided in time: what the compression of time is reckoned from. */
export interface ApprovalOutcome extends TimeTaken {
  readonly matter: string;
  readonly department: string;
  readonly verdict: string;
  readonly decidedAt: Instant;
  readonly explainedAt: Instant | null;
}

/** Read off the record of an approval item; null while nothing is decided. */
export function approvalOutcome(view: CaseView): ApprovalOutcome | null {
  if (view.caseType !== 'approval-item') return null;
  const matter = view.input['matter'] as string;
  const department = view.unit;
  if (view.input['silence'] === 'instant') return filed(view, matter, department);
  const taken = latestDecision(view, decision) ?? latestDecision(view, deemedDecision);
  if (taken === null) return null;
  const { limitUnit, limitDays, promiseDays, actualDays, promiseBroken } = taken.facts;
  return {
    matter,
    department,
    verdict: taken.verdict,
    ...{ limitUnit, limitDays, promiseDays, actualDays, promiseBroken },
    decidedAt: taken.at,
    explainedAt: latestDecision(view, explanation)?.at ?? null,
  };
}

/** 备案: the law itself decides as soon as the information is complete, so the item takes no day. */
function filed(view: CaseView, matter: string, department: string): ApprovalOutcome | null {
  const applied = latestDecision(view, application);
  return (
    applied && {
      matter,
      department,
      verdict: 'filed',
      limitUnit: 'calendar-days',
      limitDays: 0,
      promiseDays: null,
      actualDays: 0,
      promiseBroken: false,
      decidedAt: applied.at,
      explainedAt: null,
    }
  );
}
