import { openSteps, type CaseView, type FactState, type Request, type StepState } from '../../case/case-view';
import { withdrawalLevel } from '../../law/policy';
import type { Level } from '../../role';
import type { Instant } from '../../time/calendar';
import type { CaseMove } from '../case-move';
import type { StaffAct } from './act';
import { chiefOrDeputy, type Office } from './asked';
import { extensionAnsweredFrom } from './extension';
import { pauseAnsweredFrom } from './pausing';
import { isPassed, wordingAskedBy, wordingPassedFrom } from './wording';

/** The acts by which one person answers what another has asked for. */
export type AnswerAct = Extract<StaffAct, `answer-${string}` | 'pass-wording'>;

/** A request that waits for the answer of another person. */
export interface OpenRequest {
  readonly answer: AnswerAct;
  /** The step that it is about; null where it is about the case. */
  readonly key: string | null;
  /** The line that asks. */
  readonly seq: number;
  readonly at: Instant;
  /** The offices from which the answer may come, by the law at that moment. */
  readonly answerers: (move: CaseMove) => readonly Office[];
  /** The requester, whoever has the step, and those for whom they stood in: none of them answers it. */
  readonly barred: readonly string[];
}

/** The requests of a case that wait for an answer. A closed case has none. */
export function openRequests(view: CaseView): OpenRequest[] {
  if (view.closed !== null) return [];
  return [
    ...openSteps(view).flatMap(requestsAboutStep),
    ...requestFor('answer-take-over', view.takeOver, null, ({ policy }) => approver(withdrawalLevel(policy))),
    ...requestFor('answer-withdrawal', view.withdrawal, null, ({ policy }) =>
      approver(withdrawalLevel(policy)),
    ),
    ...Object.values(view.heldPapers).flatMap(({ request, quarantined }) =>
      quarantined ? [] : requestFor('answer-original', request, null, () => chiefOrDeputy),
    ),
    ...Object.values(view.facts).flatMap((fact) => wordingRequest(view, fact)),
  ];
}

function requestsAboutStep(state: StepState): OpenRequest[] {
  const { key, pause, extension, startCorrection } = state;
  return [
    ...requestFor('answer-pause', pause, state, (move, { ground }) =>
      approver(pauseAnsweredFrom(move, { key, ground })),
    ),
    ...requestFor('answer-extension', extension, state, (move) =>
      approver(extensionAnsweredFrom(move, state)),
    ),
    ...requestFor('answer-start-correction', startCorrection, state, () => chiefOrDeputy),
  ];
}

/** The request if it waits, with the offices that answer it. */
function requestFor<R extends Request>(
  answer: AnswerAct,
  request: R | null,
  about: Pick<StepState, 'key' | 'assignee'> | null,
  answerers: (move: CaseMove, request: R) => readonly Office[],
): OpenRequest[] {
  if (request?.state !== 'requested') return [];
  const { seq, at, by, binds } = request;
  const assignee = about?.assignee ?? null;
  const barred = [by, ...binds, ...(assignee === null ? [] : [assignee])];
  return [
    { answer, key: about?.key ?? null, seq, at, answerers: (move) => answerers(move, request), barred },
  ];
}

function wordingRequest(view: CaseView, { key, openedSeq, at, by }: FactState): OpenRequest[] {
  const wording = wordingAskedBy(key);
  if (wording === null || isPassed(view, wording)) return [];
  const answerers = (move: CaseMove) => approver(wordingPassedFrom(move));
  return [{ answer: 'pass-wording', key: null, seq: openedSeq, at, answerers, barred: by }];
}

function approver(level: Level): readonly Office[] {
  return [{ role: 'approver', level }];
}
