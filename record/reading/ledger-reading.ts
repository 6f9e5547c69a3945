import { viewOf } from '../../domain/case/case-view';
import { familyLedger, type FamilyLedger } from '../../domain/ledger/family-ledger';
import type { StaffActor } from '../../domain/role';
import type { CaseType } from '../../domain/case/case-type';
import { findCase } from './case-reading';
import type { Database } from '../store/database';
import { depthFor, type Readable } from './reading-rights';
import { recusedByTip } from '../store/recused';
import type { Rulebooks } from '../store/rulebook';
import { recordsOf } from '../store/stored-record';

/**
 * The stage ledger of a case with all cases below it, for a reader who may see the case; null where it does not exist
 * for them. It names no person. A case below that the reader may not see is charged like any other, without its
 * number, stage and department.
 */
export async function readLedger(
  { db, rulebooks }: { readonly db: Database; readonly rulebooks: Rulebooks },
  actor: StaffActor,
  number: string,
  now: Date,
): Promise<(FamilyLedger & { readonly number: string; readonly caseType: CaseType }) | null> {
  const found = await findCase(db, actor, number);
  if (found === null) return null;
  const [family, rulebook] = await Promise.all([casesBelow(db, found.file.id), rulebooks.refresh()]);
  const ids = [found.file.id, ...family.map(({ id }) => id)];
  const records = await recordsOf(db, ids);
  const [root, ...below] = ids.map((id) => viewOf(records.get(id) ?? []));
  if (root === undefined) throw new Error('a case has a record');
  const ledger = familyLedger(root, below, { now: now.toISOString(), calendar: rulebook.calendar });
  const hidden = family.filter((file) => depthFor(actor, file) === null);
  const numbers = new Set(hidden.map((file) => file.number));
  const shown = new Set(
    [found.file, ...family].flatMap((file) => (hidden.some((h) => h === file) ? [] : file.unit)),
  );
  return {
    number,
    caseType: found.file.caseType,
    ...ledger,
    entries: ledger.entries.map((entry) =>
      entry.number !== null && numbers.has(entry.number) ? { ...entry, number: null, stage: null } : entry,
    ),
    departments: ledger.departments.filter(({ unit }) => shown.has(unit)),
  };
}

type FamilyCase = Readable & { readonly id: string; readonly number: string };

async function casesBelow(db: Database, caseId: string): Promise<FamilyCase[]> {
  return db.$queryRaw`
    WITH RECURSIVE below AS (
      SELECT f.* FROM anjie.case_file f WHERE f.parent_id = ${caseId}::uuid
      UNION ALL SELECT f.* FROM anjie.case_file f JOIN below b ON f.parent_id = b.id)
    SELECT f.id::text, f.number, f.case_type AS "caseType", f.unit, f.enterprise_id::text AS "enterpriseId",
      ${recusedByTip} AS recused FROM below f`;
}
