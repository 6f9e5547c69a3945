import { actsAs } from '../authorize';
import type { EventBody, MailAudience } from '../../case/case-event';
import type { Request } from '../../case/case-view';
import type { Level } from '../../law/policy';
import { ok, refuse, type Result } from '../../refusal';
import { asOffice, type Asked } from './asked';

/*
 * What one person may not do alone is asked for by one and answered by another of the level that the policy names.
 * Standing in binds both ways: neither somebody who stands in for the requester may answer, nor somebody for whom the
 * requester stood in.
 */

/** Whether no request is open yet. Refusal: `request-open`. */
export function asksFirst(request: Request | null): Result<null> {
  return request?.state === 'requested'
    ? refuse('request-open', 'this is being asked for already')
    : ok(null);
}

/** The request that waits for an answer. Refusal: `not-requested`. */
export function waiting<R extends Request>(request: R | null): Result<R> {
  return request?.state === 'requested' ? ok(request) : refuse('not-requested', 'nothing was asked for');
}

/**
 * Whether somebody of this level may answer what another person has asked for (see {@link isAnother}). Refusals:
 * `role-missing`, `level-too-low`, `not-your-unit`, `same-person`.
 */
export function answersForOthers(
  asked: Asked,
  level: Level,
  request: Request,
  assignee: string | null = null,
): Result<null> {
  const above = asOffice(asked, 'approver', level);
  return above.ok ? isAnother(asked, request, assignee) : above;
}

/**
 * Whether somebody is, and acts for, neither the requester nor the assignee: a chief who asks on behalf of an assignee
 * does not free them to grant it. Refusal: `same-person`.
 */
export function isAnother({ actor }: Asked, { by, binds }: Request, assignee: string | null): Result<null> {
  const concerned = [by, ...binds, assignee];
  return actor.kind === 'staff' && actsAs(actor).some((person) => concerned.includes(person))
    ? refuse('same-person', 'who asks for it, or whose work it is, does not answer it')
    : ok(null);
}

const offices = {
  1: 'section-chief',
  2: 'deputy-director',
  3: 'director',
} as const satisfies Record<Level, Extract<MailAudience, { kind: 'office' }>['office']>;

/** The mail to those who may answer a request, which would otherwise wait until somebody looks. */
export function noticeOfRequest(level: Level, seq: number, about: { readonly key?: string }): EventBody {
  const { key } = about;
  return {
    kind: 'effect-asked',
    key: `request-waits/${seq}`,
    effect: {
      kind: 'mail',
      template: 'request-waits',
      to: { kind: 'office', office: offices[level] },
      ...(key === undefined ? {} : { about: { key } }),
    },
  };
}
