import type { StaffActor } from '../../../domain/role';
import type { Database } from '../../store/database';
import { visibleTo } from '../reading-rights';

/** How like a paper is to one in another matter: the same file, or a picture that looks the same. */
export const copyLikenesses = ['same', 'looks-alike'] as const;

/** Where else a paper lies that a firm has handed in. */
export interface PaperCopies {
  readonly likeness: (typeof copyLikenesses)[number];
  /** In how many other matters. */
  readonly matters: number;
  /** The numbers of those that the reader may see, newest first, so many at most. */
  readonly numbers: readonly string[];
}

const numbersAtMost = 20;
/** Of the four parts of a look; those that are plain areas do not count. */
const partsAlike = 2;

/** Where else the papers of a case lie, by paper id. Only for readers within the office: a firm must not learn of another. */
export async function copiesOf(
  db: Database,
  actor: StaffActor,
  caseId: string,
): Promise<ReadonlyMap<string, PaperCopies>> {
  if (actor.enterpriseId !== null) return new Map();
  const rows = await db.$queryRaw<(PaperCopies & { paperId: string })[]>`
    WITH alike AS (
      SELECT m.paper_id AS mine, o.paper_id AS other, o.case_id, bool_or(o.kind IN ('sent', 'clean')) AS same
      FROM anjie.paper_print m JOIN anjie.paper_print o ON o.print = m.print AND o.case_id <> m.case_id
      WHERE m.case_id = ${caseId}::uuid GROUP BY m.paper_id, o.paper_id, o.case_id
      HAVING bool_or(o.kind IN ('sent', 'clean')) OR count(*) >= ${partsAlike}),
    matters AS (SELECT mine, case_id, bool_or(same) AS same FROM alike GROUP BY mine, case_id)
    SELECT a.mine::text AS "paperId", CASE WHEN bool_or(a.same) THEN 'same' ELSE 'looks-alike' END AS likeness,
      count(*)::int AS matters,
      coalesce((array_agg(f.number ORDER BY f.opened_at DESC, f.number) FILTER (WHERE ${visibleTo(actor)}))[1:${numbersAtMost}], '{}')
        AS numbers
    FROM matters a JOIN anjie.case_file f ON f.id = a.case_id GROUP BY a.mine`;
  return new Map(rows.map(({ paperId, ...copies }) => [paperId, copies]));
}
