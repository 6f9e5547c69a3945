import type { Circumstances } from '../../domain/moves/authorize';
import type { CaseView } from '../../domain/case/case-view';
import { stepDef } from '../../domain/cases/catalogue';
import { namedPersonsDiffer } from '../../domain/moves/family';
import { personsNamed } from '../../domain/case/form';
import { ok, refuse, type Result } from '../../domain/refusal';
import type { DecideRequest } from './desk';
import type { Transaction } from '../store/statements';

/*
 * Whom work may be given to. Only PostgreSQL knows the accounts and the recusals; that several persons
 * are several is pure (`domain/family.ts`).
 */

/**
 * Persons whom a form names exist, hold the role, are free of interest, and are several where several are named.
 * Refusal: `assignee-unfit`.
 */
export async function namedPersonsFit(
  tx: Transaction,
  { step, body, actor }: Pick<DecideRequest, 'step' | 'body' | 'actor'>,
  view: CaseView,
  circumstances: Circumstances,
): Promise<Result<null>> {
  const differ = namedPersonsDiffer(step, body, actor);
  if (!differ.ok) return differ;
  const form = stepDef(step).verdicts[body.verdict]?.form;
  for (const { personId, role } of form === undefined ? [] : personsNamed(form, body)) {
    const fit = await mayBeAssigned(tx, personId, role, view, circumstances);
    if (!fit.ok) return fit;
  }
  return ok(null);
}

/** Whether a person can be given work of a role in the unit of a case. Refusal: `assignee-unfit`. */
export async function mayBeAssigned(
  tx: Transaction,
  personId: string,
  role: string,
  { unit }: Pick<CaseView, 'unit'>,
  { enterpriseId }: Circumstances,
): Promise<Result<null>> {
  const [person] = await tx.$queryRaw<{ holds: boolean; recused: boolean }[]>`
    SELECT EXISTS (SELECT FROM anjie.account a
                   WHERE a.person_id = ${personId}::uuid AND a.active AND ${role} = ANY(a.roles) AND a.unit = ${unit}) AS holds,
      EXISTS (SELECT FROM anjie.recusal r
              WHERE r.person_id = ${personId}::uuid AND r.enterprise_id = ${enterpriseId}::uuid) AS recused`;
  if (person?.holds !== true)
    return refuse('assignee-unfit', `not an active ${role} of this unit`, { personId });
  return person.recused ? refuse('assignee-unfit', 'recused from this enterprise', { personId }) : ok(null);
}
