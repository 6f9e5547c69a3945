import { stepDef } from '../../../../domain/cases/catalogue';
import { endsByItself, policyKey, promiseLadder, type AnyStep } from '../../../../domain/case/step';
import { counted, type Counted, type LimitRow, type RungRow, type Silence } from './counted-by-hand';
import { limitKeyOf, rowIfAny, rowOn, type Subject } from './named-limits';
import type { Waiting } from './script';
import { daysTo, dayAt, type Day } from './wall-calendar';

/* What a step has to keep to, counted by hand from what its case says. */

/** A step as the API shows it. */
export interface StepShown {
  readonly key: string;
  readonly step: string;
  readonly level: number;
  readonly assignee: string | null;
  readonly openedAt: string;
  readonly clock: {
    readonly state: string;
    readonly overdue: boolean;
    readonly breached: boolean;
    readonly dueAt: string | null;
  };
  readonly promise: { readonly promisedAt: string | null; readonly broken: boolean } | null;
  readonly decision: {
    readonly verdict: string;
    readonly at: string;
    readonly by: string | null;
    readonly facts: { readonly [field: string]: unknown };
  } | null;
}

/** A case as the API shows it. */
export interface CaseShown {
  readonly policy: { readonly on: Day };
  readonly outcome: string | null;
  readonly input: { readonly [field: string]: unknown };
  readonly steps: readonly StepShown[];
  readonly record: readonly {
    readonly at: string;
    readonly kind: string;
    readonly by: { readonly kind: string; readonly part?: string };
    readonly body: { readonly [field: string]: unknown };
  }[];
}

function decided(shown: CaseShown, step: string) {
  return shown.steps.findLast((each) => each.step === step && each.decision !== null)?.decision ?? null;
}

/** From when an approval item's decision is due: from its acceptance, or from receipt where the law or silence says so. */
function fromAcceptance(shown: CaseShown): string {
  const received = decided(shown, 'approval-item/correction') ?? decided(shown, 'approval-item/application');
  const accepted = decided(shown, 'approval-item/acceptance');
  const byOfficer = shown.input['begins'] === 'acceptance' && accepted?.verdict === 'accepted';
  return (byOfficer ? accepted : received)!.at;
}

/** Limits that do not begin with the opening of their step. */
export const beginsEarlier: { readonly [step: string]: (shown: CaseShown) => string } = {
  'tip-off/acceptance': ({ input }) => input['receivedAt'] as string,
  'tip-off/verification': (shown) => decided(shown, 'tip-off/acceptance')!.at,
  'approval-item/decision': fromAcceptance,
  'approval-item/deemed-decision': fromAcceptance,
};

/** Limits whose length an order or a date sets: so many days, or until a day; null: as the row says. */
export const lengthIsSet: {
  readonly [step: string]: (shown: CaseShown) => { days: number } | { until: Day } | null;
} = {
  'rectification/remedy': (shown) => ({
    days: decided(shown, 'rectification/order')!.facts['remedyDays'] as number,
  }),
  'chief-officer/nomination': (shown) => ({
    until: (decided(shown, 'chief-officer/service')?.facts['nominateBy'] ?? shown.input['nominateBy']) as Day,
  }),
  'chief-officer/service': (shown) => ({
    until: (decided(shown, 'chief-officer/renewal-check') ?? decided(shown, 'chief-officer/check'))!.facts[
      'certificateUntil'
    ] as Day,
  }),
  'chief-officer/plan': (shown) => ({
    until: (decided(shown, 'chief-officer/plan')?.facts['nextPlanBy'] ??
      decided(shown, 'chief-officer/filing')!.facts['planBy']) as Day,
  }),
  'warden-patrol/remedy': (shown) => ({
    days: decided(shown, 'warden-patrol/handling')!.facts['remedyDays'] as number,
  }),
  'certificate/renewal': ({ input }) => ({ until: input['validUntil'] as Day }),
  'credit-repair/showing': ({ input }) => ({ until: input['shownUntil'] as Day }),
  'credit-repair/application': ({ input }) => ({ until: input['shownUntil'] as Day }),
  'inspection/notice': (shown) => {
    const { onTheSpot, visitOn } = decided(shown, 'inspection/plan')!.facts;
    return onTheSpot === true ? { until: visitOn as Day } : null;
  },
  'contest/registration': (shown) => ({ until: decided(shown, 'contest/plan')!.facts['registerBy'] as Day }),
  'contest/result': (shown) => ({ until: decided(shown, 'contest/plan')!.facts['heldOn'] as Day }),
  'training-file/look': (shown) => ({
    until: decided(shown, 'training-file/change')!.facts['lookOn'] as Day,
  }),
  'training-file/renewal': (shown) => {
    const [first] = decided(shown, 'training-file/look')!.facts['renewals'] as { until: Day }[];
    return { until: first!.until };
  },
  'training-session/enrolment': (shown) => ({
    until: decided(shown, 'training-session/plan')!.facts['enrolBy'] as Day,
  }),
  'training-session/result': (shown) => ({
    until: decided(shown, 'training-session/plan')!.facts['heldOn'] as Day,
  }),
  'contest-team/score': ({ input }) => ({ until: input['heldOn'] as Day }),
  'diagnosis-campaign/running': (shown) => ({
    until: decided(shown, 'diagnosis-campaign/list')!.facts['endBy'] as Day,
  }),
  'diagnosis/visit': (shown) => ({
    until: decided(shown, 'diagnosis/appointment')!.facts['visitedBy'] as Day,
  }),
  'diagnosis/remedy': (shown) => ({ until: decided(shown, 'diagnosis/plan')!.facts['fixBy'] as Day }),
  'expert-service/report': (shown) => ({
    until: decided(shown, 'expert-service/appointment')!.facts['reportBy'] as Day,
  }),
  'inspection/visit': (shown) => ({ until: decided(shown, 'inspection/plan')!.facts['visitOn'] as Day }),
};

/** Limits that decide with the last day of a document instead of as they end. */
const silenceWithDay: { readonly [step: string]: (shown: CaseShown) => Day } = {
  'approval-item/deemed-decision': ({ input }) => input['validUntil'] as Day,
};

export interface Terms {
  readonly limit: Counted;
  /** What was promised beside it. */
  readonly promise: Counted | null;
}

/** @param extendedBy by how much the limit was extended, in its own unit */
export function termsOf(waiting: Waiting, shown: CaseShown, extendedBy = 0): Terms {
  const def = stepDef(waiting.step);
  const subject = subjectOf(waiting);
  const { on } = shown.policy;
  const opened = shown.steps.find(({ key }) => key === waiting.key)!;
  const instant = beginsEarlier[def.id]?.(shown) ?? opened.openedAt;
  const from = { day: dayAt(instant), instant };
  const rungs = (key: string) => rowOn<{ rungs: readonly RungRow[] }>(policyKey(key, subject), on).rungs;
  const row = rowOn<LimitRow>(limitKeyOf(def, subject, on), on);
  const length = lengthIsSet[def.id]?.(shown) ?? null;
  const value = (length === null ? row.value : daysIn(length, from.day)) + extendedBy;
  const limit = counted({ ...row, value }, rungs(def.ladder), from, silenceOf(def, shown));
  const promised = def.promise && rowIfAny<LimitRow>(policyKey(def.promise, subject), on);
  return { limit, promise: promised ? counted(promised, rungs(promiseLadder), from, null) : null };
}

function daysIn(length: { days: number } | { until: Day }, from: Day): number {
  return 'days' in length ? length.days : daysTo(from, length.until);
}

function silenceOf(def: AnyStep, shown: CaseShown): Silence {
  if (!endsByItself(def)) return null;
  const withDay = silenceWithDay[def.id]?.(shown);
  return withDay === undefined ? 'as-it-ends' : { withDay };
}

export function subjectOf({ matter, tier }: Pick<Waiting, 'matter' | 'tier'>): Subject {
  return { ...(matter === null ? {} : { matter }), ...(tier === null ? {} : { tier }) };
}
