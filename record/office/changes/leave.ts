import { randomUUID } from 'node:crypto';
import type { Leave, LeaveFacts } from '../../../domain/office/kinds/leave';
import type { Role } from '../../../domain/role';
import { shanghaiDate } from '../../../domain/time/calendar';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind, ChangeParts } from '../carried-out';

export const enterLeave: CarriedOutKind<'enter-leave'> = {
  async facts(tx, { personId, substituteId }, { now }) {
    const both = [personId, substituteId];
    const leaves = await tx.substitution.findMany({
      where: {
        toDate: { gte: today(now) },
        OR: [{ personId: { in: both } }, { substituteId: personId }],
      },
    });
    return {
      id: randomUUID(),
      away: await holdingsOf(tx, personId),
      substitute: await holdingsOf(tx, substituteId),
      leaves: leaves.map(leaveIn),
    };
  },
  async apply(tx, { change }) {
    const { id, personId, substituteId, from, to } = change.after as Leave;
    const term = { fromDate: new Date(from), toDate: new Date(to) };
    await tx.substitution.create({ data: { id, personId, substituteId, ...term } });
    return { answer: { id } };
  },
};

export const shortenLeave: CarriedOutKind<'shorten-leave'> = {
  facts: leaveFacts,
  async apply(tx, { form: { leave: id, to } }) {
    await tx.substitution.update({ where: { id }, data: { toDate: new Date(to) } });
    return { answer: { id } };
  },
};

export const endLeave: CarriedOutKind<'end-leave'> = {
  facts: leaveFacts,
  async apply(tx, { form: { leave: id }, change }) {
    const after = change.after as Leave | null;
    if (after === null) await tx.substitution.delete({ where: { id } });
    else await tx.substitution.update({ where: { id }, data: { toDate: new Date(after.to) } });
    return { answer: { id } };
  },
};

async function leaveFacts(
  tx: ModelTransaction,
  { leave: id }: { readonly leave: string },
  { now }: ChangeParts,
): Promise<LeaveFacts> {
  const leave = await tx.substitution.findFirst({ where: { id, toDate: { gte: today(now) } } });
  if (leave === null) return { leave: null, away: [] };
  return { leave: leaveIn(leave), away: await holdingsOf(tx, leave.personId) };
}

async function holdingsOf(tx: ModelTransaction, personId: string) {
  const accounts = await tx.account.findMany({
    where: { personId, active: true },
    select: { unit: true, roles: true },
  });
  return accounts.map(({ unit, roles }) => ({ unit, roles: roles as Role[] }));
}

interface Row {
  readonly id: string;
  readonly personId: string;
  readonly substituteId: string;
  readonly fromDate: Date;
  readonly toDate: Date;
}

function leaveIn({ id, personId, substituteId, fromDate, toDate }: Row): Leave {
  return { id, personId, substituteId, from: dateOf(fromDate), to: dateOf(toDate) };
}

function dateOf(day: Date): string {
  return day.toISOString().slice(0, 10);
}

function today(now: Date): Date {
  return new Date(shanghaiDate(now.toISOString()));
}
