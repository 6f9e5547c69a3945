import { openSteps, type CaseView } from '../../case/case-view';
import { partOfKey } from '../../case/step';
import { rowOf, type Policy } from '../../law/policy';
import { addDays, shanghaiDate, type PlainDate } from '../../time/calendar';
import { certificateOf, uncertified, type Standing } from './standing';

/* What has to be done about the certificates of a firm as they stand, and when they are looked at next. */

/** What a procedure begins after a decision. */
export type Follow = {
  /** Certificates that come near the day on which they end. */
  readonly renewals: { readonly part: string; readonly until: PlainDate }[];
  /** People who do special work without a certificate. */
  readonly checks: string[];
  /** At the end of which day it is looked at next; null: a look is set that is not later, or nothing will lapse. */
  readonly lookOn: PlainDate | null;
};

export const nothingFollows: Follow = { renewals: [], checks: [], lookOn: null };

interface Context {
  readonly view: CaseView;
  readonly policy: Policy;
  readonly today: PlainDate;
  /** The key of the step that is being decided. */
  readonly except?: string;
}

/** What follows from a standing on a day. Nothing is begun that waits already. */
export function follows(standing: Standing, { view, policy, today, except = '' }: Context): Follow {
  const { daysBefore } = rowOf(policy, 'training.reminder').value;
  const open = partsOpen(view, 'training-file/renewal', except);
  const left = [...standing.certificates].filter(([code]) => !open.includes(code));
  const renewals = left
    .filter(([, { dueOn }]) => addDays(dueOn, -daysBefore) <= today)
    .map(([part, { dueOn }]) => ({ part, until: dueOn }));
  const near = left.flatMap(([, { dueOn }]) => {
    const day = addDays(dueOn, -daysBefore);
    return day > today ? [addDays(day, -1)] : [];
  });
  const next = [...near, ...lapses(standing, today)].sort()[0] ?? null;
  const looks = partsOpen(view, 'training-file/look', except);
  const isSet = next === null || looks.some((day) => day <= next);
  return { renewals, checks: toCheck(standing, view, today), lookOn: isSet ? null : next };
}

/** The last days of certificates without which somebody may not do their work. */
function lapses({ people, certificates }: Standing, today: PlainDate): PlainDate[] {
  return [...people].flatMap(([person, { job }]) => {
    const held = job === null ? undefined : certificates.get(certificateOf(person, job));
    return held !== undefined && held.dueOn >= today ? [held.dueOn] : [];
  });
}

/** Those who work without a certificate, unless an officer has seen to it since they or their certificate were entered. */
function toCheck(standing: Standing, view: CaseView, today: PlainDate): string[] {
  const waiting = partsOpen(view, 'training-file/site-check');
  return uncertified(standing, today).filter((person) => {
    if (waiting.includes(person) || orderOpen(view, person)) return false;
    const checked = lastCheck(view, person);
    if (checked === null) return true;
    const { job = null, name } = standing.people.get(person) ?? {};
    const held = standing.certificates.get(certificateOf(person, job ?? ''));
    return (
      (name?.seq ?? 0) > checked.seq ||
      (held !== undefined && (held.number.seq > checked.seq || held.dueOn >= checked.on))
    );
  });
}

/** When an officer has last looked at somebody's work; null: never. */
function lastCheck({ steps }: CaseView, person: string): { seq: number; on: PlainDate } | null {
  const last = Object.values(steps)
    .filter(
      ({ step, key, decision }) =>
        step === 'training-file/site-check' && decision !== null && partOfKey(key) === person,
    )
    .sort((a, b) => a.touchedSeq - b.touchedSeq)
    .at(-1);
  return last?.decision ? { seq: last.touchedSeq, on: shanghaiDate(last.decision.at) } : null;
}

function orderOpen({ children }: CaseView, person: string): boolean {
  return Object.values(children).some(({ key, closed }) => closed === null && partOfKey(key) === person);
}

function partsOpen(view: CaseView, step: string, except = ''): string[] {
  return openSteps(view).flatMap(({ step: id, key }) =>
    id === step && key !== except ? [partOfKey(key) ?? ''] : [],
  );
}

/** The certificates whose review or renewal waits. */
export function renewalsOpen(view: CaseView): string[] {
  return partsOpen(view, 'training-file/renewal');
}

/** The day for which a look was set, the one after the last day of its limit; null where it was set for none. */
export function lookDay(key: string): PlainDate | null {
  const last = partOfKey(key);
  return last === null ? null : addDays(last, 1);
}
