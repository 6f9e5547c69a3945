import { disabledOf } from '../../../domain/office/kinds/person';
import { endSessionsOf } from '../../people/people';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind } from '../carried-out';
import { standingIn } from './account';

export const renamePerson: CarriedOutKind<'rename-person'> = {
  changes: 'names',
  facts: async (tx, { personId }) => ({ name: await nameOf(tx, personId) }),
  async apply(tx, { form: { personId, name } }) {
    await tx.person.update({ where: { id: personId }, data: { name } });
    return { answer: { personId, name } };
  },
};

export const leaveOffice: CarriedOutKind<'leave-office'> = {
  changes: 'names',
  async facts(tx, { personId }) {
    const accounts = await tx.account.findMany({
      where: { personId, active: true },
      orderBy: { login: 'asc' },
    });
    const others = await tx.account.findMany({
      where: { active: true, roles: { has: 'administrator' }, personId: { not: personId } },
      distinct: ['personId'],
      select: { personId: true },
    });
    return {
      name: await nameOf(tx, personId),
      accounts: accounts.map(standingIn),
      otherAdministrators: others.length,
    };
  },
  async apply(tx, { form: { personId }, facts: { accounts } }) {
    for (const { accountId: id } of accounts) {
      await tx.account.update({ where: { id }, data: { active: false } });
      await endSessionsOf(tx, id);
    }
    const follows = accounts.map((account) => ({
      change: 'disable-account' as const,
      ...disabledOf(account),
    }));
    const disabled = accounts.map(({ login }) => login);
    return { answer: { personId, disabled, assigned: await assignedTo(tx, personId) }, follows };
  },
};

async function nameOf(tx: ModelTransaction, id: string): Promise<string | null> {
  return (await tx.person.findUnique({ where: { id }, select: { name: true } }))?.name ?? null;
}

/** Open steps that wait for this person alone: somebody else has to be named. */
function assignedTo(tx: ModelTransaction, personId: string) {
  return tx.$queryRaw<{ number: string; step: string }[]>`
    SELECT f.number, s.step FROM anjie.open_step s JOIN anjie.case_file f ON f.id = s.case_id
    WHERE s.assignee = ${personId}::uuid ORDER BY f.number, s.step`;
}
