import { authorize, possibleVerdicts, type Circumstances } from '../../domain/moves/authorize';
import { lateRound } from '../../domain/moves/late-verdict';
import type { EventBody } from '../../domain/case/case-event';
import { addDays, type PlainDate, type WorkCalendar } from '../../domain/time/calendar';
import { explainCounting, type CountingLine } from '../../domain/law/counting-rules';
import type { CaseView, StepState } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import type { Clock, Rung } from '../../domain/time/clock-state';
import {
  countedDates,
  isPausedAt,
  readClock,
  readStoppedClock,
  type ClockReading,
} from '../../domain/time/clock-reading';
import { openPause } from '../../domain/time/counting';
import { personsNamed } from '../../domain/case/form';
import type { JsonObject } from '../../domain/json';
import type { Limit } from '../../domain/time/limit';
import { compare, type Policy } from '../../domain/law/policy';
import { clocksOf } from '../../domain/case/case-queries';
import type { RefusalCode } from '../../domain/refusal';
import { isFirmRole, type Role, type StaffActor, type Title } from '../../domain/role';
import { partOfKey, policyKey, type AnyStep } from '../../domain/case/step';
import type { Depth } from '../../domain/case/case-type-def';
import { toTheDay } from './to-the-day';

export interface StepReading {
  readonly key: string;
  readonly step: string;
  readonly title: Title;
  readonly role: Role;
  readonly stage: string;
  readonly level: number;
  readonly assignee: string | null;
  readonly openedAt: string;
  readonly clock: ClockReading;
  readonly limit: Pick<Limit, 'key' | 'value' | 'unit' | 'effect' | 'source'> & {
    readonly extendedBy: number;
  };
  /** How the limit counts, with the row that says so, and its days from the first to the last, as ranges. */
  readonly counting: {
    readonly lines: readonly CountingLine[];
    readonly days: readonly { readonly from: PlainDate; readonly to: PlainDate }[];
  };
  /** The committed limit 承诺时限 beside the legal one; null where nothing is promised. */
  readonly promise: {
    readonly limit: Pick<Limit, 'key' | 'value' | 'unit' | 'source'>;
    readonly promisedAt: string | null;
    /** Whether it was or is being missed; the decision may be lawful all the same. */
    readonly broken: boolean;
  } | null;
  /** Why and for how long the step stands still; null while its time runs. */
  readonly pause: {
    readonly ground: string;
    readonly from: string;
    readonly expectedDays: number | null;
    /** When the time goes on by itself; null for an older pause without an end. */
    readonly until: string | null;
  } | null;
  /** The last request for a pause, and how it was answered. */
  readonly pauseRequest: { readonly ground: string; readonly days: number; readonly state: string } | null;
  readonly rungs: readonly (Rung & { readonly fired: boolean })[];
  readonly extension: { readonly byValue: number; readonly state: string } | null;
  /** The last request for another first day, for those who handle the case. */
  readonly startCorrection: { readonly on: PlainDate; readonly state: string } | null;
  readonly decision: {
    readonly verdict: string;
    readonly title: Title;
    readonly at: string;
    readonly by: string | null;
    readonly standingInFor: string | null;
    readonly facts: JsonObject;
    readonly detail: JsonObject | null;
  } | null;
  /**
   * Whether the reader may decide it now, and if not, with which code it would be refused. Null once nothing more can
   * come.
   */
  readonly you: { readonly may: boolean; readonly refusal: RefusalCode | null } | null;
  /** Verdicts that a person may give; their forms are in the API's description. */
  readonly verdicts: readonly { readonly verdict: string; readonly title: Title }[];
}

/** The reader, and what their view of the step is made from. */
interface Looking {
  readonly view: CaseView;
  readonly actor: StaffActor;
  readonly circumstances: Circumstances;
  readonly depth: Depth;
  readonly now: Date;
  readonly calendar: WorkCalendar;
  readonly policy: Policy;
}

/** A step as the reader may see it. */
export function stepReading(state: StepState, looking: Looking): StepReading {
  const def = stepDef(state.step);
  const { depth, now, calendar } = looking;
  const { limit, extendedBy } = state.clock;
  const stoppedAt = state.decision?.at ?? looking.view.closed?.at;
  const until = stoppedAt ?? now.toISOString();
  const { key, value, unit, effect, source } = limit;
  return {
    key: state.key,
    step: state.step,
    title: def.title,
    role: def.role,
    stage: def.stage,
    level: state.level,
    assignee: depth === 'issued' ? null : state.assignee,
    openedAt: state.openedAt,
    clock:
      stoppedAt === undefined
        ? readClock(state.clock, until, { calendar })
        : readStoppedClock(state.clock, stoppedAt, { calendar }),
    limit: { key, value, unit, effect, source, extendedBy },
    counting: countingReading(state, looking),
    promise: state.promise && promiseReading(state.promise, until),
    pause: stoppedAt === undefined ? pauseReading(state.clock, until) : null,
    pauseRequest: state.pause && {
      ground: state.pause.ground,
      days: state.pause.days,
      state: state.pause.state,
    },
    rungs: depth === 'issued' ? rungsToldTo(state, until) : rungsOf(state),
    extension: state.extension && { byValue: state.extension.byValue, state: state.extension.state },
    startCorrection:
      state.startCorrection === null || depth === 'issued'
        ? null
        : { on: state.startCorrection.on, state: state.startCorrection.state },
    decision: decisionReading(def, state, depth),
    you: yourTurn(state, looking),
    verdicts: verdictsShown(state, looking.view).map((verdict) => ({
      verdict,
      title: def.verdicts[verdict]?.title ?? def.title,
    })),
  };
}

function countingReading(
  { step, clock }: StepState,
  { view, policy, calendar }: Looking,
): StepReading['counting'] {
  const { firstDay } = stepDef(step);
  const days: { from: PlainDate; to: PlainDate }[] = [];
  for (const date of countedDates(clock, calendar)) {
    const run = days.at(-1);
    if (run !== undefined && addDays(run.to, 1) === date) run.to = date;
    else days.push({ from: date, to: date });
  }
  return { lines: explainCounting(clock, policy, firstDay && policyKey(firstDay, view.input)), days };
}

function rungsOf(state: StepState): StepReading['rungs'] {
  return clocksOf(state)
    .flatMap(({ rungs }) => rungs)
    .sort((a, b) => compare(a.at, b.at))
    .map((rung) => ({ ...rung, fired: state.fired.includes(rung.id) }));
}

/**
 * The rungs of a step. For an enterprise those of its own steps, by day, as they announce mails to it; not whom else
 * the bureau tells.
 */
function rungsToldTo(state: StepState, until: string): StepReading['rungs'] {
  const own = isFirmRole(stepDef(state.step).role);
  const today = toTheDay(until);
  return (
    rungsOf(state)
      .filter(({ to }) => to === 'enterprise' || (own && to === 'assignee'))
      // Judged by its day, not by the record: the line of a fired rung is not shown to an enterprise.
      .map((rung) => ({ ...rung, fired: rung.at <= today }))
  );
}

function promiseReading(promise: Clock, until: string): StepReading['promise'] {
  const { key, value, unit, source } = promise.limit;
  return {
    limit: { key, value, unit, source },
    promisedAt: promise.dueAt,
    broken: readClock(promise, until).breached,
  };
}

function pauseReading(clock: Clock, until: string): StepReading['pause'] {
  const pause = isPausedAt(clock, until) ? openPause(clock) : null;
  return (
    pause && {
      ground: pause.reason,
      from: pause.from,
      expectedDays: pause.expectedDays ?? null,
      until: pause.until ?? null,
    }
  );
}

function decisionReading(def: AnyStep, { decision }: StepState, depth: Depth): StepReading['decision'] {
  if (decision === null) return null;
  const { verdict, at, actor, standingInFor, facts, detail } = decision;
  const issued = depth === 'issued';
  return {
    verdict,
    title: def.verdicts[verdict]?.title ?? def.title,
    at,
    by: actor.kind === 'staff' && !issued ? actor.personId : null,
    standingInFor: issued ? null : standingInFor,
    facts: issued ? withoutPersons(def, verdict, facts) : facts,
    detail: issued ? null : detail,
  };
}

/**
 * The verdicts that may be given on the step; of a decided step those that could have been given, unless a late one may
 * still come.
 */
function verdictsShown(state: StepState, view: CaseView): string[] {
  const def = stepDef(state.step);
  return possibleVerdicts(def, mayComeLate(state, view) ? state : { decision: null });
}

function mayComeLate({ step, key }: StepState, view: CaseView): boolean {
  const verdict = stepDef(step).late?.verdict;
  return verdict !== undefined && lateRound(view, { step, verdict })?.key === key;
}

/** Asks `authorize` itself, so that the decision will find what this promises. */
function yourTurn(state: StepState, { view, actor, circumstances }: Looking): StepReading['you'] {
  if ((state.decision !== null || view.closed) && !mayComeLate(state, view)) return null;
  const [verdict = ''] = verdictsShown(state, view);
  const attempt = { step: state.step, verdict, part: partOfKey(state.key), actor, seenSeq: null };
  const judged = authorize(view, attempt, circumstances);
  return { may: judged.ok, refusal: judged.ok ? null : judged.refusal.code };
}

/** The facts of a decision without the fields that name staff. */
export function withoutPersons(def: AnyStep, verdict: string, facts: JsonObject): JsonObject {
  const form = def.verdicts[verdict]?.form;
  if (form === undefined) return facts;
  const named = Object.keys(facts).filter((field) => {
    const schema = form.properties[field];
    return schema !== undefined && personsNamed(schema, facts[field]).length > 0;
  });
  return without(facts, named);
}

/** An object without some of its fields. */
export function without(object: JsonObject | EventBody, fields: readonly string[]): JsonObject {
  const left = Object.entries(object as JsonObject).filter(([field]) => !fields.includes(field));
  return Object.fromEntries(left);
}
