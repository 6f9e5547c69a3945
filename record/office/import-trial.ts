import type { NewEnterprise } from '../../domain/office/kinds/enterprise';
import { countedIn, planImport } from '../../domain/office/kinds/enterprise-import';
import { peopleCounted, planPeople, type ListedPerson } from '../../domain/office/kinds/people-import';
import type { RowFault } from '../../domain/office/kinds/office-list';
import type { Database } from '../store/database';
import { importFacts } from './changes/enterprise-import';
import { peopleFacts } from './changes/people-import';

/** What a list would do as things stand. */
export interface TriedList {
  readonly faults: readonly RowFault[];
  readonly counted: ReturnType<typeof countedIn>;
}

/** What a list of firms would do. Writes nothing. */
export async function triedImport(db: Database, rows: readonly NewEnterprise[]): Promise<TriedList> {
  const plan = planImport(rows, await importFacts(db, rows));
  return { faults: plan.faults, counted: countedIn(plan) };
}

/** What a list of people would do. Writes nothing. */
export async function triedPeople(db: Database, rows: readonly ListedPerson[]): Promise<TriedList> {
  const plan = planPeople(rows, await peopleFacts(db, rows));
  return { faults: plan.faults, counted: peopleCounted(plan) };
}
