import type { CaseEvent } from '../../domain/case/case-event';
import { viewOf, type CaseView } from '../../domain/case/case-view';
import { toldView } from '../../domain/moves/enterprise-visibility';
import { familyLedger, type FamilyLedger } from '../../domain/ledger/family-ledger';
import type { StaffActor } from '../../domain/role';
import type { CaseType } from '../../domain/case/case-type';
import { findCase } from './case-reading';
import type { Database } from '../store/database';
import { insightInto, type Insight } from './insight';
import { depthFor, type Readable } from './reading-rights';
import { recusedByTip } from '../store/recused';
import { lineToTheDay, toTheDay } from './to-the-day';
import type { Rulebooks } from '../store/rulebook';
import { recordsOf } from '../store/stored-record';

/**
 * The stage ledger of a case with all cases below it, for a reader who may see the case; null where it does not exist
 * for them. It names no person. A case below that the reader may not see is charged like any other, but without its
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
  const issued = found.depth === 'issued';
  const [below, calendar] = await Promise.all([casesBelow(db, found.file.id), rulebooks.calendar()]);
  const seen = (file: FamilyCase) => depthFor(actor, file) !== null;
  // An enterprise sees the cases below that are issued to it; that others take time is not shown either.
  const family = issued ? below.filter(seen) : below;
  const ids = [found.file.id, ...family.map(({ id }) => id)];
  const records = await recordsOf(db, ids);
  const insights = await Promise.all(
    [
      { ...found.file, depth: found.depth },
      ...family.map((file) => ({ ...file, depth: depthFor(actor, file) })),
    ].map(
      // A case that the reader may not see is read at the shallowest depth, only to charge its time.
      ({ depth, ...file }) => insightInto(db, actor, { ...file, depth: depth ?? 'bare' }),
    ),
  );
  const byDay = insights[0]?.times === 'day';
  const [root, ...others] = ids.map((id, index) => {
    const { depth, times } = insights[index]!;
    return viewFor(records.get(id) ?? [], { depth, times: byDay ? 'day' : times });
  });
  if (root === undefined) throw new Error('a case has a record');
  const until = byDay ? toTheDay(now.toISOString()) : now.toISOString();
  const ledger = familyLedger(root, others, { now: until, calendar });
  const hidden = family.filter((file) => !seen(file));
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

function viewFor(events: readonly CaseEvent[], { depth, times }: Insight): CaseView {
  const view = viewOf(times === 'day' ? events.map(lineToTheDay) : events);
  return depth === 'issued' ? toldView(view) : view;
}

type FamilyCase = Readable & { readonly id: string; readonly number: string };

async function casesBelow(db: Database, caseId: string): Promise<FamilyCase[]> {
  return db.$queryRaw`
    WITH RECURSIVE below AS (
      SELECT f.* FROM anjie.case_file f WHERE f.parent_id = ${caseId}::uuid
      UNION ALL SELECT f.* FROM anjie.case_file f JOIN below b ON f.parent_id = b.id)
    SELECT f.id::text, f.number, f.case_type AS "caseType", f.unit, f.enterprise_id::text AS "enterpriseId", f.issued, f.named,
      ${recusedByTip} AS recused FROM below f`;
}
