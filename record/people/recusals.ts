import type { Database } from '../store/database';
import { cursorOf, readCursor } from '../store/cursor';
import { invalid, pageOf, uuid, type Page, type PageRequest } from '../store/pages';

/** An interest of a person in a firm, which keeps them out of its cases. */
interface RecusalLine {
  readonly personId: string;
  readonly name: string;
  readonly enterpriseId: string;
  readonly enterprise: string;
}

/**
 * The recusals, by person: of one firm with those that were entered for a row that turned out to be it, of one person,
 * or all. @throws CursorInvalid
 */
export async function recusals(
  db: Database,
  { enterpriseId, personId }: { readonly enterpriseId?: string; readonly personId?: string },
  { limit, cursor }: PageRequest,
): Promise<Page<RecusalLine>> {
  const [person, firm] = cursor === null ? [null, null] : (readCursor(cursor, order, 2) ?? invalid());
  const after = person === null ? null : { person: uuid(person), firm: uuid(firm) };
  const rows = await db.$queryRaw<RecusalLine[]>`
    SELECT r.person_id::text AS "personId", p.name, e.id::text AS "enterpriseId", e.name AS enterprise
    FROM anjie.recusal r JOIN anjie.person p ON p.id = r.person_id JOIN anjie.enterprise e ON e.id = r.enterprise_id
    WHERE (${enterpriseId ?? null}::uuid IS NULL OR ${enterpriseId ?? null}::uuid IN (e.id, e.merged_into))
      AND (${personId ?? null}::uuid IS NULL OR r.person_id = ${personId ?? null}::uuid)
      AND (${after === null} OR (r.person_id, r.enterprise_id) > (${after?.person ?? null}::uuid, ${after?.firm ?? null}::uuid))
    ORDER BY r.person_id, r.enterprise_id LIMIT ${limit + 1}`;
  return pageOf(
    rows,
    limit,
    (row) => cursorOf(order, [row.personId, row.enterpriseId]),
    (row) => row,
  );
}

const order = 'recusals';
