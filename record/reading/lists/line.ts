import type { CaseType } from '../../../domain/case/case-type';
import { zoneWide } from '../../../domain/moves/authorize';
import type { PolicyPin } from '../../../domain/law/policy-pin';
import { matterTitle } from '../../../domain/law/matter';
import { isFirmRole, type StaffActor, type Title } from '../../../domain/role';
import { Prisma } from '../../../prisma/generated/client';
import type { Database } from '../../store/database';
import type { Rulebooks } from '../../store/rulebook';

/* What lines of several lists have. */

/** The label of `case_file f`, by the first case of its family, and the matter in its opening line. */
export const matter = Prisma.sql`
  (SELECT o.body->'input'->>'matter' FROM anjie.record_event o WHERE o.case_id = f.id AND o.seq = 1)`;
export const labelAndMatter = Prisma.sql`
  (SELECT r.label FROM anjie.case_file r WHERE r.id = f.root_id) AS label, ${matter} AS matter,
  jsonb_build_object('zone', f.zone, 'on', f.policy_on, 'revision', f.policy_revision) AS policy`;

/** By what a line of a list names its case. */
export interface ListedCase {
  readonly number: string;
  readonly caseType: CaseType;
  /** What the case, or the project that it belongs to, is called. */
  readonly label: string | null;
  /** Code of the approval matter that it is about. */
  readonly matter: string | null;
  /** The matter in the words of the policy. */
  readonly subject: Title | null;
  readonly seq: number;
  readonly unit: string;
}

/** A case as {@link labelAndMatter} reads it: with the policy by which its matter is called. */
export interface CaseRead extends Omit<ListedCase, 'subject' | 'seq'> {
  readonly policy: PolicyPin;
}

/** The same once it is told. */
export type Titled<Row extends CaseRead> = Omit<Row, 'policy'> & Pick<ListedCase, 'subject'>;

/** What a list is read from: the words of the policies stand in the rulebooks. */
export interface ListParts {
  readonly db: Database;
  readonly rulebooks: Rulebooks;
}

/** How the rows of a page are told: the policy of each gives way to what its matter is called there. */
export async function titling(
  { rulebooks }: ListParts,
  rows: readonly CaseRead[],
): Promise<<Row extends CaseRead>(row: Row) => Titled<Row>> {
  const pins = new Map(
    rows.flatMap(({ matter, policy }) => (matter === null ? [] : [[nameOf(policy), policy]])),
  );
  const policies = new Map(
    await Promise.all([...pins].map(async ([name, pin]) => [name, await rulebooks.policyOf(pin)] as const)),
  );
  return ({ policy: pin, ...row }) => {
    const policy = policies.get(nameOf(pin));
    const subject = policy === undefined || row.matter === null ? null : matterTitle(policy, row.matter);
    return { ...row, subject };
  };
}

function nameOf({ zone, on, revision }: PolicyPin): string {
  return `${zone} ${on} ${revision}`;
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
