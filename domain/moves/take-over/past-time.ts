import type { EventActor, PastTime } from '../../case/case-event';
import { clocksOf } from '../../case/case-queries';
import { keyOfPast } from '../../case/case-view';
import { policyKey, type AnyStep } from '../../case/step';
import { stepDef } from '../../cases/catalogue';
import { extensionOf, pauseRuleOf } from '../../law/policy';
import { refuse, type Refusal } from '../../refusal';
import { addDays, shanghaiDate, startOfDay } from '../../time/calendar';
import { grantedBefore } from '../../time/clock';
import type { Clock, Pause } from '../../time/clock-state';
import type { CaseMove } from '../case-move';
import { letterOfRung, type StepClocks } from '../step-clocks';

const byLimit: EventActor = { kind: 'system', part: 'limit' };

/** The clocks of a step with the pauses and extensions that it was granted before the take-over. */
export function grantTime(move: CaseMove, def: AnyStep, key: string, clocks: StepClocks): StepClocks {
  const { view, context } = move;
  const granted = view.before?.granted ?? [];
  const at = granted.findIndex((each) => keyOfPast(each) === key.split('#')[0]);
  const time = granted[at];
  // Further rounds of a step go on with the clock of the first.
  if (time === undefined || clocks.clock.pauses.length > 0 || clocks.clock.extendedBy > 0) return clocks;
  const faults = faultsOf(move, def, time, clocks.clock);
  const pointer = `/granted/${at}`;
  move.faults.push(...faults.map((fault) => ({ ...fault, facts: { ...fault.facts, pointer } })));
  if (faults.length > 0) return clocks;
  const pauses = time.pauses.map(pauseOf);
  const { calendar } = context;
  const anchor = time.startedOn === undefined ? clocks.clock.anchor : startOfDay(time.startedOn);
  return {
    clock: grantedBefore(clocks.clock, { anchor, pauses, extendedBy: time.extendedBy }, { calendar }),
    // What was promised is never extended.
    promise: clocks.promise && grantedBefore(clocks.promise, { anchor, pauses, extendedBy: 0 }, { calendar }),
  };
}

function pauseOf({ ground, from, to }: PastTime['pauses'][number]): Pause {
  const end = startOfDay(addDays(to, 1));
  return { from: startOfDay(from), to: end, until: end, reason: ground };
}

function faultsOf(
  { view, policy, context }: CaseMove,
  def: AnyStep,
  time: PastTime,
  clock: Clock,
): Refusal[] {
  const faults: Refusal[] = [];
  const fault = (...of: Parameters<typeof refuse>) => faults.push(refuse(...of).refusal);
  const { extendedBy, pauses, startedOn = shanghaiDate(clock.anchor) } = time;
  const since = view.before?.since ?? clock.anchor;
  if (startedOn < shanghaiDate(since) || startedOn > shanghaiDate(context.now))
    fault('form-invalid', 'a step begins within its matter');
  if (extendedBy > 0) {
    if (def.extension === undefined) fault('extension-not-allowed', `${def.id} is never extended`);
    else if (extendedBy > extensionOf(policy, policyKey(def.extension, view.input)).maxValue)
      fault('extension-too-long', `${def.id} is extended by less`);
  }
  let free = startedOn;
  for (const { ground, from, to } of pauses) {
    if (def.pauses === undefined || pauseRuleOf(policy, def.pauses, ground) === null)
      fault('reason-not-lawful', `the time of ${def.id} does not stand still for ${ground}`);
    if (from < free || to < from || to >= shanghaiDate(context.now))
      fault('form-invalid', 'pauses follow one another, from the beginning of the limit to yesterday');
    free = addDays(to, 1);
  }
  return faults;
}

/**
 * Enters in one line the rungs of a step that lay before the take-over, so that none of them fires. Where the limit has
 * ended already, whoever decides the step is told so by one letter.
 */
export function passRungs(move: CaseMove, key: string): void {
  const state = move.view.steps[key];
  if (state === undefined) return;
  const { now } = move.context;
  const passed = clocksOf(state)
    .flatMap(({ rungs }) => rungs)
    .filter((rung) => rung.at <= now && rung.kind !== 'expire' && !state.fired.includes(rung.id))
    .sort((a, b) => (a.at < b.at ? -1 : 1));
  if (passed.length === 0) return;
  move.append({ kind: 'rungs-passed', key, rungs: passed.map(({ id, at }) => ({ id, at })) }, byLimit);
  const overdue = passed.find(({ kind }) => kind === 'overdue');
  const letter =
    overdue && stepDef(state.step).role !== 'reporter' && letterOfRung(state, { ...overdue, to: 'assignee' });
  if (letter) move.append(letter, byLimit);
}
