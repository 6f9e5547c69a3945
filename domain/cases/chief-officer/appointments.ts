import type { CaseView, StepDecision } from '../../case/case-view';
import { shanghaiDate, type Instant, type PlainDate } from '../../time/calendar';

/*
 * Who held the post, read off the record. Steps are named by their ids: their definitions ask for what stands here.
 */

const duties = ['plan', 'training', 'rounds', 'drill'] as const;
type Duty = (typeof duties)[number];

/** Ids of the steps that the officer owes. */
export const dutySteps: readonly string[] = duties.map(idOf);

/** Somebody in office, from the filing to the end. */
interface Appointment {
  /** Key of the filing: it tells appointments of one case apart. */
  readonly filing: string;
  readonly personId: string;
  readonly post: string;
  readonly filedAt: Instant;
  readonly filedOn: PlainDate;
  readonly certificateUntil: PlainDate;
  /** Null while they are in office. */
  readonly endedOn: PlainDate | null;
  readonly end: AppointmentEnd | null;
}

export const appointmentEnds = ['left', 'expired', 'closed'] as const;
export type AppointmentEnd = (typeof appointmentEnds)[number];

interface Decided {
  readonly step: string;
  readonly key: string;
  readonly seq: number;
  readonly decision: StepDecision;
}

/** Everybody who has held the post, oldest first. */
export function appointmentsOf(view: CaseView): Appointment[] {
  const held: Appointment[] = [];
  let named: StepDecision | null = null;
  let checked: StepDecision | null = null;
  for (const { step, key, decision } of decidedIn(view)) {
    const current = held.at(-1);
    const { verdict, facts, at } = decision;
    if (step === idOf('nomination')) named = decision;
    else if (step === idOf('check')) checked = decision;
    else if (step === idOf('filing') && verdict === 'filed' && named !== null && checked !== null)
      held.push(begun(key, at, named, checked));
    else if (current !== undefined && step === idOf('renewal-check') && verdict === 'confirmed')
      held[held.length - 1] = { ...current, certificateUntil: facts['certificateUntil'] as PlainDate };
    else if (current !== undefined && step === idOf('service') && verdict !== 'renewed')
      held[held.length - 1] = { ...current, ...endOf(current, decision) };
  }
  const last = held.at(-1);
  if (view.closed !== null && last?.end === null)
    held[held.length - 1] = { ...last, endedOn: shanghaiDate(view.closed.at), end: 'closed' };
  return held;
}

/** Who is in office; null while the post is vacant. */
export function inOffice(view: CaseView): Appointment | null {
  const last = appointmentsOf(view).at(-1);
  return last?.end === null ? last : null;
}

/** How often each duty was done since the last review. */
export function dutiesSinceReview(view: CaseView): { readonly [D in Duty]: number } {
  const decided = decidedIn(view);
  const last = decided.findLast(({ step }) => step === idOf('review'))?.seq ?? 0;
  const done = (duty: Duty) => decided.filter(({ step, seq }) => step === idOf(duty) && seq > last).length;
  return { plan: done('plan'), training: done('training'), rounds: done('rounds'), drill: done('drill') };
}

function begun(filing: string, filedAt: Instant, named: StepDecision, checked: StepDecision): Appointment {
  return {
    filing,
    personId: named.facts['officer'] as string,
    post: checked.facts['post'] as string,
    filedAt,
    filedOn: shanghaiDate(filedAt),
    certificateUntil: checked.facts['certificateUntil'] as PlainDate,
    endedOn: null,
    end: null,
  };
}

function endOf(
  { certificateUntil }: Appointment,
  { verdict, facts }: StepDecision,
): Pick<Appointment, 'endedOn' | 'end'> {
  return verdict === 'left'
    ? { endedOn: facts['leftOn'] as PlainDate, end: 'left' }
    : { endedOn: certificateUntil, end: 'expired' };
}

/** What was decided, in the order of the record. */
function decidedIn(view: CaseView): Decided[] {
  return Object.values(view.steps)
    .flatMap(({ step, key, touchedSeq, decision }) =>
      decision === null ? [] : [{ step, key, seq: touchedSeq, decision }],
    )
    .sort((a, b) => a.seq - b.seq);
}

function idOf(step: string): string {
  return `chief-officer/${step}`;
}
