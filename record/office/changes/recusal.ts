import { liftTies, recuseByTies } from '../../desk/ties';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind } from '../carried-out';

export const enterRecusal: CarriedOutKind<'enter-recusal'> = {
  facts: recusalFacts,
  async apply(tx, { form }, { receipts }) {
    await tx.recusal.create({ data: form });
    await recuseByTies(tx, receipts, form);
    return { answer: form };
  },
};

export const liftRecusal: CarriedOutKind<'lift-recusal'> = {
  facts: recusalFacts,
  async apply(tx, { form }, { receipts }) {
    await tx.recusal.deleteMany({ where: form });
    await liftTies(tx, receipts, form);
    return { answer: form };
  },
};

async function recusalFacts(tx: ModelTransaction, form: { personId: string; enterpriseId: string }) {
  const { personId, enterpriseId } = form;
  return {
    personKnown: (await tx.person.count({ where: { id: personId } })) > 0,
    enterpriseKnown: (await tx.enterprise.count({ where: { id: enterpriseId } })) > 0,
    stands: (await tx.recusal.count({ where: { personId, enterpriseId } })) > 0,
  };
}
