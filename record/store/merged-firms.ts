import type { Statements } from './statements';

/** The firm that a row has turned out to be, where all of its cases lie: its own, or the one that it was joined to. */
export async function survivorOf(db: Statements, enterpriseId: string): Promise<string> {
  const [row] = await db.$queryRaw<{ firm: string }[]>`
    SELECT coalesce(merged_into, id)::text AS firm FROM anjie.enterprise WHERE id = ${enterpriseId}::uuid`;
  return row?.firm ?? enterpriseId;
}
