import type { ClockCause, EventActor } from '../case/case-event';
import type { PolicyPin } from '../law/policy-pin';
import { openSteps, type StepState } from '../case/case-view';
import { rearmClock, resumeClock } from '../time/clock';
import type { Clock, ClockContext, Counting } from '../time/clock-state';
import { customary } from '../time/counting';
import { stepDef } from '../cases/catalogue';
import { countingFor } from '../case/step';
import type { MoveContext, CaseMove } from './case-move';
import { canonicalJson } from '../json';
import type { Limit } from '../time/limit';
import { ladderOf, limitOf, type Policy } from '../law/policy';

/*
 * Open clocks follow a change of law or of the calendar by supersession: each that comes out otherwise gets its next
 * version by an event with the cause, and one that comes out the same is left alone.
 */

const byPolicy: EventActor = { kind: 'system', part: 'policy' };
const byCalendar: EventActor = { kind: 'system', part: 'calendar' };

/**
 * Counts the open clocks of a case afresh under the calendar of its context.
 * @param pin the law that the case goes over to, now and for its later steps; null: it keeps its own
 */
export function recount(move: CaseMove, pin: PolicyPin | null): void {
  if (move.view.closed) return;
  if (pin !== null) move.append({ kind: 'policy-pinned', policy: pin }, byPolicy);
  for (const state of openSteps(move.view)) {
    if (pin === null || !followLaw(move, state)) followCalendar(move, state);
  }
}

/** A further round goes on with the clock of the round before: what changed between the two reaches it here. */
export function recountRound(move: CaseMove, key: string): void {
  const state = move.view.steps[key];
  if (state !== undefined && !followLaw(move, state)) followCalendar(move, state);
}

function followLaw(move: CaseMove, state: StepState): boolean {
  const { policy, context, view } = move;
  const counting = countingFor(policy, stepDef(state.step), view.input);
  return supersede(move, state, 'policy', (clock) => underLaw(clock, { policy, counting }, context));
}

function followCalendar(move: CaseMove, state: StepState): void {
  supersede(move, state, 'calendar', (clock) => underCalendar(clock, move.context));
}

/** Gives the clocks of a step that come out otherwise their next version. False where none does. */
function supersede(
  move: CaseMove,
  { key, clock, promise }: StepState,
  cause: 'policy' | 'calendar',
  changed: (clock: Clock) => Clock | null,
): boolean {
  const next = { clock: changed(clock), promise: promise && changed(promise) };
  if (next.clock === null && next.promise === null) return false;
  move.append(
    {
      kind: 'clock-superseded',
      key,
      cause,
      clock: next.clock ?? clock,
      ...(next.promise === null ? {} : { promise: next.promise }),
    },
    cause === 'policy' ? byPolicy : byCalendar,
  );
  return true;
}

/** The clock under the figures of a policy; null where it stays as it is. */
function underLaw(
  clock: Clock,
  { policy, counting }: { readonly policy: Policy; readonly counting: Counting | undefined },
  { calendar, now }: MoveContext,
): Clock | null {
  const limit = limitUnderLaw(clock, policy);
  const ladder = ladderOf(policy, clock.ladder.key);
  const same =
    figures(limit) === figures(clock.limit) &&
    canonicalJson(ladder) === canonicalJson(clock.ladder) &&
    canonicalJson(counting ?? customary) === canonicalJson(clock.counting ?? customary);
  if (same) return null;
  const changed = rearmClock(clock, { calendar, limit, ladder, counting, at: now });
  return notShortened(clock, changed, { calendar, now });
}

/** The clock under the calendar; null where it stays as it is. */
function underCalendar(clock: Clock, { calendar, now }: MoveContext): Clock | null {
  if (clock.calendarRevision === calendar.revision) return null;
  const changed = rearmClock(clock, { calendar, at: now });
  return sameInstants(changed, clock) ? null : notShortened(clock, changed, { calendar, now });
}

/**
 * The changed clock; null where silence or a forfeiture would come earlier by it. Neither new law nor a new
 * calendar takes anybody's days away (立法法 art. 104: no effect backwards to the detriment).
 */
function notShortened(
  clock: Clock,
  changed: Clock,
  { calendar, now }: Pick<MoveContext, 'calendar' | 'now'>,
): Clock | null {
  const ends = (each: Clock) => dueAt(each, { calendar }, now);
  const decides = clock.expires && clock.silenceAt === undefined;
  return decides && ends(changed) < ends(clock) ? null : changed;
}

function limitUnderLaw({ limit, extendedBy }: Clock, policy: Policy): Limit {
  // A promise that policy no longer makes is kept in the cases that have it.
  if (limit.setByDecision || policy.rows[limit.key] === undefined) return limit;
  const next = limitOf(policy, limit.key);
  // What was granted was granted in days of one kind; nobody can say how many of another kind it is.
  return extendedBy > 0 && next.unit !== limit.unit ? limit : next;
}

/** The parts of a limit on which its clock depends: its source is none of them. */
function figures({ value, unit, effect, rollsForward }: Limit): string {
  return canonicalJson({ value, unit, effect, rollsForward });
}

/** When a clock ends; a paused one as if it went on at once. */
function dueAt(clock: Clock, context: ClockContext, now: string): string {
  return clock.dueAt ?? resumeClock(clock, now, context).dueAt ?? '';
}

function sameInstants(a: Clock, b: Clock): boolean {
  const instants = ({ dueAt, provisional, rungs }: Clock) =>
    canonicalJson({ dueAt, provisional, at: rungs.map(({ id, at }) => [id, at]) });
  return instants(a) === instants(b);
}

/** A clock that a move has superseded, before and after it. */
export interface MovedClock {
  readonly seq: number;
  readonly key: string;
  readonly step: string;
  readonly cause: ClockCause;
  /** Which of its clocks: the legal limit, or what was promised beside it. */
  readonly clock: 'limit' | 'promise';
  readonly before: Clock;
  readonly after: Clock;
}

/** The clocks that a move has superseded. A step that the move itself has opened had none before. */
export function movedClocks({ before, fresh }: Pick<CaseMove, 'before' | 'fresh'>): MovedClock[] {
  return fresh.flatMap(({ seq, body }) => {
    const state = body.kind === 'clock-superseded' ? before.steps[body.key] : undefined;
    if (body.kind !== 'clock-superseded' || state === undefined) return [];
    const { key, cause } = body;
    const clocks = [
      { clock: 'limit', before: state.clock, after: body.clock },
      { clock: 'promise', before: state.promise, after: body.promise },
    ] as const;
    return clocks.flatMap(({ clock, before: old, after }) =>
      !old || !after || old.version === after.version
        ? []
        : [{ seq, key, step: state.step, cause, clock, before: old, after }],
    );
  });
}
