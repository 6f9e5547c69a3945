import type { CaseEvent, EventBody } from '../../case/case-event';
import type { HeldPaper } from '../../case/case-view';
import { ok, refuse, type Result } from '../../refusal';
import type { ActOf } from './act';
import { asOneOf, bindsOf, chiefOrDeputy, type Asked } from './asked';
import { asksFirst, isAnother, noticeOfRequest, waiting } from './second-person';

/*
 * 启封原件: a paper that could not be cleaned may tell who made it, or do harm where it is opened. It stays closed until one
 * person has said why it is needed and another has agreed. What the scanner found something in is never opened.
 */

/**
 * Asks that a paper is opened as it was sent. Refusals: `role-missing`, `paper-unknown`, `paper-not-held`,
 * `paper-quarantined`, `request-open`.
 */
export function requestingOriginal(asked: Asked, { paper }: ActOf<'request-original'>): Result<EventBody> {
  const { actor, textDigest } = asked;
  if (actor.kind !== 'staff' || actor.enterpriseId !== null)
    return refuse('role-missing', 'papers are opened in the office');
  const held = heldPaper(asked, paper);
  if (!held.ok) return held;
  const { request } = held.value;
  if (request?.state === 'granted') return refuse('paper-not-held', 'it may be opened already');
  const first = asksFirst(request);
  if (!first.ok) return first;
  return ok({ kind: 'original-requested', paperId: paper, ...bindsOf(asked), textDigest });
}

/** Agrees, or does not. Refusals beside those of the request: `level-too-low`, `not-requested`, `same-person`. */
export function answeringOriginal(
  asked: Asked,
  { paper, grant }: ActOf<'answer-original'>,
): Result<EventBody> {
  const above = asOneOf(asked, chiefOrDeputy);
  if (!above.ok) return above;
  const held = heldPaper(asked, paper);
  if (!held.ok) return held;
  const request = waiting(held.value.request);
  if (!request.ok) return request;
  const another = isAnother(asked, request.value, null);
  if (!another.ok) return another;
  return ok({ kind: 'original-answered', paperId: paper, grant, textDigest: asked.textDigest });
}

/** The mail to those who may answer a request. */
export function noticesOfOriginal({ seq, body }: CaseEvent): EventBody[] {
  return body.kind === 'original-requested' ? [noticeOfRequest(1, seq, {})] : [];
}

function heldPaper({ move: { view } }: Asked, paper: string): Result<HeldPaper> {
  if (!view.papers.includes(paper)) return refuse('paper-unknown', 'no such paper in this case');
  const held = view.heldPapers[paper];
  if (held === undefined) return refuse('paper-not-held', 'its cleaned copy may be opened');
  return held.quarantined ? refuse('paper-quarantined', 'the scanner has found something in it') : ok(held);
}
