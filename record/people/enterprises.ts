import type { Database } from '../store/database';
import { type Idempotency, idempotent, overModels, type Done } from '../store/idempotency';

export type EnterpriseLine = {
  readonly id: string;
  readonly name: string;
  readonly creditCode: string;
  readonly trade: string | null;
  readonly zone: string | null;
  readonly address: string | null;
  /** Short and former names. */
  readonly aliases: string[];
};

/** What is entered of a firm; what is left out stays as it is. */
export interface EnterpriseDescription extends Pick<EnterpriseLine, 'id' | 'trade' | 'zone'> {
  readonly address?: string | null;
  readonly aliases?: string[];
}

/**
 * Enters what notices are addressed by, the trade of a firm and where it lies, and by what else it is known. Refusal:
 * `enterprise-not-found`.
 */
export function describeEnterprise(
  db: Database,
  { id, ...description }: EnterpriseDescription,
  idempotency: Idempotency,
): Promise<Done<EnterpriseLine, 'enterprise-not-found'>> {
  return idempotent(overModels(db), idempotency, async (tx, refuse) => {
    if ((await tx.enterprise.count({ where: { id } })) === 0) return refuse('enterprise-not-found');
    return tx.enterprise.update({ where: { id }, data: description });
  });
}
