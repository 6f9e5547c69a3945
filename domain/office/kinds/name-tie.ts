import { Type } from 'typebox';
import { Coded, Form } from '../../case/form';
import { PersonField } from '../fields';
import { officeChange } from '../office-change';
import { refuseChange } from '../office-refusal';
import { forOneselfOrAsRecuser, recusers } from './recusal';

/*
 * Names by which a tip concerns somebody of the office, as of their relatives. Only keyed hashes are kept, here and in
 * the record.
 */

export interface KeptName {
  readonly personId: string;
  /** Under every generation of the key, the current one first. */
  readonly hashes: readonly string[];
}

export interface NameFacts {
  readonly personKnown: boolean;
  readonly stands: boolean;
}

const form = Form({
  personId: PersonField(),
  name: Coded({ zh: '姓名', en: 'Name' }, 'personal-name'),
});

export const enterName = officeChange<NameFacts>()<typeof form, KeptName>({
  title: {
    zh: '登记近亲属等姓名(只留加密摘要)',
    en: 'Enter a name, as a relative’s: tips that give it are not the person’s. Only a keyed hash is kept',
  },
  form,
  by: 'staff',
  second: null,
  refusals: ['not-for-others', 'person-unknown', 'nothing-changes'],
  mayAsk: ({ form: { personId }, actor }) => forOneselfOrAsRecuser(actor, personId),
  judge({ form: { personId, hashes }, facts }) {
    if (!facts.personKnown) return refuseChange('person-unknown', 'no such person');
    if (facts.stands) return refuseChange('nothing-changes', 'the name is entered already');
    const subject = `name/${personId}`;
    return { ok: true, value: { subject, person: personId, before: null, after: { hashes } } };
  },
});

export const liftName = officeChange<NameFacts>()<typeof form, KeptName>({
  title: { zh: '撤销姓名登记', en: 'Lift a name that was entered' },
  form,
  by: recusers,
  second: { roles: recusers },
  refusals: ['recusal-unknown'],
  judge({ form: { personId, hashes }, facts }) {
    if (!facts.stands) return refuseChange('recusal-unknown', 'no such name was entered');
    const subject = `name/${personId}`;
    return { ok: true, value: { subject, person: personId, before: { hashes }, after: null } };
  },
});

export const liftOwnName = officeChange<Pick<NameFacts, 'stands'>>()({
  title: {
    zh: '确认举报所指为同名他人,解除回避',
    en: 'A tip meant another person of the same name: lift the recusal',
  },
  form: Form({ personId: PersonField(), number: Type.String({ format: 'case-number' }) }),
  by: ['administrator'],
  second: { roles: ['administrator'] },
  refusals: ['recusal-unknown'],
  judge({ form: { personId, number }, facts }) {
    if (!facts.stands) return refuseChange('recusal-unknown', 'nobody is recused from it by their own name');
    const before = { personId, number };
    return { ok: true, value: { subject: `own-name/${personId}`, person: personId, before, after: null } };
  },
});
