import type { EventBody } from '../../case/case-event';
import { openSteps, type CaseView } from '../../case/case-view';
import { stepDef } from '../../cases/catalogue';
import { ok, refuse, type Result } from '../../refusal';
import type { StepDef } from '../../case/step';
import { isHeldByChildren } from '../family/withdrawal';
import { asOffice, type Asked } from './asked';

/** 撤回 by the section chief, or by the reporter. Refusals: `step-not-open`, `child-case-open`, `money-paid`. */
export function withdrawing(asked: Asked): Result<EventBody> {
  const { view } = asked.move;
  // A reporter may take a tip back while nobody has acted on it; after that the office's duty to check stands.
  const entitled =
    asked.actor.kind !== 'reporter'
      ? asOffice(asked, 'section-chief')
      : waitsWhere(view, 'by-reporter')
        ? ok(null)
        : refuse('step-not-open', 'the tip-off has been accepted already');
  if (!entitled.ok) return entitled;
  if (isHeldByChildren(view)) return refuse('child-case-open', 'a child case is still open');
  if (waitsWhere(view, 'never'))
    return refuse('money-paid', 'the bank has the order: only its answer ends this case');
  return ok({ kind: 'closed', outcome: 'withdrawn', facts: {}, textDigest: asked.textDigest });
}

function waitsWhere(view: CaseView, withdrawn: StepDef['withdrawn']): boolean {
  return openSteps(view).some(({ step }) => stepDef(step).withdrawn === withdrawn);
}
