import { randomUUID } from 'node:crypto';
import { aliasesWith, type EnterpriseStanding } from '../../../domain/office/kinds/enterprise';
import { mergeTies } from '../../desk/ties';
import { endSessionsOf } from '../../people/people';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind, FollowingChange } from '../carried-out';
import { standingIn } from './account';

export const enterEnterprise: CarriedOutKind<'enter-enterprise'> = {
  changes: 'names',
  facts: async (tx, { creditCode }) => ({
    id: randomUUID(),
    codeTaken: (await tx.enterprise.count({ where: { creditCode } })) > 0,
  }),
  async apply(tx, { change }) {
    const { closed: _, mergedInto: __, aliases, ...row } = change.after as EnterpriseStanding;
    await tx.enterprise.create({ data: { ...row, aliases: [...aliases] } });
    return { answer: told(change.after as EnterpriseStanding) };
  },
};

export const describeEnterprise: CarriedOutKind<'describe-enterprise'> = {
  changes: 'names',
  facts: async (tx, { enterpriseId }) => ({ standing: await enterpriseStanding(tx, enterpriseId) }),
  apply: (tx, { change }) => write(tx, change.after as EnterpriseStanding),
};

export const renameEnterprise: CarriedOutKind<'rename-enterprise'> = {
  changes: 'names',
  facts: async (tx, { enterpriseId }) => ({ standing: await enterpriseStanding(tx, enterpriseId) }),
  apply: (tx, { change }) => write(tx, change.after as EnterpriseStanding),
};

export const closeEnterprise: CarriedOutKind<'close-enterprise'> = {
  facts: async (tx, { enterpriseId }) => ({ standing: await enterpriseStanding(tx, enterpriseId) }),
  async apply(tx, { change }, { now }) {
    const { id } = change.after as EnterpriseStanding;
    await tx.enterprise.update({ where: { id }, data: { closedAt: now } });
    const openCases = await tx.caseFile.count({ where: { enterpriseId: id, outcome: null } });
    return { answer: { ...told(change.after as EnterpriseStanding), openCases } };
  },
};

export const mergeEnterprises: CarriedOutKind<'merge-enterprises'> = {
  changes: 'names',
  facts: async (tx, { from, into }) => ({
    from: await enterpriseStanding(tx, from),
    into: await enterpriseStanding(tx, into),
  }),
  async apply(tx, { form: { from, into }, facts }, { receipts, now }) {
    const [gone, stays] = [facts.from, facts.into];
    if (gone === null || stays === null) throw new Error('a firm that there is not is merged');
    // The row first: whoever writes a case of it from here on waits, and finds the other firm (see the trigger).
    await tx.enterprise.update({ where: { id: from }, data: { mergedInto: into, closedAt: now } });
    await tx.enterprise.updateMany({ where: { mergedInto: from }, data: { mergedInto: into } });
    const aliases = aliasesWith(stays.aliases, [gone.name, ...gone.aliases], stays.name);
    await tx.enterprise.update({ where: { id: into }, data: { aliases: [...aliases] } });
    const { count } = await tx.caseFile.updateMany({
      where: { enterpriseId: from },
      data: { enterpriseId: into },
    });
    // What somebody was recused from stays beside it: lifting one never lifts the other.
    await tx.$executeRaw`
      INSERT INTO anjie.recusal (person_id, enterprise_id)
      SELECT person_id, ${into}::uuid FROM anjie.recusal WHERE enterprise_id = ${from}::uuid ON CONFLICT DO NOTHING`;
    await tx.$executeRaw`
      INSERT INTO anjie.enterprise_profile (enterprise_id, sector, above_scale, staff_count, front_line_count)
      SELECT ${into}::uuid, sector, above_scale, staff_count, front_line_count FROM anjie.enterprise_profile
      WHERE enterprise_id = ${from}::uuid ON CONFLICT DO NOTHING`;
    await mergeTies(tx, receipts, { from, into });
    const follows = await contactsGoOver(tx, { from, into });
    return { answer: { ...told(stays), aliases, cases: count, contacts: follows.length }, follows };
  },
};

/** Contacts of the firm that goes out are contacts of the one that stays. */
async function contactsGoOver(
  tx: ModelTransaction,
  { from, into }: { readonly from: string; readonly into: string },
): Promise<FollowingChange[]> {
  const contacts = await tx.account.findMany({ where: { enterpriseId: from }, orderBy: { login: 'asc' } });
  await tx.account.updateMany({ where: { enterpriseId: from }, data: { enterpriseId: into } });
  for (const { id } of contacts) await endSessionsOf(tx, id);
  return contacts.map((row) => {
    const before = standingIn(row);
    const after = { ...before, enterpriseId: into };
    return {
      change: 'set-offices',
      ...{ subject: `account/${row.id}`, person: row.personId, before, after },
    };
  });
}

async function enterpriseStanding(tx: ModelTransaction, id: string): Promise<EnterpriseStanding | null> {
  const row = await tx.enterprise.findFirst({ where: { id, mergedInto: null } });
  return row && enterpriseIn(row);
}

/** A row of the firms as the record says it. */
export function enterpriseIn({
  closedAt,
  ...standing
}: Omit<EnterpriseStanding, 'closed'> & { readonly closedAt: Date | null }): EnterpriseStanding {
  return { ...standing, closed: closedAt !== null };
}

async function write(tx: ModelTransaction, standing: EnterpriseStanding) {
  const { id, name, trade, zone, address, aliases } = standing;
  await tx.enterprise.update({
    where: { id },
    data: { name, trade, zone, address, aliases: [...aliases] },
  });
  return { answer: told(standing) };
}

function told({ id: enterpriseId, closed: _, mergedInto: __, ...standing }: EnterpriseStanding) {
  return { enterpriseId, ...standing };
}
