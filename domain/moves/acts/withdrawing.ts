import type { ActOf } from './act';
import type { EventBody } from '../../case/case-event';
import { openSteps, type CaseView } from '../../case/case-view';
import type { StepDef } from '../../case/step';
import { caseTypeDef, stepDef } from '../../cases/catalogue';
import { withdrawalLevel } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';
import type { CaseMove } from '../case-move';
import { isTold } from '../enterprise-visibility';
import { isHeldByChildren } from '../family/withdrawal';
import { asOffice, bindsOf, type Asked } from './asked';
import { answersForOthers, asksFirst, noticeOfRequest, waiting } from './second-person';

/*
 * 撤回: the office takes a case back by two persons, with a reason of its own and one that is meant for whoever waits
 * for the case. A reporter takes a tip back alone, while nobody has acted on it.
 */

/**
 * Asks for a withdrawal, by the section chief. Refusals: `request-open`, and what keeps the case from being withdrawn.
 */
export function requestingWithdrawal(asked: Asked): Result<EventBody> {
  const chief = asOffice(asked, 'section-chief');
  if (!chief.ok) return chief;
  const { view } = asked.move;
  const first = asksFirst(view.withdrawal);
  if (!first.ok) return first;
  const may = mayBeWithdrawn(view);
  return may.ok ? ok({ kind: 'withdrawal-requested', ...bindsOf(asked), textDigest: asked.textDigest }) : may;
}

/**
 * Grants or refuses a withdrawal, by an approver other than the requester. Refusals: `not-requested`, `same-person`,
 * `level-too-low`, and those of the request.
 */
export function answeringWithdrawal(asked: Asked, { grant }: ActOf<'answer-withdrawal'>): Result<EventBody> {
  const { move, textDigest } = asked;
  const above = asOffice(asked, 'approver');
  if (!above.ok) return above;
  const request = waiting(move.view.withdrawal);
  if (!request.ok) return request;
  const fit = answersForOthers(asked, withdrawalLevel(move.policy), request.value);
  if (!fit.ok) return fit;
  if (!grant) return ok({ kind: 'withdrawal-refused', textDigest });
  const may = mayBeWithdrawn(move.view);
  return may.ok ? ok({ kind: 'closed', outcome: 'withdrawn', facts: {}, textDigest }) : may;
}

/**
 * Withdraws a tip-off by its reporter. Refusal: `step-not-open` once it was accepted, since the office then has a duty
 * to check it.
 */
export function takingBack({ move: { view }, actor, textDigest }: Asked): Result<EventBody> {
  if (actor.kind !== 'reporter')
    return refuse('role-missing', 'the office takes a case back by two persons', { role: 'reporter' });
  if (!waitsWhere(view, 'by-reporter'))
    return refuse('step-not-open', 'the tip-off has been accepted already');
  const may = mayBeWithdrawn(view);
  return may.ok ? ok({ kind: 'closed', outcome: 'withdrawn', facts: {}, textDigest }) : may;
}

/** Whether a case may be withdrawn. Refusals: `child-case-open`, `money-paid`, and those of its type's `mayEnd`. */
function mayBeWithdrawn(view: CaseView): Result<null> {
  if (isHeldByChildren(view)) return refuse('child-case-open', 'a child case is still open');
  if (waitsWhere(view, 'never'))
    return refuse('money-paid', 'the bank has the order: only its answer ends this case');
  return caseTypeDef(view.caseType).mayEnd?.(view) ?? ok(null);
}

function waitsWhere(view: CaseView, withdrawn: StepDef['withdrawn']): boolean {
  return openSteps(view).some(({ step }) => stepDef(step).withdrawn === withdrawn);
}

/** The mail about a request to withdraw, to those who may answer it. */
export function noticesOfWithdrawal({ view, policy }: CaseMove, body: EventBody): EventBody[] {
  return body.kind === 'withdrawal-requested' ? [noticeOfRequest(withdrawalLevel(policy), view.seq, {})] : [];
}

/** The mail about the end to an enterprise that knew of the case. It is asked for first: a closed case is at rest. */
export function noticesOfEnd({ view }: CaseMove): EventBody[] {
  if (!isTold(view)) return [];
  return [
    {
      kind: 'effect-asked',
      key: `withdrawn/${view.seq}`,
      effect: { kind: 'mail', template: 'case-withdrawn', to: { kind: 'enterprise' } },
    },
  ];
}
