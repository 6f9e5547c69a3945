import { roundsOf } from '../../case/case-queries';
import type { CaseView, StepState } from '../../case/case-view';
import { steps } from '../../cases/catalogue';
import type { Actor } from '../../role';
import type { CaseMove } from '../case-move';
import { openStep } from '../run-procedure';
import { writtenBy } from '../written-line';

/*
 * A verdict may come after the end of a case, as a return 退汇 of what was paid. What was decided stays on the record;
 * the case begins again at the step, and its parents wait for it again.
 */

/** The round of a step that a late verdict is about; null where the case has not ended so that one can come. */
export function lateRound(
  view: CaseView,
  { step, verdict }: { readonly step: string; readonly verdict: string },
): StepState | null {
  const late = steps.get(step)?.late;
  if (late === undefined || late.verdict !== verdict || late.after !== view.closed?.outcome) return null;
  return roundsOf(view, { id: step }).at(-1) ?? null;
}

/** The case begins again at a step, for a verdict that has come late: its end and all from the step on are superseded. */
export function beginAgain(move: CaseMove, { key, step, level }: StepState, actor: Actor): void {
  move.append({ kind: 'reopened', fromKey: key }, writtenBy(actor));
  // The step opens as the procedure opens it: who had been given its earlier round has no part in it.
  openStep(move, { key, step, options: { level } });
}
