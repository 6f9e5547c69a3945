import type { EventActor } from '../case/case-event';
import { openSteps, type StepState } from '../case/case-view';
import { stepDef } from '../cases/catalogue';
import type { Rung } from '../time/clock-state';
import { noticesOfPausing, resumed } from './acts/pausing';
import type { CaseMove } from './case-move';
import { clocksOf, nextRungOf } from '../case/case-queries';
import { letterOfRung } from './step-clocks';

/** Fires every rung whose time has come, in the order of their times; a limit that expires decides its step, a pause that ends lets the time go on. */
export function fireDueRungs(move: CaseMove): void {
  for (;;) {
    const due = openSteps(move.view)
      .flatMap((state) => {
        const rung = nextRungOf(state);
        return rung !== null && rung.fireAt <= move.context.now ? [{ state, rung }] : [];
      })
      .reduce<DueRung | null>(
        (first, each) => (first === null || each.rung.fireAt < first.rung.fireAt ? each : first),
        null,
      );
    if (due === null) return;
    fire(move, due);
  }
}

interface DueRung {
  readonly state: StepState;
  readonly rung: Rung;
}

function fire(move: CaseMove, { state, rung }: DueRung): void {
  const { context } = move;
  const byLimit: EventActor = { kind: 'system', part: 'limit' };
  const def = stepDef(state.step);
  move.append(
    {
      kind: 'rung-fired',
      key: state.key,
      openedSeq: state.openedSeq,
      rung: rung.id,
      clockVersion: clocksOf(state).find(({ rungs }) => rungs.includes(rung))?.version ?? state.clock.version,
      dueAt: rung.at,
      late: Date.parse(context.now) - Date.parse(rung.fireAt) > lateAfterMs,
    },
    byLimit,
  );
  if (rung.kind === 'resume') {
    const event = move.append(resumed(state, context), byLimit);
    for (const notice of noticesOfPausing(move, event.body)) move.append(notice, byLimit);
    return;
  }
  if (rung.kind === 'expire') {
    if (def.onExpiry === undefined) throw new Error(`${def.id} expires without a verdict`);
    const { policy, view } = move;
    const { calendar, now } = context;
    const given = {
      verdict: def.onExpiry,
      facts: {},
      view,
      state,
      policy,
      calendar,
      now,
      filed: [],
      beside: {},
    };
    const derived = def.derive?.(given);
    const facts = derived?.ok ? derived.value.facts : {};
    move.append({ kind: 'decided', key: state.key, verdict: def.onExpiry, facts }, byLimit);
    return;
  }
  const letter = letterOfRung(state, rung);
  if (letter !== null) move.append(letter, byLimit);
}

/** A rung that fires this long after its time was held up by an outage, and says so. */
const lateAfterMs = 60_000;
