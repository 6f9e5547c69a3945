import type { ActOf } from './act';
import type { EventBody } from '../../case/case-event';
import { stepDef } from '../../cases/catalogue';
import { ok, refuse, type Result } from '../../refusal';
import { asOffice, onOpenStep, type Asked } from './asked';

/** The section chief gives a step to a person. Refusal: `assignee-unfit`. */
export function assigning(asked: Asked, act: ActOf<'assign'>): Result<EventBody> {
  const chief = asOffice(asked, 'section-chief');
  if (!chief.ok) return chief;
  return onOpenStep(asked, act.step, ({ key, step, assignee }) =>
    // With an assignee, the reporter could not make their own claim.
    stepDef(step).role === 'reporter'
      ? refuse('assignee-unfit', `${step} is the reporter’s own`)
      : ok({
          kind: 'assigned',
          key,
          assignee: act.to,
          previous: assignee,
          textDigest: asked.textDigest,
        }),
  );
}
