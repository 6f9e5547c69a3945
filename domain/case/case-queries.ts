import type { Instant } from '../time/calendar';
import type { StepRef } from './case-event';
import { openSteps, type CaseView, type StepState } from './case-view';
import type { AnyStep, RecordedDecision } from './step';
import type { Clock, Rung } from '../time/clock-state';

/** The states of one step, oldest first: its rounds, or its parallel parts. */
export function roundsOf(view: CaseView, { id }: Pick<AnyStep, 'id'>): StepState[] {
  return Object.values(view.steps)
    .filter((state) => state.step === id)
    .sort((a, b) => a.openedSeq - b.openedSeq);
}

/**
 * The last decision taken on a step, or null. Its facts have the type of the verdict's form, by which they were
 * validated.
 */
export function latestDecision<S extends AnyStep>(view: CaseView, def: S): RecordedDecision<S> | null {
  const decided = roundsOf(view, def).findLast(({ decision }) => decision !== null);
  return (decided?.decision ?? null) as RecordedDecision<S> | null;
}

/** Every decision taken on a step, oldest first, with the line that says it. */
export function decisionsOn<S extends AnyStep>(
  view: CaseView,
  def: S,
): { readonly seq: number; readonly decision: RecordedDecision<S> }[] {
  return roundsOf(view, def).flatMap(({ decision, touchedSeq }) =>
    decision === null ? [] : [{ seq: touchedSeq, decision: decision as unknown as RecordedDecision<S> }],
  );
}

/** The last decision on a step that must have been decided by now. Throws Error where it was not. */
export function decisionOn<S extends AnyStep>(view: CaseView, def: S): RecordedDecision<S> {
  const decision = latestDecision(view, def);
  if (decision === null) throw new Error(`${view.number} stands here without a decision on ${def.id}`);
  return decision;
}

/** Whether a case has changed since the seq that somebody saw. False for null, from callers who see no seq. */
export function movedSince(
  view: Pick<CaseView, 'seq' | 'matterSeq'>,
  seenSeq: number | null,
): seenSeq is number {
  return seenSeq !== null && (seenSeq < view.matterSeq || seenSeq > view.seq);
}

/** The clocks of a step: the legal one, and the promise beside it. */
export function clocksOf({ clock, promise }: StepState): readonly Clock[] {
  return promise === null ? [clock] : [clock, promise];
}

/** The rung of a step that fires next, over both its clocks, or null where none is left. */
export function nextRungOf(state: StepState): Rung | null {
  return clocksOf(state)
    .flatMap(({ rungs }) => rungs.find(({ id }) => !state.fired.includes(id)) ?? [])
    .reduce<Rung | null>(
      (first, rung) => (first === null || rung.fireAt < first.fireAt ? rung : first),
      null,
    );
}

/**
 * Whether the message of a fired rung is still true: its step waits, its time runs, and by the current clock the rung
 * was due at `at`. A pause, an extension or a decision may have made it untrue.
 */
export function stillHolds(view: CaseView, { key, rung }: StepRef, at: Instant): boolean {
  const state = openSteps(view).find((open) => open.key === key);
  return (
    state !== undefined &&
    clocksOf(state).some(({ rungs }) => rungs.some((placed) => placed.id === rung && placed.at <= at))
  );
}

/** When the next rung fires, over all open steps; null where none is left. */
export function nextRungAt(view: CaseView): Instant | null {
  return earliest(openSteps(view).flatMap((state) => nextRungOf(state)?.fireAt ?? []));
}

/** The earliest due instant of the open steps; null while all are paused or the case is closed. */
export function dueAtOf(view: CaseView): Instant | null {
  return earliest(openSteps(view).flatMap(({ clock }) => clock.dueAt ?? []));
}

/** The first of some instants; null where there is none. */
export function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce((first, at) => (first === null || (at !== null && at < first) ? at : first), null);
}
