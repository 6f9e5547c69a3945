import { randomUUID } from 'node:crypto';
import type { Level, Role, StaffActor } from '../../domain/role';
import type { Database } from '../store/database';
import {
  type Idempotency,
  idempotent,
  overModels,
  type Done,
  type ModelTransaction,
} from '../store/idempotency';
import { liftTies, recuseByTies } from '../desk/ties';
import type { Receipts } from '../vault/receipts';
import { endSessionsOf } from './people';

/** Why something about accounts, leave or recusal was refused. */
export const peopleRefusalCodes = [
  'login-taken',
  'account-unknown',
  'person-unknown',
  'unit-unknown',
  'enterprise-unknown',
  'roles-incompatible',
  'dates-reversed',
  'substitute-unfit',
  'not-for-others',
] as const;
export type PeopleRefusal = (typeof peopleRefusalCodes)[number];

/** Offices that run or watch the system. A person who holds one takes no part in cases, through whichever account. */
const systemRoles: readonly Role[] = ['administrator', 'operator', 'auditor'];

export interface Offices {
  readonly roles: readonly Role[];
  readonly level: Level;
  readonly unit: string;
  /** For an enterprise's contact only. */
  readonly enterpriseId: string | null;
}

export interface NewAccount extends Offices {
  readonly login: string;
  readonly passwordHash: string;
  readonly email: string | null;
  /** The natural person, by staff number; one who is known already keeps their name. */
  readonly person: { readonly staffNo: string; readonly name: string };
}

export type AccountAnswer = { readonly login: string; readonly personId: string; readonly accountId: string };

/** Creates an account. Refusals: `login-taken`, `roles-incompatible`, `unit-unknown`, `enterprise-unknown`. */
export function createAccount(
  db: Database,
  account: NewAccount,
  idempotency: Idempotency,
): Promise<Done<AccountAnswer, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    const { login, passwordHash, email, person, ...offices } = account;
    if (await tx.account.findUnique({ where: { login }, select: { id: true } })) refuse('login-taken');
    const { id: personId } = await tx.person.upsert({
      where: { staffNo: person.staffNo },
      create: { id: randomUUID(), ...person },
      update: {},
      select: { id: true },
    });
    await assertFit(tx, personId, null, offices, refuse);
    const accountId = randomUUID();
    await tx.account.create({
      data: { id: accountId, login, passwordHash, email, personId, ...offices, roles: [...offices.roles] },
    });
    return { login, personId, accountId };
  });
}

/**
 * Gives an account other roles, level and unit, from its next request on. Refusals: `account-unknown`,
 * `roles-incompatible`, `unit-unknown`, `enterprise-unknown`.
 */
export function setOffices(
  db: Database,
  login: string,
  offices: Offices,
  idempotency: Idempotency,
): Promise<Done<AccountAnswer, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    const account = await accountBy(tx, login, refuse);
    await assertFit(tx, account.personId, account.accountId, offices, refuse);
    await tx.account.update({ where: { login }, data: { ...offices, roles: [...offices.roles] } });
    return account;
  });
}

/** Enables or disables an account; disabling ends its sessions at once. Refusals: `account-unknown`, `roles-incompatible`. */
export function setActive(
  db: Database,
  login: string,
  active: boolean,
  idempotency: Idempotency,
): Promise<Done<AccountAnswer, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    const account = await accountBy(tx, login, refuse);
    // The person may have been given another office while this account was disabled.
    if (active) await assertFit(tx, account.personId, account.accountId, await officesOf(tx, login), refuse);
    await tx.account.update({ where: { login }, data: { active } });
    if (!active) await endSessionsOf(tx, account.accountId);
    return account;
  });
}

export interface Leave {
  /** Who is away. */
  readonly personId: string;
  readonly substituteId: string;
  /** Shanghai dates, both included. */
  readonly from: string;
  readonly to: string;
}

/**
 * Enters leave with a substitute: by the person, or by a section chief of the same unit for them. The
 * substitute must be another person of that unit with an office in common.
 * Refusals: `not-for-others`, `substitute-unfit`, `dates-reversed`.
 */
export function enterLeave(
  db: Database,
  leave: Leave,
  actor: StaffActor,
  idempotency: Idempotency,
): Promise<Done<{ readonly id: string }, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    const { personId, substituteId, from, to } = leave;
    if (from > to) refuse('dates-reversed');
    const accounts = await tx.account.findMany({
      where: { personId: { in: [personId, substituteId] }, active: true },
      select: { personId: true, unit: true, roles: true },
    });
    const away = accounts.filter((account) => account.personId === personId);
    const chief = actor.roles.includes('section-chief') && away.some(({ unit }) => unit === actor.unit);
    if (personId !== actor.personId && !chief) refuse('not-for-others');
    const fit = accounts.some(
      (other) =>
        other.personId === substituteId &&
        away.some(
          ({ unit, roles }) => unit === other.unit && roles.some((role) => other.roles.includes(role)),
        ),
    );
    if (!fit || personId === substituteId) refuse('substitute-unfit');
    const id = randomUUID();
    await tx.substitution.create({
      data: { id, personId, substituteId, fromDate: new Date(from), toDate: new Date(to) },
    });
    return { id };
  });
}

interface RecusalParts {
  readonly db: Database;
  readonly receipts: Receipts;
}

/**
 * Enters an interest of a person in an enterprise (回避): declared by themself, or entered by a section
 * chief or administrator. It holds for every tip that names the enterprise too. Doing it twice changes nothing.
 * Refusals: `not-for-others`, `person-unknown`, `enterprise-unknown`.
 */
export function enterRecusal(
  { db, receipts }: RecusalParts,
  recusal: { readonly personId: string; readonly enterpriseId: string },
  actor: StaffActor,
  idempotency: Idempotency,
): Promise<Done<{ readonly personId: string; readonly enterpriseId: string }, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    const { personId, enterpriseId } = recusal;
    const maySpeakForOthers = actor.roles.includes('section-chief') || actor.roles.includes('administrator');
    if (personId !== actor.personId && !maySpeakForOthers) refuse('not-for-others');
    if (!(await tx.person.findUnique({ where: { id: personId }, select: { id: true } })))
      refuse('person-unknown');
    await assertEnterprise(tx, enterpriseId, refuse);
    await tx.recusal.createMany({ data: [recusal], skipDuplicates: true });
    await recuseByTies(tx, receipts, recusal);
    return recusal;
  });
}

/** Ends a recusal, also from the tips that name the enterprise; only somebody else can. Refusals: `not-for-others`. */
export function liftRecusal(
  { db, receipts }: RecusalParts,
  recusal: { readonly personId: string; readonly enterpriseId: string },
  actor: StaffActor,
  idempotency: Idempotency,
): Promise<Done<{ readonly personId: string; readonly enterpriseId: string }, PeopleRefusal>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    if (recusal.personId === actor.personId) refuse('not-for-others');
    await tx.recusal.deleteMany({ where: recusal });
    await liftTies(tx, receipts, recusal);
    return recusal;
  });
}

export interface AccountLine extends Offices {
  readonly login: string;
  readonly personId: string;
  readonly staffNo: string;
  readonly name: string;
  readonly email: string | null;
  readonly active: boolean;
}

/** All accounts, for the administrator. */
export async function accounts(db: Database): Promise<AccountLine[]> {
  const rows = await db.account.findMany({ include: { person: true }, orderBy: { login: 'asc' } });
  return rows.map(({ login, personId, person, email, active, roles, level, unit, enterpriseId }) => ({
    login,
    personId,
    staffNo: person.staffNo,
    name: person.name,
    email,
    active,
    roles: roles as Role[],
    level: level as Level,
    unit,
    enterpriseId,
  }));
}

type Refuse = (refusal: PeopleRefusal) => never;

async function accountBy(tx: ModelTransaction, login: string, refuse: Refuse): Promise<AccountAnswer> {
  const account = await tx.account.findUnique({ where: { login }, select: { id: true, personId: true } });
  return account === null
    ? refuse('account-unknown')
    : { login, personId: account.personId, accountId: account.id };
}

async function officesOf(tx: ModelTransaction, login: string): Promise<Offices> {
  const { roles, level, unit, enterpriseId } = await tx.account.findUniqueOrThrow({ where: { login } });
  return { roles: roles as Role[], level: level as Level, unit, enterpriseId };
}

/** Whether a person may hold these offices, all their accounts taken together. */
async function assertFit(
  tx: ModelTransaction,
  personId: string,
  accountId: string | null,
  { roles, unit, enterpriseId }: Offices,
  refuse: Refuse,
): Promise<void> {
  const others = await tx.account.findMany({
    where: { personId, active: true, ...(accountId === null ? {} : { id: { not: accountId } }) },
    select: { roles: true },
  });
  const held = [...roles, ...others.flatMap((account) => account.roles as Role[])];
  const system = held.some((role) => systemRoles.includes(role));
  const business = held.some((role) => !systemRoles.includes(role));
  const contact = roles.includes('enterprise-contact');
  if (
    (system && business) ||
    roles.includes('reporter') ||
    contact !== (enterpriseId !== null) ||
    (contact && held.some((role) => role !== 'enterprise-contact'))
  ) {
    refuse('roles-incompatible');
  }
  if (!(await tx.unit.findUnique({ where: { id: unit }, select: { id: true } }))) refuse('unit-unknown');
  if (enterpriseId !== null) await assertEnterprise(tx, enterpriseId, refuse);
}

async function assertEnterprise(tx: ModelTransaction, id: string, refuse: Refuse): Promise<void> {
  if (!(await tx.enterprise.findUnique({ where: { id }, select: { id: true } })))
    refuse('enterprise-unknown');
}
