import { Prisma } from '../../../prisma/generated/client';

/* What lines of several lists have. */

/** The label of `case_file f`, by the first case of its family, and the matter in its opening line. */
export const matter = Prisma.sql`
  (SELECT o.body->'input'->>'matter' FROM anjie.record_event o WHERE o.case_id = f.id AND o.seq = 1)`;
export const labelAndMatter = Prisma.sql`
  (SELECT r.label FROM anjie.case_file r WHERE r.id = f.root_id) AS label, ${matter} AS matter`;

export interface PauseLine {
  readonly ground: string;
  readonly until: string | null;
}
