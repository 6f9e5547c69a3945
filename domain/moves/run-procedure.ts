import type { EventActor } from '../case/case-event';
import { stepDef } from '../cases/catalogue';
import { atStep } from '../misfit';
import { unreachable } from '../refusal';
import type { Instant } from '../time/calendar';
import { type CaseMove, openCase } from './case-move';
import { changesSince } from './story/changes';
import { Proceeding, type Want } from './proceeding';
import { recountRound } from './recount';
import { clocksFrom, earlierRound } from './step-clocks';
import { decideBefore } from './take-over/decided-before';
import { grantTime, passRungs } from './take-over/past-time';
import { beforeOfChild, isTakingOver, reachedBefore } from './take-over/past';

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
    ...(view.takeOver === null ? {} : { takenOver: true as const }),
  });
  proceeding.take(changesSince(view, 0));
  proceeding.begin();
  for (;;) {
    await context.idle();
    const wants = proceeding.wants();
    if (wants.length === 0 || move.view.closed) return;
    const knownSeq = move.view.seq;
    // What is wanted at once has begun at once.
    const openedAt = isTakingOver(move) ? reachedBefore(move.view) : move.context.now;
    for (const want of wants) {
      // Once the case is closed, nothing else that the procedure wants is begun.
      if (move.view.closed) return;
      await appendWant(move, want, openedAt);
    }
    proceeding.take(changesSince(move.view, knownSeq));
  }
}

const byProcedure: EventActor = { kind: 'system', part: 'procedure' };

async function appendWant(move: CaseMove, want: Want, openedAt: Instant): Promise<void> {
  switch (want.want) {
    case 'step':
      atStep(want.step, () => {
        if (!isTakingOver(move) || !decideBefore(move, want, openedAt)) openStep(move, want, openedAt);
      });
      return;
    case 'child':
      return bearChild(move, want, openedAt);
    case 'effect':
      move.append({ kind: 'effect-asked', key: want.key, effect: want.effect }, byProcedure);
      // What was sent before the take-over is not sent again.
      if (isTakingOver(move))
        move.append({ kind: 'effect-done', key: want.key, result: 'superseded' }, byProcedure);
      return;
    case 'close':
      move.append({ kind: 'closed', outcome: want.outcome, facts: want.facts }, byProcedure);
      return;
    default:
      return unreachable(want);
  }
}

/** Opens a step with its clocks, or its further round with those of the round before. */
export function openStep(
  move: CaseMove,
  { key, step, options }: Omit<WantedStep, 'want'>,
  openedAt: Instant = move.context.now,
): void {
  const def = stepDef(step);
  const takingOver = isTakingOver(move);
  const earlier = earlierRound(move.view, def);
  const clocks = clocksFrom(move, def, options, openedAt);
  const { clock, promise } = takingOver ? grantTime(move, def, key, clocks) : clocks;
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
  if (takingOver) passRungs(move, key);
}

type WantedStep = Extract<Want, { want: 'step' }>;

/** Opens a child case, enters it in the record of this case, and runs its procedure as far as it goes. */
async function bearChild(
  move: CaseMove,
  want: Extract<Want, { want: 'child' }>,
  openedAt: Instant,
): Promise<void> {
  const { zone, unit } = move.view;
  const child = openCase(
    {
      caseType: want.caseType,
      zone,
      unit: want.options.unit ?? unit,
      input: { ...want.input, ...move.view.carriedOver[want.key] },
      parent: { caseId: move.caseId, key: want.key },
      ...(isTakingOver(move) ? { before: beforeOfChild(move.view, want.key, openedAt) } : {}),
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
