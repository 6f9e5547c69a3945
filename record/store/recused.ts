import { caseTypeDef, caseTypeNames } from '../../domain/cases/catalogue';
import { Prisma } from '../../prisma/generated/client';

/* Who is recused from a family of cases by what its tip names (see `record/desk/ties.ts`), as conditions on `case_file f`. */

/**
 * Types of cases that name no firm, whatever their family is about: the payer must not learn which firm a tip named.
 */
export const aboutNoFirm: readonly string[] = caseTypeNames.filter(
  (name) => caseTypeDef(name).namesNoEnterprise,
);

const ofTheFamily = Prisma.sql`b.root_id = f.root_id AND NOT b.lifted AND f.case_type <> ALL(${aboutNoFirm}::text[])`;

/** All persons who are recused from the family of `case_file f` by what its tip names. */
export const recusedByTip = Prisma.sql`ARRAY(SELECT DISTINCT b.person_id::text FROM anjie.family_recusal b WHERE ${ofTheFamily})`;

/** Whether this person is one of them. */
export function isRecusedByTip(personId: string): Prisma.Sql {
  return Prisma.sql`EXISTS (SELECT FROM anjie.family_recusal b WHERE ${ofTheFamily} AND b.person_id = ${personId}::uuid)`;
}
