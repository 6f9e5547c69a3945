import { Prisma } from '../../prisma/generated/client';
import type { Statements } from '../store/statements';
import type { RecordFault } from '../trust/verify-record';

/** Rows of these tables whose case there is not, by case and table, with ids of cases from one to another. */
export async function rowsOfNoCase(
  db: Statements,
  tables: readonly string[],
  first: string,
  last: string,
): Promise<RecordFault[]> {
  const found = await db.$queryRaw<{ caseId: string; place: string }[]>(
    Prisma.join(
      tables.map(
        (table) => Prisma.sql`
          SELECT DISTINCT t.case_id::text AS "caseId", ${table}::text AS place
          FROM ${Prisma.raw(`anjie.${table}`)} t
          WHERE t.case_id BETWEEN ${first}::uuid AND ${last}::uuid
            AND NOT EXISTS (SELECT FROM anjie.case_file f WHERE f.id = t.case_id)`,
      ),
      ' UNION ALL ',
    ),
  );
  return found.map(({ caseId, place }) => ({ number: caseId, seq: 0, fault: 'row-differs', place }));
}
