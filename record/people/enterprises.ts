import type { Database } from '../store/database';
import { type Idempotency, idempotent, overModels, type Done } from '../store/idempotency';

export type EnterpriseLine = {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string;
  readonly trade: string | null;
  readonly zone: string | null;
};

/** Enters what notices are addressed by: the trade of a firm and where it lies. Refusal: `enterprise-not-found`. */
export function describeEnterprise(
  db: Database,
  { id, trade, zone }: Pick<EnterpriseLine, 'id' | 'trade' | 'zone'>,
  idempotency: Idempotency,
): Promise<Done<EnterpriseLine, 'enterprise-not-found'>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    if ((await tx.enterprise.count({ where: { id } })) === 0) return refuse('enterprise-not-found');
    return tx.enterprise.update({ where: { id }, data: { trade, zone } });
  });
}
