import { roundsOf } from '../case/case-queries';
import type { CaseView, StepState } from '../case/case-view';
import { steps } from '../cases/catalogue';
import type { Actor } from '../role';
import type { CaseMove } from './case-move';
import { openStep } from './run-procedure';
import { writtenBy } from './written-line';

/*
 * A verdict may come after the end of a case, as a return 退汇 of what was paid. What was decided stays on the record;
 * the case begins again at the step, and its parents wait for it again.
 */

/**
 * The round of a step that a late verdict is about; null unless the case has ended with the outcome after which it may
 * come.
 */
export function lateRound(
  view: CaseView,
  { step, verdict }: { readonly step: string; readonly verdict: string },
): StepState | null {
  const late = steps.get(step)?.late;
  if (late === undefined || late.verdict !== verdict || late.after !== view.closed?.outcome) return null;
  return roundsOf(view, { id: step }).at(-1) ?? null;
}

/** Reopens the case at a step for a verdict that has come late: its end and all from the step on are superseded. */
export function beginAgain(move: CaseMove, { key, step, level }: StepState, actor: Actor): void {
  move.append({ kind: 'reopened', fromKey: key }, writtenBy(actor));
  // Opened as the procedure would open it: the assignee of the earlier round is not kept.
  openStep(move, { key, step, options: { level } });
}
