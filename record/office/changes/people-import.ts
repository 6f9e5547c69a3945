import { randomBytes, randomUUID } from 'node:crypto';
import { accountSubject } from '../../../domain/office/account-standing';
import { planPeople, type ListedPerson, type PeopleFacts } from '../../../domain/office/kinds/people-import';
import type { ModelTransaction } from '../../store/idempotency';
import { hashPassword } from '../../vault/passwords';
import type { CarriedOutKind, FollowingChange } from '../carried-out';
import { standingIn } from './account';

export const importPeople: CarriedOutKind<'import-people'> = {
  changes: 'names',
  facts: (tx, { rows }) => peopleFacts(tx, rows),
  async apply(tx, { form: { rows }, facts, change }, { passwordCost }) {
    const made = planPeople(rows, facts).rows.flatMap(({ row, account, isNewPerson }) =>
      account === null ? [] : [{ row, account, isNewPerson }],
    );
    const persons = made.filter(({ isNewPerson }) => isNewPerson);
    await tx.person.createMany({
      data: persons.map(({ row: { staffNo, name }, account }) => ({ id: account.personId, staffNo, name })),
    });
    // Nobody has this password, and its time is over: an account opens with the first reset.
    const passwordHash = await hashPassword(randomBytes(24).toString('base64url'), passwordCost);
    await tx.account.createMany({
      data: made.map(({ account: { accountId: id, roles, ...account } }) => ({
        ...{ id, ...account, roles: [...roles], passwordHash, oneTimeUntil: new Date(0) },
      })),
    });
    const follows = made.map(({ account }): FollowingChange => ({
      change: 'create-account',
      ...{
        subject: accountSubject(account.accountId),
        person: account.personId,
        before: null,
        after: account,
      },
    }));
    return { answer: change.after ?? {}, follows };
  },
};

/** What stands of the people of a list, however many there are. */
export async function peopleFacts(
  tx: Pick<ModelTransaction, 'account' | 'person' | 'unit' | 'enterprise'>,
  rows: readonly ListedPerson[],
): Promise<PeopleFacts> {
  const staffNos = rows.map(({ staffNo }) => staffNo);
  const logins = rows.map(({ login }) => login);
  const codes = rows.flatMap(({ creditCode }) => creditCode ?? []);
  const accounts = await tx.account.findMany({
    where: { OR: [{ login: { in: logins } }, { person: { staffNo: { in: staffNos } } }] },
    include: { person: { select: { staffNo: true } } },
  });
  return {
    accounts: accounts.map((row) => ({ ...standingIn(row), staffNo: row.person.staffNo })),
    persons: await tx.person.findMany({
      where: { staffNo: { in: staffNos } },
      select: { id: true, staffNo: true, name: true },
    }),
    units: await tx.unit.findMany({ where: { closedAt: null }, select: { id: true, titleZh: true } }),
    firms: await tx.enterprise.findMany({
      where: { creditCode: { in: codes }, mergedInto: null },
      select: { id: true, creditCode: true },
    }),
    fresh: rows.map(() => ({ accountId: randomUUID(), personId: randomUUID() })),
  };
}
