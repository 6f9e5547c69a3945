import { openSteps, type StepState } from '../../domain/case/case-view';
import { stepOfKey } from '../../domain/case/step';
import { stepDef } from '../../domain/cases/catalogue';
import type { CaseMove } from '../../domain/moves/case-move';
import {
  isOutside,
  issuedLinesIn,
  knownTo,
  toldStage,
  toldView,
} from '../../domain/moves/enterprise-visibility';
import { openPause } from '../../domain/time/counting';
import { nextRungOf } from '../../domain/case/case-queries';
import { existsFor } from '../../domain/moves/authorize';
import { isGuest, type Actor } from '../../domain/role';
import { stageOf } from '../../domain/moves/stage';
import { titleOfLine } from '../../domain/moves/story/line-title';
import type { CaseAnswer, Foreseen, OpenStepAnswer } from './desk';

/**
 * The answer to a move: the case as it is now, and what the event at `seq` worked out. To an enterprise only what is
 * issued to it is answered, and never who at the bureau is next.
 * @param issuedBefore how many lines were issued to the enterprise before the move
 */
export function answerOf(
  { view, fresh }: Pick<CaseMove, 'view' | 'fresh'>,
  seq: number,
  to: Actor,
  issuedBefore = 0,
): CaseAnswer {
  // A guest reads no more than the firm; one who is out of the case, nothing more of it.
  const outside = isOutside(to) || (to.kind === 'staff' && isGuest(to));
  const told = outside ? toldView(view) : view;
  const waiting = existsFor(to, view) ? openSteps(told) : [];
  const known = knownTo(to, view, { issuedLines: issuedBefore + issuedLinesIn(fresh) });
  const moved = fresh.find((event) => event.seq === seq)?.body;
  return {
    number: view.number,
    caseType: view.caseType,
    seq: known.seq,
    stage: outside ? toldStage(view) : stageOf(view),
    outcome: view.closed?.outcome ?? null,
    open: waiting.map((state) => (outside ? toldOutside(state) : openStepAnswer(state))),
    children: Object.values(told.children).map(({ number, caseType, closed }) => ({
      number,
      caseType,
      outcome: closed?.outcome ?? null,
    })),
    detail: moved?.kind === 'decided' && !(outside && keepsDetail(moved.key)) ? (moved.detail ?? null) : null,
  };
}

/** What a decision at `seq` would bring, of a move that is not kept. */
export function foreseenOf({ fresh }: Pick<CaseMove, 'fresh'>, seq: number, to: Actor): Foreseen {
  const outside = isOutside(to) || (to.kind === 'staff' && isGuest(to));
  const own = fresh.find((event) => event.seq === seq)?.body;
  return {
    facts: outside || own?.kind !== 'decided' ? null : own.facts,
    follows: outside ? [] : fresh.flatMap(({ seq: at, body }) => (at > seq ? [titleOfLine(body)] : [])),
  };
}

/** An open step without what is the bureau's own: how it is watched and who has it. */
function toldOutside(state: StepState): OpenStepAnswer {
  return { ...openStepAnswer(state), assignee: null, nextRung: null };
}

function openStepAnswer(state: StepState): OpenStepAnswer {
  const next = nextRungOf(state);
  const pause = openPause(state.clock);
  const { title, role } = stepDef(state.step);
  return {
    step: state.step,
    title,
    role,
    assignee: state.assignee,
    dueAt: state.clock.dueAt,
    promisedAt: state.promise?.dueAt ?? null,
    provisional: state.clock.provisional,
    pause: pause && { ground: pause.reason, until: pause.until ?? null },
    nextRung: next ? { id: next.id, at: next.at } : null,
  };
}

function keepsDetail(key: string): boolean {
  return stepDef(stepOfKey(key)).keepsDetail === true;
}
