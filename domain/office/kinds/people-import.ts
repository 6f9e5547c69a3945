import { Type, type Static } from 'typebox';
import { Coded, Form, Line, SystemWord } from '../../case/form';
import { isFirmRole, type Role } from '../../role';
import type { AccountStanding } from '../account-standing';
import { Login, officeFields, orNull } from '../fields';
import { officeChange } from '../office-change';
import { refuseChange } from '../office-refusal';
import { clashOf } from '../offices-apart';
import { listForm, rowsRefused, type RowFault, type RowFaultCode } from './office-list';

/*
 * Many people at once, each row an account: one proposal, which a second administrator puts in force whole or not at
 * all. The accounts open to nobody; each holder is handed a one-time password of their own by a reset, so that no list of
 * passwords ever lies anywhere.
 */

const { roles, level } = officeFields;

const firmCode = { zh: '企业代码', en: 'Credit code' };

/** A row. The unit is named by its id or by what it is called, the firm of a contact by its credit code. */
export const listedPersonForm = Form({
  staffNo: SystemWord({ zh: '工号', en: 'Staff number' }, '^[A-Za-z0-9-]{2,40}$'),
  name: Line({ zh: '姓名', en: 'Name' }, 60),
  login: Login,
  email: orNull({ zh: '邮箱', en: 'E-mail' }, Type.String({ format: 'email', maxLength: 200 })),
  roles,
  level,
  unit: Line({ zh: '部门', en: 'Unit' }, 60),
  creditCode: orNull(firmCode, Coded(firmCode, 'credit-code')),
});
export type ListedPerson = Static<typeof listedPersonForm>;

export interface PeopleFacts {
  /** Accounts of the persons and logins of the list. */
  readonly accounts: readonly (AccountStanding & { readonly staffNo: string })[];
  /** Persons who are known by a staff number of the list. */
  readonly persons: readonly { readonly id: string; readonly staffNo: string; readonly name: string }[];
  readonly units: readonly { readonly id: string; readonly titleZh: string }[];
  readonly firms: readonly { readonly id: string; readonly creditCode: string }[];
  /** Ids for new accounts and persons, a pair for each row. */
  readonly fresh: readonly { readonly accountId: string; readonly personId: string }[];
}

/** An account that a row makes, with its person; null where it stands so already. */
export interface PersonPlan {
  readonly row: ListedPerson;
  readonly account: AccountStanding | null;
  readonly isNewPerson: boolean;
}

export interface PeoplePlan {
  readonly rows: readonly PersonPlan[];
  readonly faults: readonly RowFault[];
}

const administrators = ['administrator'] as const;

export const importPeople = officeChange<PeopleFacts>()({
  title: {
    zh: '批量登记人员和账号(整表生效或整表不生效)',
    en: 'Enter a list of people with their accounts: whole or not at all, one line of the record for each account',
  },
  form: listForm({ zh: '人员', en: 'People' }, listedPersonForm),
  by: administrators,
  second: { roles: administrators },
  refusals: ['import-faulty', 'nothing-changes'],
  judge({ form: { source = null, rows }, facts }) {
    const plan = planPeople(rows, facts);
    if (plan.faults.length > 0) return rowsRefused(plan.faults);
    const { entered, unchanged } = peopleCounted(plan);
    if (entered === 0) return refuseChange('nothing-changes', 'every account of the list stands so already');
    const after = { source, rows: rows.length, entered, unchanged };
    return { ok: true, value: { subject: 'accounts', person: null, before: null, after } };
  },
});

/** What each row of a list would make, and what is wrong with it. */
export function planPeople(rows: readonly ListedPerson[], facts: PeopleFacts): PeoplePlan {
  const faults: RowFault[] = [];
  const people = new Map<string, Held>(
    facts.persons.map((person) => [person.staffNo, heldBy(person, facts)]),
  );
  const logins = new Set<string>();
  const planned = rows.map((row, at): PersonPlan => {
    const fault = (column: keyof ListedPerson, code: RowFaultCode) => {
      faults.push({ row: at + 1, column, code });
      return { row, account: null, isNewPerson: false };
    };
    const { staffNo, login } = row;
    const known = people.get(staffNo);
    if (logins.has(login)) return fault('login', 'row-repeated');
    logins.add(login);
    const unit = unitNamed(row.unit, facts);
    if (unit === null) return fault('unit', 'unit-unknown');
    const firm = facts.firms.find(({ creditCode }) => creditCode === row.creditCode)?.id ?? null;
    if (row.creditCode !== null && firm === null) return fault('creditCode', 'firm-unknown');
    if (row.roles.some(isFirmRole) !== (firm !== null)) return fault('creditCode', 'firm-not-fitting');
    if (known !== undefined && known.name !== row.name) return fault('name', 'name-differs');
    const fresh = facts.fresh[at] ?? { accountId: '', personId: '' };
    const account: AccountStanding = {
      ...{ accountId: fresh.accountId, login, personId: known?.id ?? fresh.personId, email: row.email },
      ...{ active: true, roles: row.roles, level: row.level, unit, enterpriseId: firm },
    };
    const standing = facts.accounts.find((each) => each.login === login);
    if (standing !== undefined)
      return isSame(standing, account)
        ? { row, account: null, isNewPerson: false }
        : fault('login', 'login-taken');
    if (known?.roles.includes('administrator') === true && known.isKept)
      return fault('staffNo', 'administrators-own');
    const held = [...(known?.roles ?? []), ...row.roles];
    if (clashOf(held) !== null) return fault('roles', 'offices-apart');
    people.set(staffNo, {
      id: account.personId,
      name: row.name,
      roles: held,
      isKept: known?.isKept ?? false,
    });
    return { row, account, isNewPerson: known === undefined };
  });
  return { rows: planned, faults };
}

export function peopleCounted({ rows }: PeoplePlan) {
  const entered = rows.filter(({ account }) => account !== null).length;
  return { entered, changed: 0, unchanged: rows.length - entered };
}

/** A person as the rows above leave them. */
interface Held {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly Role[];
  /** Known before the list. */
  readonly isKept: boolean;
}

function heldBy({ id, name }: PeopleFacts['persons'][number], { accounts }: PeopleFacts): Held {
  const own = accounts.filter(({ personId, active }) => personId === id && active);
  return { id, name, roles: own.flatMap((account) => account.roles), isKept: true };
}

function unitNamed(named: string, { units }: PeopleFacts): string | null {
  const byId = units.find(({ id }) => id === named);
  if (byId !== undefined) return byId.id;
  const [unit, another] = units.filter(({ titleZh }) => titleZh === named);
  return unit === undefined || another !== undefined ? null : unit.id;
}

function isSame(standing: AccountStanding, row: AccountStanding): boolean {
  return (
    standing.active &&
    standing.personId === row.personId &&
    standing.level === row.level &&
    standing.unit === row.unit &&
    standing.enterpriseId === row.enterpriseId &&
    standing.roles.length === row.roles.length &&
    standing.roles.every((role) => row.roles.includes(role))
  );
}
