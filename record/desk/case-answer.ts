import type { CaseEvent } from '../../domain/case/case-event';
import { openSteps, type CaseView, type StepState } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import { childrenTold, isIssued } from '../../domain/moves/enterprise-visibility';
import { openPause } from '../../domain/time/counting';
import { nextRungOf } from '../../domain/case/case-queries';
import type { Actor } from '../../domain/role';
import { stageOf } from '../../domain/moves/stage';
import type { CaseAnswer, OpenStepAnswer } from './desk';

/**
 * The answer to a move: the case as it now stands, and what the event at `seq` worked out. An enterprise is
 * answered what is issued to it, and never who at the bureau is next.
 */
export function answerOf(view: CaseView, seq: number, fresh: readonly CaseEvent[], to: Actor): CaseAnswer {
  const outside = to.kind === 'staff' && to.enterpriseId !== null;
  const open = openSteps(view).filter((state) => !outside || isIssued(state));
  const children = outside ? childrenTold(view) : Object.values(view.children);
  const moved = fresh.find((event) => event.seq === seq)?.body;
  return {
    number: view.number,
    caseType: view.caseType,
    seq: view.seq,
    stage: stageOf(view),
    outcome: view.closed?.outcome ?? null,
    open: open.map((state) => ({ ...openStepAnswer(state), ...(outside ? { assignee: null } : {}) })),
    children: children.map(({ number, caseType, closed }) => ({
      number,
      caseType,
      outcome: closed?.outcome ?? null,
    })),
    detail: moved?.kind === 'decided' ? (moved.detail ?? null) : null,
  };
}

export function openStepAnswer(state: StepState): OpenStepAnswer {
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
