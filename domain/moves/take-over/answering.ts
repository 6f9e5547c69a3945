import type { EventBody } from '../../case/case-event';
import { agreement } from '../../case/case-view';
import { withdrawalLevel } from '../../law/policy';
import { ok, type Result } from '../../refusal';
import type { ActOf } from '../acts/act';
import { asOffice, bindsOf, type Asked } from '../acts/asked';
import { answersForOthers, waiting } from '../acts/second-person';

/**
 * 接收在办案件: agrees that a matter from an old register goes on here as it was entered, or strikes it. It is a claim
 * about the past, so it takes the two persons and the level that taking a case back takes. Refusals: `not-requested`,
 * `same-person`, `level-too-low`.
 */
export function answeringTakeOver(asked: Asked, { grant }: ActOf<'answer-take-over'>): Result<EventBody> {
  const { move, textDigest } = asked;
  const above = asOffice(asked, 'approver');
  if (!above.ok) return above;
  const request = waiting(move.view.takeOver);
  if (!request.ok) return request;
  const fit = answersForOthers(asked, withdrawalLevel(move.policy), request.value);
  if (!fit.ok) return fit;
  return ok(
    grant
      ? { kind: 'fact-recorded', key: agreement, facts: {}, ...bindsOf(asked), textDigest }
      : { kind: 'closed', outcome: 'withdrawn', facts: {}, textDigest },
  );
}
