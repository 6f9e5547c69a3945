import { Prisma } from '../../../prisma/generated/client';
import { visibleTo } from '../reading-rights';
import type { StaffActor } from '../../../domain/role';
import type { Database } from '../../store/database';

/* Search over what is not sealed, as parts of SQL. The pairs of characters find candidates; each is then read whole. */

/** A search text, folded as the index is. */
function folded(text: string): string {
  return text.normalize('NFKC').trim().toLowerCase();
}

/** Whether `enterprise e` is called so, also by a part of its name, of another name or of its credit code. */
function firmFoundBy(text: string): Prisma.Sql {
  const words = Prisma.sql`anjie.words_of_firm(e.name, e.credit_code, e.aliases)`;
  return holds(words, folded(text));
}

const mostFirms = 50;

/** The firms that are called so, by id: as many as a person looks through, without those that they are recused from. */
export async function firmsFoundBy(
  db: Database,
  text: string,
  without: readonly string[],
): Promise<string[]> {
  const rows = await db.$queryRaw<{ id: string }[]>`
    SELECT e.id::text FROM anjie.enterprise e
    WHERE ${firmFoundBy(text)} AND e.merged_into IS NULL AND NOT e.id = ANY(${[...without]}::uuid[])
    ORDER BY e.name LIMIT ${mostFirms}`;
  return rows.map(({ id }) => id);
}

/**
 * Whether `case_file f` is found: by a part of its number, by what it or its family is called, or by its firm. What
 * people wrote is sealed and is not searched: who looks for words of a tip would learn of a tip that they may not read.
 * For the same reason a firm finds those cases alone that name it to the reader.
 */
export function caseFoundBy(actor: StaffActor, text: string): Prisma.Sql {
  const words = Prisma.sql`anjie.words_of_case(c.number, c.label)`;
  const found = holds(words, folded(text));
  return Prisma.sql`(
    f.id IN (SELECT c.id FROM anjie.case_file c WHERE ${found})
    OR f.root_id IN (SELECT c.id FROM anjie.case_file c WHERE c.label IS NOT NULL AND ${found})
    OR (f.enterprise_id IN (SELECT e.id FROM anjie.enterprise e WHERE ${firmFoundBy(text)})
      AND ${visibleTo(actor, 'issued')}))`;
}

function holds(words: Prisma.Sql, text: string): Prisma.Sql {
  const pairs = Prisma.sql`anjie.pairs_of(${words}) @> anjie.pairs_of(${text})`;
  // One pair says it all.
  return [...text].length === 2 ? pairs : Prisma.sql`(${pairs} AND position(${text} IN ${words}) > 0)`;
}
