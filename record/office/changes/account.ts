import { randomUUID } from 'node:crypto';
import type { AccountStanding, Offices } from '../../../domain/office/account-standing';
import type { AccountFacts, Fitness } from '../../../domain/office/kinds/account';
import type { Level, Role } from '../../../domain/role';
import { endSessionsOf } from '../../people/people';
import { takeSecondFactor } from '../../people/second-factor';
import type { ModelTransaction } from '../../store/idempotency';
import { hashPassword, newOneTimePassword } from '../../vault/passwords';
import type { ChangeParts, CarriedOutKind } from '../carried-out';

/** After this a one-time password that nobody has used opens nothing. */
const oneTimeMs = 72 * 3_600_000;

export const createAccount: CarriedOutKind<'create-account'> = {
  changes: 'names',
  async facts(tx, form) {
    const person = await tx.person.findUnique({
      where: { staffNo: form.person.staffNo },
      select: { id: true },
    });
    return {
      loginTaken: (await tx.account.count({ where: { login: form.login } })) > 0,
      person: person?.id ?? null,
      fresh: { accountId: randomUUID(), personId: randomUUID() },
      ...(await fitness(tx, { ...form, personId: person?.id ?? null, accountId: null })),
    };
  },
  async apply(tx, { form, facts, change }, parts) {
    const standing = change.after as AccountStanding;
    if (facts.person === null) await tx.person.create({ data: { id: standing.personId, ...form.person } });
    const { data, ...handed } = await oneTime(parts, standing);
    const { accountId: id, roles, ...account } = standing;
    await tx.account.create({ data: { id, ...account, roles: [...roles], ...data } });
    return { answer: named(standing), ...handed };
  },
};

export const setOffices: CarriedOutKind<'set-offices'> = {
  facts: (tx, form) => factsOf(tx, form.login, form),
  async apply(tx, { change }) {
    const { accountId: id, roles, level, unit, enterpriseId } = change.after as AccountStanding;
    await tx.account.update({ where: { id }, data: { roles: [...roles], level, unit, enterpriseId } });
    await endSessionsOf(tx, id);
    return { answer: named(change.after as AccountStanding) };
  },
};

export const setEmail: CarriedOutKind<'set-email'> = {
  facts: async (tx, { login }) => ({ account: await standingOf(tx, login) }),
  async apply(tx, { change }) {
    const { accountId: id, email } = change.after as AccountStanding;
    await tx.account.update({ where: { id }, data: { email } });
    return { answer: named(change.after as AccountStanding) };
  },
};

export const enableAccount: CarriedOutKind<'enable-account'> = {
  facts: (tx, { login }) => factsOf(tx, login),
  apply: (tx, { change }) => setActive(tx, change.after as AccountStanding),
};

export const disableAccount: CarriedOutKind<'disable-account'> = {
  facts: (tx, { login }) => factsOf(tx, login),
  apply: (tx, { change }) => setActive(tx, change.after as AccountStanding),
};

export const resetPassword: CarriedOutKind<'reset-password'> = {
  facts: async (tx, { login }) => ({ account: await standingOf(tx, login) }),
  async apply(tx, { facts }, parts) {
    const account = facts.account as AccountStanding;
    const { data, ...handed } = await oneTime(parts, account);
    await tx.account.update({ where: { id: account.accountId }, data });
    await endSessionsOf(tx, account.accountId);
    return { answer: named(account), ...handed };
  },
};

export const resetSecondFactor: CarriedOutKind<'reset-second-factor'> = {
  async facts(tx, { login }) {
    const account = await standingOf(tx, login);
    const where = { accountId: account?.accountId ?? '' };
    const enrolled = account !== null && (await tx.secondFactor.count({ where })) > 0;
    return { account, enrolled };
  },
  async apply(tx, { facts }) {
    const account = facts.account as AccountStanding;
    await takeSecondFactor(tx, account.accountId);
    return { answer: named(account) };
  },
};

async function setActive(tx: ModelTransaction, standing: AccountStanding) {
  const { accountId: id, active } = standing;
  await tx.account.update({ where: { id }, data: { active } });
  if (!active) await endSessionsOf(tx, id);
  return { answer: named(standing) };
}

function named({ login, personId, accountId }: AccountStanding) {
  return { login, personId, accountId };
}

async function oneTime(
  { credentials, passwordCost, now, signer }: ChangeParts,
  { accountId, personId }: AccountStanding,
) {
  const oneTimePassword = newOneTimePassword();
  const passwordHash = await hashPassword(oneTimePassword, passwordCost);
  const marks = { [accountId]: signer.markPassword(accountId, passwordHash) };
  return {
    oneTimePassword,
    data: {
      passwordHash,
      passwordTag: credentials.passwordTag({ account: accountId }, oneTimePassword, passwordHash),
      oneTimeUntil: new Date(now.getTime() + oneTimeMs),
    },
    states: [{ kind: 'password-set' as const, person: personId, marks }],
  };
}

/** Of an account, as it stands or as it would with these offices. */
async function factsOf(tx: ModelTransaction, login: string, offices?: Offices): Promise<AccountFacts> {
  const account = await standingOf(tx, login);
  const others = await tx.account.findMany({
    where: { active: true, roles: { has: 'administrator' }, login: { not: login } },
    select: { personId: true },
  });
  const persons = new Set(others.map(({ personId }) => personId));
  if (account !== null) persons.delete(account.personId);
  const { unit = '', enterpriseId = null } = offices ?? account ?? {};
  return {
    account,
    otherAdministrators: persons.size,
    ...(await fitness(tx, {
      unit,
      enterpriseId,
      personId: account?.personId ?? null,
      accountId: account?.accountId ?? null,
    })),
  };
}

async function fitness(
  tx: ModelTransaction,
  of: Pick<Offices, 'unit' | 'enterpriseId'> & {
    readonly personId: string | null;
    readonly accountId: string | null;
  },
): Promise<Fitness> {
  const others =
    of.personId === null
      ? []
      : await tx.account.findMany({
          where: {
            personId: of.personId,
            active: true,
            ...(of.accountId === null ? {} : { id: { not: of.accountId } }),
          },
          select: { roles: true },
        });
  return {
    heldElsewhere: others.flatMap(({ roles }) => roles as Role[]),
    unitKnown: (await tx.unit.count({ where: { id: of.unit, closedAt: null } })) > 0,
    enterpriseKnown:
      of.enterpriseId === null ||
      (await tx.enterprise.count({ where: { id: of.enterpriseId, mergedInto: null } })) > 0,
  };
}

async function standingOf(tx: ModelTransaction, login: string): Promise<AccountStanding | null> {
  const account = await tx.account.findUnique({ where: { login } });
  return account && standingIn(account);
}

/** A row of accounts as the record says it. */
export function standingIn(row: {
  readonly id: string;
  readonly login: string;
  readonly personId: string;
  readonly email: string | null;
  readonly active: boolean;
  readonly roles: readonly string[];
  readonly level: number;
  readonly unit: string;
  readonly enterpriseId: string | null;
}): AccountStanding {
  const { id: accountId, login, personId, email, active, roles, level, unit, enterpriseId } = row;
  return {
    ...{ accountId, login, personId, email, active },
    ...{ roles: roles as Role[], level: level as Level, unit, enterpriseId },
  };
}
