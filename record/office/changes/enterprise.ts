import type { EnterpriseDescription } from '../../../domain/office/kinds/enterprise';
import type { CarriedOutKind } from '../carried-out';

export const describeEnterprise: CarriedOutKind<'describe-enterprise'> = {
  changes: 'names',
  async facts(tx, { enterpriseId }) {
    const standing = await tx.enterprise.findUnique({
      where: { id: enterpriseId },
      select: { trade: true, zone: true, address: true, aliases: true },
    });
    return { standing };
  },
  async apply(tx, { form: { enterpriseId: id }, change }) {
    const { aliases, ...description } = change.after as EnterpriseDescription;
    const { id: _, ...described } = await tx.enterprise.update({
      where: { id },
      data: { ...description, aliases: [...aliases] },
    });
    return { answer: { enterpriseId: id, ...described } };
  },
};
