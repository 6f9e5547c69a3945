import type { EventBody } from '../case/case-event';
import type { StepOptions } from '../case/case-file';
import { latestDecision, roundsOf } from '../case/case-queries';
import type { CaseView, StepState } from '../case/case-view';
import { countingFor, endsByItself, limitKey, policyKey, promiseLadder, type AnyStep } from '../case/step';
import { stepDef } from '../cases/catalogue';
import { endOfDay, ladderOf, limitFromDecision, limitOf } from '../law/policy';
import { dayOf, shanghaiDate, type Instant, type PlainDate } from '../time/calendar';
import { armClock } from '../time/clock';
import type { Clock, Rung } from '../time/clock-state';
import type { CaseMove } from './case-move';

/** How far a case's rungs may be spread behind midnight, so that not all of them fire at once. */
const spreadWindowMs = 5 * 60_000;

/** The clocks of a step, as it opens with them. */
export interface StepClocks {
  readonly clock: Clock;
  readonly promise: Clock | null;
}

/** The clocks of a step that opens at an instant; a limit that runs from an earlier act goes on through all rounds. */
export function clocksFrom(
  move: CaseMove,
  def: AnyStep,
  options: StepOptions,
  openedAt: Instant,
): StepClocks {
  const earlier = earlierRound(move.view, def);
  if (earlier !== undefined) return earlier;
  const clock = clockFor(move, def, options, openedAt);
  return { clock, promise: promiseFor(move, def, clock) };
}

/** The earlier round of a step, whose clock the next one continues. Rounds from before a reopening do not count. */
export function earlierRound(view: CaseView, def: AnyStep): StepState | undefined {
  if (def.runsFrom === undefined) return undefined;
  return roundsOf(view, def)
    .filter(({ openedSeq }) => openedSeq > view.reopenedSeq)
    .at(-1);
}

/** The clock of a step that opens in its first round; a limit that runs from an earlier act goes on through all of them. */
function clockFor(
  move: CaseMove,
  def: AnyStep,
  { limitDays, until, silenceOn }: StepOptions,
  openedAt: Instant,
): Clock {
  const { view, policy, context } = move;
  const limit = limitOf(policy, limitKey(policy, def, view.input));
  const anchor = anchorOf(view, def) ?? openedAt;
  const days = until === undefined ? limitDays : daysUntil(anchor, until);
  const silenceAt = silenceOn && endOfDay(policy, context.now, silenceOn);
  return armClock({
    limit: days === undefined ? limit : limitFromDecision(policy, limit, days),
    ladder: ladderOf(policy, policyKey(def.ladder, view.input)),
    anchor,
    calendar: context.calendar,
    counting: countingFor(policy, def, view.input),
    spreadMs: spreadOf(move.caseId),
    // A day that has passed already, as of a licence that ended while papers were missing, can decide nothing any more.
    ...(silenceAt === undefined || silenceAt > context.now
      ? { expires: endsByItself(def, view.procedureVersion), silenceAt }
      : {}),
  });
}

/** What was promised runs from the same instant as the legal limit. Null where the case's matter has no promise. */
function promiseFor(move: CaseMove, def: AnyStep, { anchor, spreadMs }: Clock): Clock | null {
  const { view, policy, context } = move;
  if (def.promise === undefined) return null;
  const key = policyKey(def.promise, view.input);
  if (policy.rows[key] === undefined) return null;
  return armClock({
    limit: limitOf(policy, key),
    ladder: ladderOf(policy, promiseLadder),
    anchor,
    calendar: context.calendar,
    counting: countingFor(policy, def, view.input),
    spreadMs,
  });
}

function daysUntil(from: Instant, until: PlainDate): number {
  return Math.max(0, dayOf(until) - dayOf(shanghaiDate(from)));
}

/** Null: the limit counts from the moment at which the step opens. */
function anchorOf(view: CaseView, def: AnyStep): Instant | null {
  const anchor = actThatStarts(view, def);
  // While a case was closed nobody's time ran: a limit from before begins anew with the reopening.
  return anchor !== null && view.reopenedAt !== null && anchor < view.reopenedAt ? view.reopenedAt : anchor;
}

function actThatStarts(view: CaseView, def: AnyStep): Instant | null {
  if (def.runsFrom === undefined) return null;
  if (typeof def.runsFrom === 'object') return def.runsFrom.of(view);
  if (def.runsFrom === 'receipt') return (view.input['receivedAt'] as Instant | undefined) ?? view.openedAt;
  return latestDecision(view, stepDef(def.runsFrom))?.at ?? null;
}

/** A fixed offset per case within the spread window (FNV-1a over its id: even, and the same for ever). */
function spreadOf(caseId: string): number {
  let hash = 0x811c9dc5;
  for (const character of caseId) hash = Math.imul(hash ^ character.charCodeAt(0), 0x01000193) >>> 0;
  return hash % spreadWindowMs;
}

/** The letter about a rung that has come; null where nobody is written to. */
export function letterOfRung({ key, openedSeq }: StepState, { id, to }: Rung): EventBody | null {
  // A reporter is never written to: they read their dates with the receipt code.
  if (to === 'reporter') return null;
  return {
    kind: 'effect-asked',
    key: `rung/${key}/${openedSeq}/${id}`,
    effect: {
      kind: 'mail',
      template: 'rung',
      to:
        to === 'assignee'
          ? { kind: 'step', key }
          : to === 'enterprise'
            ? { kind: 'enterprise' }
            : { kind: 'office', office: to },
      about: { key, rung: id },
    },
  };
}
