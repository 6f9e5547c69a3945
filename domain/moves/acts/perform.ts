import type { EventBody } from '../../case/case-event';
import type { CaseView } from '../../case/case-view';
import { ok, refuse, unreachable, type Result } from '../../refusal';
import type { Actor } from '../../role';
import { hasBusinessWith, sawLatest, type Circumstances } from '../authorize';
import type { CaseMove } from '../case-move';
import { closeChildren, type CarriedOver } from '../family/withdrawal';
import { digestOf, writtenBy, type Digest, type Texts, type WrittenLine } from '../written-line';
import type { Act } from './act';
import type { Asked } from './asked';
import { assigning } from './assignment';
import { interveningEarly } from './early-intervention';
import { answeringExtension, noticesOfAnswer, requestingExtension } from './extension';
import { answeringPause, noticesOfPausing, requestingPause, resuming } from './pausing';
import {
  answeringStartCorrection,
  noticesOfStartCorrection,
  requestingStartCorrection,
} from './start-correction';
import { answeringOriginal, noticesOfOriginal, requestingOriginal } from './originals';
import { answeringTakeOver } from '../take-over/answering';
import { reopening } from './reopening';
import {
  answeringWithdrawal,
  noticesOfEnd,
  noticesOfWithdrawal,
  requestingWithdrawal,
  takingBack,
} from './withdrawing';
import { askingWording, passingWording, wordingOf } from './wording';

/** An act that somebody asks for. */
export interface ActAttempt {
  readonly act: Act;
  readonly actor: Actor;
  /** The seq that the caller saw; null where the caller cannot know one (the reporter). */
  readonly seenSeq: number | null;
}

/**
 * What may happen to any case at any time. Refusals beside those of each act: `case-closed`,
 * `case-not-closed`, `case-moved`, `conflict-of-interest`, `role-missing`, `not-your-unit`, `level-too-low`,
 * `step-not-open`. A reporter may withdraw, and nothing else of this.
 * @param carriedOver what outlives the child cases that a withdrawal ends
 */
export function perform(
  move: CaseMove,
  { act, actor, seenSeq }: ActAttempt,
  circumstances: Circumstances,
  digest: Digest,
  carriedOver: CarriedOver = {},
): Result<WrittenLine> {
  const { view } = move;
  const business = hasBusinessWith(actor, view, circumstances);
  if (!business.ok) return business;
  const latest = sawLatest(actor, view, circumstances, seenSeq);
  if (!latest.ok) return latest;
  const timely = fitsTheState(act.act, view);
  if (!timely.ok) return timely;
  const texts = textsOf(act);
  const { textDigest = '' } = digestOf(texts, digest);
  const body = bodyOf({ move, actor, circumstances, textDigest }, act, digest);
  if (!body.ok) return body;
  const by = writtenBy(actor);
  if (body.value.kind === 'closed') {
    closeChildren(move, carriedOver);
    for (const notice of noticesOfEnd(move)) move.append(notice, by);
  }
  const event = move.append(body.value, by);
  const notices = [
    ...noticesOfPausing(move, event.body),
    ...noticesOfWithdrawal(move, event.body),
    ...noticesOfOriginal(event),
    ...noticesOfAnswer(move.view, event.body),
    ...noticesOfStartCorrection(move.view, event.body),
  ];
  for (const notice of notices) move.append(notice, by);
  return ok({ seq: event.seq, texts });
}

/** Papers and notes may be added to a closed case; what moves it may not. */
export function fitsTheState(act: Act['act'], { closed }: Pick<CaseView, 'closed'>): Result<null> {
  if (act === 'reopen') return closed ? ok(null) : refuse('case-not-closed', 'the case is open');
  return closed && act !== 'note' ? refuse('case-closed', 'the case is closed') : ok(null);
}

function textsOf(act: Act): Texts {
  switch (act.act) {
    case 'note':
      return { '/text': act.text };
    case 'ask-wording':
      return { '/wording': act.wording, '/reason': act.reason };
    case 'answer-extension':
      return { '/reason': act.reason, ...(act.told === undefined ? {} : { '/told': act.told }) };
    case 'request-withdrawal':
      return { '/reason': act.reason, '/told': act.told };
    default:
      return { '/reason': act.reason };
  }
}

/** The line that an act would write, or why it may not be done. */
export function bodyOf(asked: Asked, act: Act, digest: Digest): Result<EventBody> {
  const { actor, textDigest } = asked;
  if (actor.kind === 'reporter' && act.act !== 'withdraw')
    return refuse('role-missing', 'a reporter takes a tip-off back, and nothing else of this');
  switch (act.act) {
    case 'assign':
      return assigning(asked, act);
    case 'request-pause':
      return requestingPause(asked, act);
    case 'answer-pause':
      return answeringPause(asked, act);
    case 'resume':
      return resuming(asked, act);
    case 'request-extension':
      return requestingExtension(asked, act);
    case 'answer-extension':
      return answeringExtension(asked, act);
    case 'request-start-correction':
      return requestingStartCorrection(asked, act);
    case 'answer-start-correction':
      return answeringStartCorrection(asked, act);
    case 'intervene-early':
      return interveningEarly(asked, act);
    case 'note':
      return actor.kind === 'staff' && actor.enterpriseId === null
        ? ok({ kind: 'noted', textDigest })
        : refuse('role-missing', 'notes are the office’s own');
    case 'request-withdrawal':
      return requestingWithdrawal(asked);
    case 'answer-withdrawal':
      return answeringWithdrawal(asked, act);
    case 'answer-take-over':
      return answeringTakeOver(asked, act);
    case 'ask-wording':
      return askingWording(asked, wordingOf(act.wording, digest));
    case 'pass-wording':
      return passingWording(asked, act);
    case 'request-original':
      return requestingOriginal(asked, act);
    case 'answer-original':
      return answeringOriginal(asked, act);
    case 'withdraw':
      return takingBack(asked);
    case 'reopen':
      return reopening(asked, act);
    default:
      return unreachable(act);
  }
}
