import type { EnterpriseProfile, Sector } from '../../../domain/office/kinds/enterprise-profile';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind } from '../carried-out';

export const describeProfile: CarriedOutKind<'describe-profile'> = {
  facts: async (tx, { enterpriseId }) => ({
    enterpriseKnown: (await tx.enterprise.count({ where: { id: enterpriseId, mergedInto: null } })) > 0,
    before: await profileOf(tx, enterpriseId),
  }),
  async apply(tx, { change, form }) {
    const { enterpriseId, ...profile } = form;
    await tx.enterpriseProfile.upsert({
      where: { enterpriseId },
      create: form,
      update: profile,
    });
    return { answer: { ...change.after } };
  },
};

/** What is known of a firm; null where nobody has entered it. */
export async function profileOf(
  tx: Pick<ModelTransaction, 'enterpriseProfile'>,
  enterpriseId: string,
): Promise<EnterpriseProfile | null> {
  const row = await tx.enterpriseProfile.findUnique({ where: { enterpriseId } });
  return row && { ...row, sector: row.sector as Sector };
}
