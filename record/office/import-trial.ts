import type { NewEnterprise } from '../../domain/office/kinds/enterprise';
import { countedIn, planImport, type RowFault } from '../../domain/office/kinds/enterprise-import';
import type { Database } from '../store/database';
import { importFacts } from './changes/enterprise-import';

/** What a list of firms would do as things stand. Writes nothing. */
export async function triedImport(
  db: Database,
  rows: readonly NewEnterprise[],
): Promise<{ readonly faults: readonly RowFault[]; readonly counted: ReturnType<typeof countedIn> }> {
  const plan = planImport(rows, await importFacts(db, rows));
  return { faults: plan.faults, counted: countedIn(plan) };
}
