import type { Database } from '../../record/store/database';

/** How many cases have workflows that have not read them to the end, and how many effects wait to be carried out. */
export async function unsettled(db: Database): Promise<{ behind: number; waiting: number }> {
  const [row = { behind: -1, waiting: -1 }] = await db.$queryRaw<{ behind: number; waiting: number }[]>`
    SELECT (SELECT count(*) FROM anjie.case_file WHERE seen_seq < seq)::int AS behind,
           (SELECT count(*) FROM anjie.effect_order WHERE done_at IS NULL)::int AS waiting`;
  return row;
}
