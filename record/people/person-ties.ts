import type { Database } from '../store/database';

/** Who is recused from an open tip because it contains their own name, which others may have too. */
export function recusedByOwnName(db: Database): Promise<{ number: string; personId: string }[]> {
  return db.$queryRaw`
    SELECT f.number, b.person_id::text AS "personId"
    FROM anjie.family_recusal b JOIN anjie.case_file f ON f.id = b.root_id
    WHERE b.tie = ''::bytea AND NOT b.lifted AND f.outcome IS NULL ORDER BY f.number, b.person_id`;
}
