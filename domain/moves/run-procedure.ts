import type { EventActor } from '../case/case-event';
import type { StepOptions } from '../case/case-file';
import { latestDecision, roundsOf } from '../case/case-queries';
import type { CaseView, StepState } from '../case/case-view';
import { countingFor, endsByItself, limitKey, policyKey, promiseLadder, type AnyStep } from '../case/step';
import { stepDef } from '../cases/catalogue';
import { atStep } from '../misfit';
import { endOfDay, ladderOf, limitFromDecision, limitOf } from '../law/policy';
import { unreachable } from '../refusal';
import { dayOf, shanghaiDate, type Instant, type PlainDate } from '../time/calendar';
import { armClock } from '../time/clock';
import type { Clock } from '../time/clock-state';
import { type CaseMove, openCase } from './case-move';
import { changesSince } from './changes';
import { Proceeding, type Want } from './proceeding';
import { recountRound } from './recount';

/** How far a case's rungs may be spread behind midnight, so that not all of them fire at once. */
const spreadWindowMs = 5 * 60_000;

/**
 * Runs the procedure over the case as it now stands and appends what follows, until it wants nothing more.
 * The procedures of cases that are born on the way run with it.
 */
export async function runProcedure(move: CaseMove): Promise<void> {
  if (move.view.closed) return;
  const { context, view } = move;
  const proceeding = new Proceeding(context.procedure(view.caseType), {
    version: view.procedureVersion,
    input: view.input,
  });
  proceeding.take(changesSince(view, 0));
  proceeding.begin();
  for (;;) {
    await context.idle();
    const wants = proceeding.wants();
    if (wants.length === 0 || move.view.closed) return;
    const knownSeq = move.view.seq;
    for (const want of wants) {
      // Once the case is closed, nothing else that the procedure wants is begun.
      if (move.view.closed) return;
      await appendWant(move, want);
    }
    proceeding.take(changesSince(move.view, knownSeq));
  }
}

const byProcedure: EventActor = { kind: 'system', part: 'procedure' };

async function appendWant(move: CaseMove, want: Want): Promise<void> {
  switch (want.want) {
    case 'step':
      return atStep(want.step, () => openStep(move, want));
    case 'child':
      return bearChild(move, want);
    case 'effect':
      move.append({ kind: 'effect-asked', key: want.key, effect: want.effect }, byProcedure);
      return;
    case 'close':
      move.append({ kind: 'closed', outcome: want.outcome, facts: want.facts }, byProcedure);
      return;
    default:
      return unreachable(want);
  }
}

/** Opens a step with its clocks, or its further round with those of the round before. */
export function openStep(move: CaseMove, { key, step, options }: Omit<WantedStep, 'want'>): void {
  const def = stepDef(step);
  const earlier = def.runsFrom === undefined ? undefined : earlierRound(move.view, def);
  const clock = earlier?.clock ?? clockFor(move, def, options);
  const promise = earlier === undefined ? promiseFor(move, def, clock) : earlier.promise;
  move.append(
    {
      kind: 'step-opened',
      key,
      step,
      assignee: options.assignee ?? null,
      level: options.level ?? 0,
      clock,
      ...(promise === null ? {} : { promise }),
      fired: earlier?.fired ?? [],
    },
    byProcedure,
  );
  if (earlier !== undefined) recountRound(move, key);
}

type WantedStep = Extract<Want, { want: 'step' }>;

/** Opens a child case, enters it in the record of this case, and runs its procedure as far as it goes. */
async function bearChild(move: CaseMove, want: Extract<Want, { want: 'child' }>): Promise<void> {
  const { zone, unit } = move.view;
  const child = openCase(
    {
      caseType: want.caseType,
      zone,
      unit: want.options.unit ?? unit,
      input: { ...want.input, ...move.view.carriedOver[want.key] },
      parent: { caseId: move.caseId, key: want.key },
    },
    move.context,
    byProcedure,
  );
  move.append(
    {
      kind: 'child-opened',
      key: want.key,
      caseType: want.caseType,
      caseId: child.caseId,
      number: child.view.number,
      ...(want.options.stands === true ? { stands: true } : {}),
    },
    byProcedure,
  );
  await runProcedure(child);
  move.births.push(child);
}

/** The earlier round of a step, whose clock the next one continues. Rounds from before a reopening do not count. */
function earlierRound(view: CaseView, def: AnyStep): StepState | undefined {
  return roundsOf(view, def)
    .filter(({ openedSeq }) => openedSeq > view.reopenedSeq)
    .at(-1);
}

/** The clock of a step that opens in its first round; a limit that runs from an earlier act goes on through all of them. */
function clockFor(move: CaseMove, def: AnyStep, { limitDays, until, silenceOn }: StepOptions): Clock {
  const { view, policy, context } = move;
  const limit = limitOf(policy, limitKey(policy, def, view.input));
  const anchor = anchorOf(view, def) ?? context.now;
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
