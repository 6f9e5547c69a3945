import type { CaseType } from '../../../domain/case/case-type';
import { zoneWide } from '../../../domain/moves/authorize';
import { isFirmRole, type StaffActor } from '../../../domain/role';
import { Prisma } from '../../../prisma/generated/client';

/* What lines of several lists have. */

/** The label of `case_file f`, by the first case of its family, and the matter in its opening line. */
export const matter = Prisma.sql`
  (SELECT o.body->'input'->>'matter' FROM anjie.record_event o WHERE o.case_id = f.id AND o.seq = 1)`;
export const labelAndMatter = Prisma.sql`
  (SELECT r.label FROM anjie.case_file r WHERE r.id = f.root_id) AS label, ${matter} AS matter`;

/** By what a line of a list names its case. */
export interface ListedCase {
  readonly number: string;
  readonly caseType: CaseType;
  /** What the case, or the project that it belongs to, is called. */
  readonly label: string | null;
  /** Code of the approval matter that it is about. */
  readonly matter: string | null;
  readonly seq: number;
  readonly unit: string;
}

/**
 * Whether somebody in the office holds an office in a place: one that serves the whole zone anywhere, any other in their
 * own unit.
 */
export function officeHeld({ roles, unit }: StaffActor, role: Prisma.Sql, place: Prisma.Sql): Prisma.Sql {
  const zone = roles.filter((each) => zoneWide.includes(each));
  const own = roles.filter((each) => !zoneWide.includes(each) && !isFirmRole(each));
  return Prisma.sql`(${role} = ANY(${zone}::text[]) OR (${role} = ANY(${own}::text[]) AND ${place} = ${unit}))`;
}

export interface PauseLine {
  readonly ground: string;
  readonly until: string | null;
}
