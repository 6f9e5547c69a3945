import type { CaseView } from '../../domain/case/case-view';
import { zoneWide, type Circumstances } from '../../domain/moves/authorize';
import type { Judged } from '../../domain/moves/decision';
import { ok, refuse, type Result } from '../../domain/refusal';
import { isFirmRole, type Role } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';
import type { Transaction } from '../store/statements';

/* To whom work may be given: only PostgreSQL knows the accounts and the recusals. */

/** Whether the persons whom a form names exist, hold the role and are not recused. Refusal: `assignee-unfit`. */
export async function namedPersonsFit(
  tx: Transaction,
  { persons }: Judged,
  view: CaseView,
  circumstances: Circumstances,
): Promise<Result<null>> {
  for (const { personId, role } of persons) {
    const fit = await mayBeAssigned(tx, personId, role, view, circumstances);
    if (!fit.ok) return fit;
  }
  return ok(null);
}

/**
 * Whether a person can be given work of a role in the unit of a case, or in its firm; of a role that serves the zone, from
 * any unit. Refusal: `assignee-unfit`.
 */
export async function mayBeAssigned(
  tx: Transaction,
  personId: string,
  role: string,
  { unit }: Pick<CaseView, 'unit'>,
  { enterpriseId, recused }: Circumstances,
): Promise<Result<null>> {
  // Offices of a firm are no units: somebody of the firm itself is meant.
  const where = isFirmRole(role as Role)
    ? Prisma.sql`a.enterprise_id = ${enterpriseId}::uuid`
    : Prisma.sql`(a.unit = ${unit} OR ${role} = ANY(${[...zoneWide]}::text[]))`;
  const [person] = await tx.$queryRaw<{ holds: boolean; recused: boolean }[]>`
    SELECT EXISTS (SELECT FROM anjie.account a
                   WHERE a.person_id = ${personId}::uuid AND a.active AND ${role} = ANY(a.roles) AND ${where}) AS holds,
      EXISTS (SELECT FROM anjie.recusal r
              WHERE r.person_id = ${personId}::uuid AND r.enterprise_id = ${enterpriseId}::uuid) AS recused`;
  if (person?.holds !== true) return refuse('assignee-unfit', `not an active ${role} here`, { personId });
  return person.recused || recused.includes(personId)
    ? refuse('assignee-unfit', 'recused from this case', { personId })
    : ok(null);
}
