import type { CaseType } from '../../domain/case/case-type';
import type { PolicyPin } from '../../domain/law/policy-pin';
import { beginsUntold } from '../../domain/moves/enterprise-visibility';
import type { JsonObject } from '../../domain/json';
import { subjectOf } from '../../domain/law/matter';
import type { StaffActor, Title } from '../../domain/role';
import type { Database } from '../store/database';
import { recusedByTip } from '../store/recused';
import { insightInto, type Insight } from './insight';
import { depthFor, readsHashes } from './reading-rights';
import type { Depth } from '../../domain/case/case-type-def';
import type { Rulebook, Rulebooks } from '../store/rulebook';

/** One case of a family, as somebody may see it. */
export interface FamilyCase {
  readonly id: string;
  readonly number: string;
  readonly caseType: CaseType;
  /** What it is called: the name of a project, the matter of an approval item. */
  readonly name: Title | null;
  /** Number of its parent; null for the first case of the file. */
  readonly parent: string | null;
  readonly outcome: string | null;
  readonly openedAt: Date;
  readonly enterpriseId: string | null;
  readonly depth: Depth;
  /** Whether the reader is told instants, or days. */
  readonly times: Insight['times'];
  /** Whether the reader may have the hashes of its lines. */
  readonly hashes: boolean;
  /** How far its record went when the family was read; later lines are not part of this reading. */
  readonly seq: number;
  readonly headHash: Uint8Array;
  /** How many of its lines are issued to the enterprise. */
  readonly issuedLines: number;
}

interface Row extends Pick<
  FamilyCase,
  'id' | 'number' | 'caseType' | 'outcome' | 'openedAt' | 'enterpriseId' | 'seq' | 'headHash' | 'issuedLines'
> {
  readonly unit: string;
  readonly recused: string[];
  readonly issued: boolean;
  readonly named: string[];
  readonly parentId: string | null;
  readonly label: string | null;
  readonly input: JsonObject;
  readonly policy: PolicyPin;
}

/**
 * A case and the cases below it, itself first, as far as the reader may see. What lies below a case that they may not
 * see is left out too, and nothing above the case that was asked for is shown. One statement, so that all heads are of
 * one moment. Null where the case does not exist for the reader.
 */
export async function familyOf(
  { db, rulebooks }: { readonly db: Database; readonly rulebooks: Rulebooks },
  actor: StaffActor,
  number: string,
): Promise<readonly [FamilyCase, ...FamilyCase[]] | null> {
  const rows = await db.$queryRaw<Row[]>`
    SELECT f.id::text, f.number, f.case_type AS "caseType", f.unit, f.enterprise_id::text AS "enterpriseId", ${recusedByTip} AS recused, f.issued, f.named,
      f.parent_id::text AS "parentId", f.label, f.outcome, f.opened_at AS "openedAt", f.seq, f.head_hash AS "headHash",
      f.issued_lines AS "issuedLines",
      o.body->'input' AS input, o.body->'policy' AS policy
    FROM anjie.case_file f JOIN anjie.record_event o ON o.case_id = f.id AND o.seq = 1
    WHERE f.root_id = (SELECT root_id FROM anjie.case_file WHERE number = ${number})
    ORDER BY f.opened_at, f.number`;
  const byId = new Map(rows.map((row) => [row.id, row]));
  const insights = await insightsInto(db, actor, rows);

  const seen = (row: Row, parent: string | null, rulebook: Rulebook): FamilyCase[] => {
    const insight = insights.get(row.id);
    if (insight === undefined) return [];
    const { depth, times } = insight;
    const { unit: _, recused: _recused, issued: _issued, named: _named, ...shown } = row;
    const { parentId, label, input, policy, ...file } = shown;
    const above = byId.get(parentId ?? '') ?? null;
    const name = label === null ? subjectOf(input, rulebook.policy(policy)) : { zh: label, en: label };
    const own: FamilyCase = {
      ...file,
      name,
      parent,
      depth,
      times,
      // Whoever knows all of a line but its time can find the time by trying, if they have its hash.
      hashes: readsHashes(actor, { ...file, depth }, above) && (times === 'exact' || depth === 'issued'),
    };
    const born = rows.filter(
      (each) => each.parentId === row.id && !(depth === 'issued' && beginsUntold(each.caseType)),
    );
    return [own, ...born.flatMap((each) => seen(each, row.number, rulebook))];
  };
  const [first, ...others] = await rulebooks.reckon(async (rulebook) =>
    rows.filter((row) => row.number === number).flatMap((row) => seen(row, null, rulebook)),
  );
  return first === undefined ? null : [first, ...others];
}

/** How deep somebody looks into each of these cases, by id; those that they may not see are not in it. */
async function insightsInto(
  db: Database,
  actor: StaffActor,
  rows: readonly Row[],
): Promise<ReadonlyMap<string, Insight>> {
  const insights = new Map<string, Insight>();
  for (const row of rows) {
    const depth = depthFor(actor, row);
    if (depth !== null) insights.set(row.id, await insightInto(db, actor, { ...row, depth }));
  }
  return insights;
}
