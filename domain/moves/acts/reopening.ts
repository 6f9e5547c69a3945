import type { ActOf } from './act';
import type { EventBody } from '../../case/case-event';
import { roundsOf } from '../../case/case-queries';
import { ok, refuse, type Result } from '../../refusal';
import { asOffice, type Asked } from './asked';

/**
 * Reopens a closed case at one of its steps, but not at one before a payment; a child case is reopened through its
 * parent alone. Refusals: `reopening-point-unknown`, `money-paid`.
 */
export function reopening(asked: Asked, { fromStep }: ActOf<'reopen'>): Result<EventBody> {
  const above = asOffice(asked, 'approver', 2);
  if (!above.ok) return above;
  const { view } = asked.move;
  const from = roundsOf(view, { id: fromStep }).at(-1);
  if (from === undefined) return refuse('reopening-point-unknown', `${fromStep} was never opened`);
  const paid = Object.values(view.children).some(
    (child) => child.openedSeq >= from.openedSeq && child.closed?.outcome === 'paid',
  );
  if (paid || view.closed?.outcome === 'paid')
    return refuse('money-paid', 'what was paid is not decided again');
  // The parent has gone on from this case's end already.
  if (view.parent !== null)
    return refuse('reopening-point-unknown', 'a child case begins again through its parent');
  return ok({ kind: 'reopened', fromKey: from.key, textDigest: asked.textDigest });
}
