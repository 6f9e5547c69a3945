import type { EventActor, PastDecision } from '../../case/case-event';
import type { StepOptions } from '../../case/case-file';
import { keyOfPast, type StepState } from '../../case/case-view';
import type { AnyStep, Derived } from '../../case/step';
import { stepDef } from '../../cases/catalogue';
import { ok, refuse, type RefusalCode, type Result } from '../../refusal';
import { shanghaiDate, startOfDay, type Instant } from '../../time/calendar';
import type { CaseMove } from '../case-move';
import { clocksFrom } from '../step-clocks';
import { vouchersOf } from './past';
import { grantTime } from './past-time';

const byProcedure: EventActor = { kind: 'system', part: 'procedure' };

/**
 * Appends the decision of before for which the procedure asks, judged by the rules of its step as far as they hold for
 * the past. False where there is none: the case goes on here.
 */
export function decideBefore(
  move: CaseMove,
  { key, step, options }: { readonly key: string; readonly step: string; readonly options: StepOptions },
  reached: Instant,
): boolean {
  const { view } = move;
  const past = view.past.find((each) => keyOfPast(each) === key.split('#')[0]);
  if (past === undefined) return false;
  const def = stepDef(step);
  const at = startOfDay(past.on);
  // Where parts run side by side, one may have been decided before another had come as far.
  const openedAt = reached < at ? reached : at;
  const clocks = clocksFrom(move, def, options, openedAt);
  const { clock, promise } = grantTime(move, def, key, clocks);
  const state: StepState = {
    ...{ key, step, openedSeq: view.seq, touchedSeq: view.seq, openedAt, clock, promise },
    ...{ assignee: null, level: 0, fired: [], extension: null, pause: null, startCorrection: null },
    decision: null,
  };
  const pointer = `/decided/${view.before?.decided.indexOf(past) ?? 0}`;
  const began = clock.anchor > (view.before?.since ?? at) ? clock.anchor : view.before?.since;
  if (began !== undefined && past.on < shanghaiDate(began))
    move.faults.push(
      refuse('form-invalid', `${step} began on ${shanghaiDate(began)} only`, { pointer: `${pointer}/on` })
        .refusal,
    );
  const derived = derivedBefore(move, def, past, state);
  if (!derived.ok) {
    const { code, detail, facts } = derived.refusal;
    move.faults.push({ code, detail: `${step}: ${detail}`, facts: { ...facts, pointer } });
  }
  const { facts = {}, detail } = derived.ok ? derived.value : {};
  const known = { ...detail, ...(past.payee === undefined ? {} : { payee: past.payee }) };
  const { verdict, on, by, documentNo } = past;
  move.append(
    {
      kind: 'decided-before',
      ...{ key, step, verdict, openedAt, on, clock },
      facts: { ...past.facts, ...facts },
      ...(Object.keys(known).length === 0 ? {} : { detail: known }),
      ...(promise === null ? {} : { promise }),
      by: by.length > 0 ? by : [...new Set(vouchersOf(view))],
      ...(documentNo === undefined ? {} : { documentNo }),
    },
    byProcedure,
  );
  return true;
}

const oldFileHasThem: readonly RefusalCode[] = ['gate-shut', 'papers-missing'];

/** What followed from a decision of before. A sum that was set then stands, whatever today's rules come to. */
function derivedBefore(
  { view, policy, context: { calendar } }: CaseMove,
  def: AnyStep,
  { verdict, facts, on, amountFen }: PastDecision,
  state: StepState,
): Result<Derived> {
  const now = startOfDay(on);
  const given = { verdict, facts, view, state, policy, calendar, now, filed: [], beside: {} };
  const derived = def.derive?.(given) ?? ok({ facts: {} });
  if (!derived.ok)
    // The papers that a gate or a filing asked for lie in the old file.
    return oldFileHasThem.includes(derived.refusal.code) ? ok({ facts: {} }) : derived;
  const set = amountFen === undefined ? {} : (def.amountBefore?.(amountFen, policy) ?? {});
  return ok({ facts: { ...derived.value.facts, ...set } });
}
