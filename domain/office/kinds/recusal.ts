import { Form } from '../../case/form';
import type { StaffActor } from '../../role';
import { EnterpriseField, PersonField } from '../fields';
import { officeChange } from '../office-change';
import { permitted, refuseChange, type OfficeResult } from '../office-refusal';

/*
 * 回避: an interest of a person in an enterprise. It keeps the person out of every case about it and of every tip that
 * names it. Declaring one costs nobody anything; lifting one gives cases back, and takes two other persons.
 */

export interface RecusalFacts {
  readonly personKnown: boolean;
  readonly enterpriseKnown: boolean;
  readonly stands: boolean;
}

/** Who speaks for others where an interest is entered or lifted. */
export const recusers = ['section-chief', 'administrator'] as const;

const form = Form({ personId: PersonField(), enterpriseId: EnterpriseField });

export const enterRecusal = officeChange<RecusalFacts>()({
  title: {
    zh: '回避登记',
    en: 'Declare an interest in an enterprise, or enter one as section chief or administrator',
  },
  form,
  by: 'staff',
  second: null,
  refusals: ['not-for-others', 'person-unknown', 'enterprise-unknown', 'nothing-changes'],
  mayAsk: ({ form: { personId }, actor }) => forOneselfOrAsRecuser(actor, personId),
  judge({ form: { personId, enterpriseId }, facts }) {
    if (!facts.personKnown) return refuseChange('person-unknown', 'no such person');
    if (!facts.enterpriseKnown) return refuseChange('enterprise-unknown', 'no such enterprise');
    if (facts.stands) return refuseChange('nothing-changes', 'the recusal is entered already');
    const after = { personId, enterpriseId };
    return { ok: true, value: { subject: subjectOf(after), person: personId, before: null, after } };
  },
});

export const liftRecusal = officeChange<RecusalFacts>()({
  title: { zh: '解除回避', en: 'Lift a recusal' },
  form,
  by: recusers,
  second: { roles: recusers },
  refusals: ['recusal-unknown'],
  judge({ form: { personId, enterpriseId }, facts }) {
    if (!facts.stands) return refuseChange('recusal-unknown', 'no such recusal');
    const before = { personId, enterpriseId };
    return { ok: true, value: { subject: subjectOf(before), person: personId, before, after: null } };
  },
});

/** Refusal: `not-for-others`. */
export function forOneselfOrAsRecuser(actor: StaffActor, personId: string): OfficeResult<null> {
  return personId === actor.personId || recusers.some((role) => actor.roles.includes(role))
    ? permitted
    : refuseChange('not-for-others', 'for oneself, or by a section chief or administrator');
}

function subjectOf({ personId, enterpriseId }: { personId: string; enterpriseId: string }): string {
  return `recusal/${personId}/${enterpriseId}`;
}
