import { Type } from 'typebox';
import { SystemWord, Form, Line } from '../../case/form';
import { isFirmRole, type Role } from '../../role';
import { accountSubject, type AccountStanding, type Offices } from '../account-standing';
import { Login, officeFields, orNull } from '../fields';
import { officeChange, type Change } from '../office-change';
import { permitted, refuseChange, type OfficeResult } from '../office-refusal';
import { clashOf, isWeighty } from '../offices-apart';

/*
 * Accounts of natural persons, who may hold several. A grant is a grant: whatever gives an office to somebody, also
 * with a new account or one that is enabled again, is put in force by a second administrator.
 */

/** What decides whether a person may hold offices. */
export interface Fitness {
  /** Offices that the person holds through other accounts. */
  readonly heldElsewhere: readonly Role[];
  readonly unitKnown: boolean;
  readonly enterpriseKnown: boolean;
}

export interface NewAccountFacts extends Fitness {
  readonly loginTaken: boolean;
  /** By staff number; null where nobody of the office has it. */
  readonly person: string | null;
  /** The ids of the account, and of the person where they are new. */
  readonly fresh: { readonly accountId: string; readonly personId: string };
}

export interface AccountFacts extends Fitness {
  /** Null where there is no such account. */
  readonly account: AccountStanding | null;
  /** How many other natural persons are administrators. */
  readonly otherAdministrators: number;
}

const byAdministrators = ['administrator'] as const;
const grantRefusals = ['roles-incompatible', 'unit-unknown', 'enterprise-unknown'] as const;
const emailField = orNull({ zh: '邮箱', en: 'E-mail' }, Type.String({ format: 'email', maxLength: 200 }));
const ofAccount = Form({ login: Login });

export const createAccount = officeChange<NewAccountFacts>()({
  title: { zh: '新建账号', en: 'Create an account' },
  form: Form({
    login: Login,
    email: emailField,
    person: Form({
      staffNo: SystemWord({ zh: '工号', en: 'Staff number' }, '^[A-Za-z0-9-]{2,40}$'),
      name: Line({ zh: '姓名', en: 'Name' }, 60),
    }),
    ...officeFields,
  }),
  by: byAdministrators,
  second: {
    roles: byAdministrators,
    where: {
      title: { zh: '账号带有岗位时', en: 'where the account holds an office' },
      holds: ({ form }) => form.roles.length > 0,
    },
  },
  refusals: ['login-taken', ...grantRefusals],
  judge({ form, facts }) {
    if (facts.loginTaken) return refuseChange('login-taken', `there is an account ${form.login}`);
    const fit = mayHold(form, facts);
    if (!fit.ok) return fit;
    const { login, email, roles, level, unit, enterpriseId } = form;
    const { accountId } = facts.fresh;
    const personId = facts.person ?? facts.fresh.personId;
    const after: AccountStanding = {
      ...{ accountId, login, personId, email, active: true },
      ...{ roles, level, unit, enterpriseId },
    };
    return changed(after.accountId, facts.person, null, after);
  },
});

export const setOffices = officeChange<AccountFacts>()({
  title: { zh: '设置岗位', en: 'Set roles, level and unit of an account' },
  form: Form({ login: Login, ...officeFields }),
  by: byAdministrators,
  second: { roles: byAdministrators },
  refusals: ['account-unknown', 'nothing-changes', 'administrators-too-few', ...grantRefusals],
  judge({ form, facts }) {
    const { account } = facts;
    if (account === null) return noAccount();
    const { roles, level, unit, enterpriseId } = form;
    const after = { ...account, roles, level, unit, enterpriseId };
    const fit = mayHold(form, facts);
    if (!fit.ok) return fit;
    return givenUp(account, after, facts) ?? changed(account.accountId, account.personId, account, after);
  },
});

export const setEmail = officeChange<Pick<AccountFacts, 'account'>>()({
  title: { zh: '更正账号邮箱', en: 'Correct the mailbox of an account, as of one that bounces' },
  form: Form({ login: Login, email: emailField }),
  by: byAdministrators,
  // Mails hold no more than numbers and days, and the record says who has changed it.
  second: null,
  refusals: ['account-unknown', 'nothing-changes'],
  judge({ form: { email }, facts: { account } }) {
    if (account === null) return noAccount();
    if (account.email === email) return refuseChange('nothing-changes', 'the mailbox is that one');
    const { accountId, personId } = account;
    const subject = accountSubject(accountId);
    return { ok: true, value: { subject, person: personId, before: account, after: { ...account, email } } };
  },
});

export const enableAccount = officeChange<AccountFacts>()({
  title: { zh: '启用账号', en: 'Enable an account' },
  form: ofAccount,
  by: byAdministrators,
  second: {
    roles: byAdministrators,
    where: {
      title: { zh: '账号带有岗位时', en: 'where the account holds an office' },
      holds: ({ facts }) => (facts.account?.roles.length ?? 0) > 0,
    },
  },
  refusals: ['account-unknown', 'nothing-changes', ...grantRefusals],
  judge({ facts }) {
    const { account } = facts;
    if (account === null) return noAccount();
    if (account.active) return refuseChange('nothing-changes', 'the account is enabled');
    // The person may have been given another office while this account slept.
    const fit = mayHold(account, facts);
    return fit.ok ? changed(account.accountId, account.personId, account, { ...account, active: true }) : fit;
  },
});

export const disableAccount = officeChange<AccountFacts>()({
  title: { zh: '停用账号(立即结束其全部会话)', en: 'Disable an account: all its sessions end at once' },
  form: ofAccount,
  by: byAdministrators,
  // Whoever has found a thief must not wait for somebody else.
  second: null,
  refusals: ['account-unknown', 'nothing-changes', 'administrators-too-few'],
  judge({ facts }) {
    const { account } = facts;
    if (account === null) return noAccount();
    if (!account.active) return refuseChange('nothing-changes', 'the account is disabled');
    const after = { ...account, active: false };
    return givenUp(account, after, facts) ?? changed(account.accountId, account.personId, account, after);
  },
});

export const resetPassword = officeChange<Pick<AccountFacts, 'account'>>()({
  title: { zh: '重置密码(一次性密码)', en: 'Reset the password of an account to a one-time password' },
  form: ofAccount,
  by: byAdministrators,
  second: {
    roles: byAdministrators,
    where: {
      title: {
        zh: '账号带有管理、审批、付款、复核、奖励、政策或科长岗位时',
        en: 'where the account holds a weighty office: administrator, approver, payer, confirmer, reward officer, policy editor, section chief',
      },
      holds: ({ facts }) => facts.account !== null && isWeighty(facts.account.roles),
    },
  },
  refusals: ['account-unknown'],
  judge({ facts: { account } }) {
    if (account === null) return noAccount();
    const { accountId, personId } = account;
    return changed(accountId, personId, null, null);
  },
});

export const resetSecondFactor = officeChange<
  Pick<AccountFacts, 'account'> & { readonly enrolled: boolean }
>()({
  title: {
    zh: '撤销第二因素(持有人须重新登记)',
    en: 'Take the second factor from an account: its holder enrols anew, and all its sessions end',
  },
  form: ofAccount,
  by: byAdministrators,
  // Whoever could take it alone would need no code to act in another's name.
  second: { roles: byAdministrators },
  refusals: ['account-unknown', 'nothing-changes'],
  judge({ facts: { account, enrolled } }) {
    if (account === null) return noAccount();
    if (!enrolled) return refuseChange('nothing-changes', 'the account has no second factor');
    const { accountId, personId } = account;
    return changed(accountId, personId, null, null);
  },
});

/** Refusals: `roles-incompatible` with the pair and why, `unit-unknown`, `enterprise-unknown`. */
function mayHold(
  { roles, enterpriseId }: Pick<Offices, 'roles' | 'enterpriseId'>,
  { heldElsewhere, unitKnown, enterpriseKnown }: Fitness,
): OfficeResult<null> {
  if (!unitKnown) return refuseChange('unit-unknown', 'no such unit');
  if (!enterpriseKnown) return refuseChange('enterprise-unknown', 'no such enterprise');
  if (roles.some(isFirmRole) !== (enterpriseId !== null))
    return refuseChange('roles-incompatible', 'an office of a firm has an enterprise, and no other has one');
  const clash = clashOf([...roles, ...heldElsewhere]);
  return clash === null
    ? permitted
    : refuseChange('roles-incompatible', `${clash.pair.join(' and ')}: ${clash.why.en}`);
}

/** Two administrators stay: one alone could put nothing in force, and nobody could ever name another. */
function givenUp(before: AccountStanding, after: AccountStanding, { otherAdministrators }: AccountFacts) {
  const administers = ({ active, roles }: AccountStanding) => active && roles.includes('administrator');
  return administers(before) && !administers(after) && otherAdministrators < 2
    ? refuseChange('administrators-too-few', 'two other natural persons must be administrators')
    : null;
}

function changed(
  accountId: string,
  person: string | null,
  before: AccountStanding | null,
  after: AccountStanding | null,
): OfficeResult<Change> {
  const same = before !== null && after !== null && sameOffices(before, after);
  return same
    ? refuseChange('nothing-changes', 'the account stands so already')
    : { ok: true, value: { subject: accountSubject(accountId), person, before, after } };
}

function sameOffices(one: AccountStanding, other: AccountStanding): boolean {
  return (
    one.active === other.active &&
    one.level === other.level &&
    one.unit === other.unit &&
    one.enterpriseId === other.enterpriseId &&
    one.roles.length === other.roles.length &&
    one.roles.every((role) => other.roles.includes(role))
  );
}

function noAccount(): OfficeResult<never> {
  return refuseChange('account-unknown', 'no such account');
}
