import { randomUUID } from 'node:crypto';
import type { EnterpriseStanding, NewEnterprise } from '../../../domain/office/kinds/enterprise';
import { planImport, type ImportFacts, type RowPlan } from '../../../domain/office/kinds/enterprise-import';
import type { ModelTransaction } from '../../store/idempotency';
import type { CarriedOutKind, FollowingChange } from '../carried-out';
import { enterpriseIn } from './enterprise';

export const importEnterprises: CarriedOutKind<'import-enterprises'> = {
  changes: 'names',
  facts: (tx, { rows }) => importFacts(tx, rows),
  async apply(tx, { form: { rows }, facts, change }) {
    const changing = planImport(rows, facts).rows.filter(({ change: each }) => each !== null);
    await write(tx, changing);
    const follows = changing.flatMap(({ change: each, before, after }): FollowingChange[] =>
      each === null ? [] : [{ change: each, subject: `enterprise/${after.id}`, person: null, before, after }],
    );
    return { answer: change.after ?? {}, follows };
  },
};

/** What stands of the firms of a list, in one reading however many there are. */
export async function importFacts(
  tx: Pick<ModelTransaction, 'enterprise'>,
  rows: readonly NewEnterprise[],
): Promise<ImportFacts> {
  const codes = rows.map(({ creditCode }) => creditCode);
  const standing = await tx.enterprise.findMany({ where: { creditCode: { in: codes } } });
  return { standing: standing.map(enterpriseIn), ids: rows.map(() => randomUUID()) };
}

async function write(tx: ModelTransaction, changing: readonly RowPlan[]): Promise<void> {
  const entered = changing.filter(({ before }) => before === null).map(({ after }) => after);
  const changed = changing.filter(({ before }) => before !== null).map(({ after }) => after);
  await tx.enterprise.createMany({ data: entered.map(rowOf) });
  if (changed.length === 0) return;
  await tx.$executeRaw`
    UPDATE anjie.enterprise e SET name = n.name, trade = n.trade, zone = n.zone, address = n.address,
      aliases = ARRAY(SELECT jsonb_array_elements_text(n.aliases))
    FROM jsonb_to_recordset(${JSON.stringify(changed)}::jsonb)
      AS n(id uuid, name text, trade text, zone text, address text, aliases jsonb)
    WHERE e.id = n.id`;
}

function rowOf({ closed: _, mergedInto: __, aliases, ...row }: EnterpriseStanding) {
  return { ...row, aliases: [...aliases] };
}
