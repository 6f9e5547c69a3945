import { Type } from 'typebox';
import { Form, titled } from '../../case/form';
import { isGuest, type Role, type StaffActor, type Title } from '../../role';
import { addDays, addMonths, type PlainDate } from '../../time/calendar';
import { LeaveField, PersonField } from '../fields';
import { officeChange } from '../office-change';
import { permitted, refuseChange, type OfficeResult } from '../office-refusal';

/*
 * 请假代理: on the days of a leave somebody else acts for the person who is away. A leave is entered ahead, ends within
 * a year, and leaves nobody without a substitute: nobody is away twice, or stands in while away themself.
 */

/** Shanghai dates, both included. */
export type Leave = {
  readonly id: string;
  readonly personId: string;
  readonly substituteId: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
};

/** An active account of somebody. */
interface Holding {
  readonly unit: string;
  readonly roles: readonly Role[];
}

export interface NewLeaveFacts {
  readonly id: string;
  readonly away: readonly Holding[];
  readonly substitute: readonly Holding[];
  /** Leaves that are not over, of the two and of those for whom they stand in. */
  readonly leaves: readonly Leave[];
}

export interface LeaveFacts {
  /** Null where there is none, or it is over. */
  readonly leave: Leave | null;
  readonly away: readonly Holding[];
}

const mostMonths = 12;

const day = (title: Title) => Type.String({ ...titled(title), format: 'date' });

export const enterLeave = officeChange<NewLeaveFacts>()({
  title: { zh: '请假代理', en: 'Enter leave with a substitute, for oneself or as section chief' },
  form: Form({
    personId: PersonField({ zh: '离岗人', en: 'Who is away' }),
    substituteId: PersonField({ zh: '代理人', en: 'Substitute' }),
    from: day({ zh: '自', en: 'From' }),
    to: day({ zh: '至(含当日)', en: 'To, included' }),
  }),
  by: 'staff',
  second: null,
  refusals: ['not-for-others', 'dates-reversed', 'substitute-unfit', 'leaves-overlap'],
  mayAsk: ({ form: { personId }, facts: { away }, actor }) => forOneselfOrAsChief(actor, personId, away),
  judge({ form, facts, today }) {
    const { personId, substituteId, from, to } = form;
    if (from > to) return refuseChange('dates-reversed', `${from} is after ${to}`);
    const last = addMonths(today, mostMonths);
    if (from < today) return notBetween('/from', today, last);
    if (to > last) return notBetween('/to', from, last);
    if (personId === substituteId || !shareAnOffice(facts))
      return refuseChange('substitute-unfit', 'another person of the unit, with an office in common');
    const clash = facts.leaves.find((leave) => meets(leave, form));
    if (clash !== undefined) return refuseChange('leaves-overlap', overlapping(clash));
    const after: Leave = { id: facts.id, personId, substituteId, from, to };
    return { ok: true, value: { subject: `leave/${facts.id}`, person: personId, before: null, after } };
  },
});

export const shortenLeave = officeChange<LeaveFacts>()({
  title: { zh: '提前结束请假代理', en: 'Let a leave end on an earlier day' },
  form: Form({ leave: LeaveField, to: day({ zh: '至(含当日)', en: 'To, included' }) }),
  by: 'staff',
  second: null,
  refusals: ['not-for-others', 'leave-unknown'],
  mayAsk: ({ facts: { leave, away }, actor }) => forOneselfOrAsChief(actor, leave?.personId ?? null, away),
  judge({ form: { to }, facts: { leave }, today }) {
    if (leave === null) return noLeave();
    const first = leave.from > today ? leave.from : today;
    if (to < first || to >= leave.to) return notBetween('/to', first, addDays(leave.to, -1));
    return changed(leave, { ...leave, to });
  },
});

export const endLeave = officeChange<LeaveFacts>()({
  title: { zh: '销假(代理即时结束)', en: 'End a leave at once, or give up one that has not begun' },
  form: Form({ leave: LeaveField }),
  by: 'staff',
  second: null,
  refusals: ['not-for-others', 'leave-unknown'],
  mayAsk: ({ facts: { leave, away }, actor }) => forOneselfOrAsChief(actor, leave?.personId ?? null, away),
  judge({ facts: { leave }, today }) {
    if (leave === null) return noLeave();
    return changed(leave, leave.from < today ? { ...leave, to: addDays(today, -1) } : null);
  },
});

/** Refusal: `not-for-others`. */
function forOneselfOrAsChief(
  actor: StaffActor,
  personId: string | null,
  away: readonly Holding[],
): OfficeResult<null> {
  const chief = actor.roles.includes('section-chief') && away.some(({ unit }) => unit === actor.unit);
  return personId === null || personId === actor.personId || chief
    ? permitted
    : refuseChange('not-for-others', 'for oneself, or by the section chief');
}

/** A guest is asked as a person, and sends nobody else. */
function shareAnOffice({ away, substitute }: NewLeaveFacts): boolean {
  const own = away.filter((holding) => !isGuest(holding));
  return own.some(({ unit, roles }) =>
    substitute.some((other) => other.unit === unit && roles.some((role) => other.roles.includes(role))),
  );
}

/** Whether a leave that stands leaves somebody without a substitute if the new one is taken beside it. */
function meets(standing: Leave, asked: Pick<Leave, 'personId' | 'substituteId' | 'from' | 'to'>): boolean {
  const atOnce = standing.from <= asked.to && asked.from <= standing.to;
  const away = standing.personId === asked.personId;
  const substituteAway = standing.personId === asked.substituteId;
  const standsIn = standing.substituteId === asked.personId;
  return atOnce && (away || substituteAway || standsIn);
}

function overlapping({ from, to }: Leave): string {
  return `one of the two is away, or stands in for somebody, from ${from} to ${to}`;
}

function notBetween(pointer: string, from: PlainDate, to: PlainDate): OfficeResult<never> {
  const detail = `must be a day from ${from} to ${to}`;
  return refuseChange('form-invalid', detail, [{ pointer, detail }]);
}

function noLeave(): OfficeResult<never> {
  return refuseChange('leave-unknown', 'no such leave, or it is over');
}

function changed(before: Leave, after: Leave | null) {
  const value = { subject: `leave/${before.id}`, person: before.personId, before, after };
  return { ok: true, value } as const;
}
