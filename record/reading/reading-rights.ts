import { caseTypeDef, caseTypeNames } from '../../domain/cases/catalogue';
import { depths, type Depth, type Reach, type Reader } from '../../domain/case/case-type-def';
import type { CaseType } from '../../domain/case/case-type';
import type { Role, StaffActor } from '../../domain/role';
import { actsAs, mayTouch } from '../../domain/moves/authorize';
import { isRecusedByTip } from '../store/recused';
import { Prisma } from '../../prisma/generated/client';

const everyReach: readonly Reach[] = ['unit', 'zone', 'enterprise', 'named'];

interface Right extends Reader {
  readonly caseType: CaseType;
}

/** What each role reads, by the definitions of the case types. A person with several roles reads all of theirs. */
const rightsByRole = new Map<Role, Right[]>();
for (const caseType of caseTypeNames) {
  for (const [role, reader] of Object.entries(caseTypeDef(caseType).readers)) {
    const rights = rightsByRole.get(role as Role) ?? [];
    rightsByRole.set(role as Role, [...rights, { ...reader, caseType }]);
  }
}

function rightsOf({ roles }: StaffActor): Right[] {
  return roles.flatMap((role) => rightsByRole.get(role) ?? []);
}

/** Whether somebody's offices let them read any cases of a type. */
export function readsType(actor: StaffActor, caseType: CaseType): boolean {
  return rightsOf(actor).some((right) => right.caseType === caseType);
}

/** What has to be known of a case to judge who may see it. */
export interface Readable {
  readonly caseType: CaseType;
  readonly unit: string;
  readonly enterpriseId: string | null;
  /** Persons who are recused from it by what its tip names. */
  readonly recused: readonly string[];
  /** Whether something of it was issued to the enterprise: before that it does not exist for its contact. */
  readonly issued: boolean;
  /** Persons whom it names (see `CaseTypeDef.named`). */
  readonly named: readonly string[];
}

/** How deep somebody may look into a case; null: not at all, as if the case did not exist. */
export function depthFor(actor: StaffActor, file: Readable): Depth | null {
  if (!mayTouch(actor, file).ok) return null;
  const deepest = rightsOf(actor).reduce(
    (best, { caseType, reach, depth }) =>
      caseType === file.caseType && reaches(actor, reach, file)
        ? Math.max(best, depths.indexOf(depth))
        : best,
    -1,
  );
  return depths[deepest] ?? null;
}

function reaches(actor: StaffActor, reach: Reach, { unit, enterpriseId, issued, named }: Readable): boolean {
  switch (reach) {
    case 'unit':
      return actor.enterpriseId === null && actor.unit === unit;
    case 'zone':
      return actor.enterpriseId === null;
    case 'enterprise':
      return issued && actor.enterpriseId !== null && actor.enterpriseId === enterpriseId;
    case 'named':
      return actsAs(actor).some((person) => named.includes(person));
  }
}

/**
 * Whether somebody may have the hashes of a case's lines. A hash lets them check a guess at what a line holds, and the
 * opening line names the parent. So no hashes for those from whom the parent is hidden, nor for an enterprise where
 * anything of the case is kept from it, or a reporter writes in it: when they did could be found by trying.
 */
export function readsHashes(
  actor: StaffActor,
  { depth, caseType }: { readonly depth: Depth; readonly caseType: CaseType },
  parent: Readable | null,
): boolean {
  const knowsParent = parent === null || depthFor(actor, parent) !== null;
  switch (depth) {
    case 'bare':
      return knowsParent;
    case 'issued': {
      const { keptInside, fromReporter } = caseTypeDef(caseType);
      return knowsParent && keptInside.length === 0 && fromReporter !== true;
    }
    case 'decisions':
    case 'words':
      return true;
  }
}

/** Whether a reader of this depth may open a paper of this origin. A reporter's paper tells as much as their words. */
export function opensPaper(depth: Depth, origin: string): boolean {
  switch (depth) {
    case 'bare':
      return false;
    case 'issued':
      return origin === 'enterprise';
    case 'decisions':
      return origin !== 'reporter';
    case 'words':
      return true;
  }
}

/**
 * The same rule as {@link depthFor} as a condition on `case_file f`: what may not be seen is never read.
 * @param least only cases into which they look at least so deep
 */
export function visibleTo(actor: StaffActor, least: Depth = 'bare'): Prisma.Sql {
  const deep = rightsOf(actor).filter(({ depth }) => depths.indexOf(depth) >= depths.indexOf(least));
  const alternatives = everyReach.flatMap((reach) => {
    const types = deep.flatMap((right) => (right.reach === reach ? [right.caseType] : []));
    return types.length === 0
      ? []
      : [Prisma.sql`(f.case_type = ANY(${[...new Set(types)]}::text[]) AND ${within(actor, reach)})`];
  });
  if (alternatives.length === 0) return Prisma.sql`false`;
  return Prisma.sql`(${Prisma.join(alternatives, ' OR ')}) AND ${notRecused(actor)}`;
}

/** Excludes cases in which somebody has an interest (回避), as a condition on `case_file f`. */
export function notRecused(actor: StaffActor): Prisma.Sql {
  return Prisma.sql`((f.enterprise_id IS NULL OR NOT f.enterprise_id = ANY(${[...actor.recusedFrom]}::uuid[]))
    AND NOT ${isRecusedByTip(actor.personId)})`;
}

function within(actor: StaffActor, reach: Reach): Prisma.Sql {
  switch (reach) {
    case 'unit':
      return actor.enterpriseId === null ? Prisma.sql`f.unit = ${actor.unit}` : Prisma.sql`false`;
    case 'zone':
      return actor.enterpriseId === null ? Prisma.sql`true` : Prisma.sql`false`;
    case 'enterprise':
      return Prisma.sql`(f.issued AND f.enterprise_id = ${actor.enterpriseId}::uuid)`;
    case 'named':
      // The first half is that of the index.
      return Prisma.sql`(f.named <> '{}' AND f.named && ${[...actsAs(actor)]}::uuid[])`;
  }
}
