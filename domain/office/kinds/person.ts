import { Form, Line } from '../../case/form';
import { accountSubject, type AccountStanding } from '../account-standing';
import { PersonField } from '../fields';
import { officeChange } from '../office-change';
import { refuseChange } from '../office-refusal';

/*
 * A natural person of the office, whatever accounts they hold: called otherwise, as after a marriage, or leaving it.
 */

export interface PersonFacts {
  /** Null where there is no such person. */
  readonly name: string | null;
}

export interface LeavingFacts extends PersonFacts {
  /** The accounts that are enabled. */
  readonly accounts: readonly AccountStanding[];
  /** How many other natural persons are administrators. */
  readonly otherAdministrators: number;
}

const byAdministrators = ['administrator'] as const;

export const renamePerson = officeChange<PersonFacts>()({
  title: { zh: '人员更名', en: 'Call a person by another name' },
  form: Form({ personId: PersonField(), name: Line({ zh: '姓名', en: 'Name' }, 60) }),
  by: byAdministrators,
  // By their name somebody is recused from tips that give it.
  second: { roles: byAdministrators },
  refusals: ['person-unknown', 'nothing-changes'],
  judge({ form: { personId, name }, facts }) {
    if (facts.name === null) return refuseChange('person-unknown', 'no such person');
    if (facts.name === name) return refuseChange('nothing-changes', 'the person is called so already');
    const [before, after] = [{ name: facts.name }, { name }];
    return { ok: true, value: { subject: `person/${personId}`, person: personId, before, after } };
  },
});

export const leaveOffice = officeChange<LeavingFacts>()({
  title: {
    zh: '人员离任(停用其全部账号,列出待改派事项)',
    en: 'A person leaves: all their accounts are disabled, and what was assigned to them is named',
  },
  form: Form({ personId: PersonField() }),
  by: byAdministrators,
  // As with a single account: whoever has found a thief must not wait for somebody else.
  second: null,
  refusals: ['person-unknown', 'nothing-changes', 'administrators-too-few'],
  judge({ form: { personId }, facts: { name, accounts, otherAdministrators } }) {
    if (name === null) return refuseChange('person-unknown', 'no such person');
    if (accounts.length === 0) return refuseChange('nothing-changes', 'the person has no enabled account');
    if (accounts.some(({ roles }) => roles.includes('administrator')) && otherAdministrators < 2)
      return refuseChange('administrators-too-few', 'two other natural persons must be administrators');
    const logins = accounts.map(({ login }) => login);
    const value = {
      subject: `person/${personId}`,
      person: personId,
      before: { logins },
      after: { logins: [] },
    };
    return { ok: true, value };
  },
});

/** What is changed of an account whose holder leaves. */
export function disabledOf(before: AccountStanding) {
  const { accountId, personId } = before;
  return {
    subject: accountSubject(accountId),
    person: personId,
    before,
    after: { ...before, active: false },
  };
}
