import { caseTypes, type CaseType } from '../../domain/case/case-type';
import type { Role, StaffActor } from '../../domain/role';
import { Prisma } from '../../prisma/generated/client';

/**
 * How deep somebody looks into a case, from the shallowest:
 * `bare`: states, dates, amounts, no text. `issued`: what the bureau addresses to the enterprise.
 * `decisions`: the texts of decisions and notes too. `words`: what the reporter wrote as well.
 */
export type Depth = 'bare' | 'issued' | 'decisions' | 'words';
const depths: readonly Depth[] = ['bare', 'issued', 'decisions', 'words'];

type Reach = 'unit' | 'zone' | 'enterprise';

interface Right {
  readonly reach: Reach;
  readonly reads: Partial<Record<CaseType, Depth>>;
}

/** Every department of the zone works on one file, whose unit ever opened it. */
const projects = {
  project: 'decisions',
  'approval-item': 'decisions',
  certificate: 'decisions',
} as const satisfies Right['reads'];

/** What is seen at firms, and what has to be put right there. */
const enforcement = { rectification: 'decisions', inspection: 'decisions' } as const satisfies Right['reads'];

/**
 * Who reads what. Finance sees payments and never a tip; the enterprise sees its orders and never what
 * led to them; who runs the system reads no case at all. A person with several offices reads all of theirs.
 */
const rights: Record<Role, Right | readonly Right[] | null> = {
  'intake-clerk': { reach: 'unit', reads: { 'tip-off': 'words', rectification: 'decisions' } },
  'section-chief': [
    {
      reach: 'unit',
      reads: { 'tip-off': 'words', ...enforcement, 'credit-repair': 'decisions', notice: 'decisions' },
    },
    { reach: 'zone', reads: projects },
  ],
  inspector: { reach: 'unit', reads: { 'tip-off': 'words', ...enforcement } },
  'government-liaison': { reach: 'zone', reads: { 'tip-off': 'decisions' } },
  'legal-officer': {
    reach: 'zone',
    reads: { 'tip-off': 'decisions', ...enforcement, 'credit-repair': 'decisions' },
  },
  'reward-officer': { reach: 'zone', reads: { 'tip-off': 'decisions', payout: 'bare' } },
  approver: {
    reach: 'zone',
    reads: {
      'tip-off': 'decisions',
      payout: 'bare',
      ...enforcement,
      ...projects,
      'credit-repair': 'decisions',
      notice: 'decisions',
    },
  },
  payer: { reach: 'zone', reads: { payout: 'bare' } },
  confirmer: { reach: 'zone', reads: { payout: 'bare' } },
  'project-officer': { reach: 'zone', reads: projects },
  'department-officer': { reach: 'zone', reads: projects },
  archivist: { reach: 'zone', reads: projects },
  'policy-editor': { reach: 'unit', reads: { notice: 'decisions' } },
  'enterprise-contact': {
    reach: 'enterprise',
    reads: {
      rectification: 'issued',
      project: 'issued',
      'approval-item': 'issued',
      certificate: 'issued',
      inspection: 'issued',
      'credit-repair': 'issued',
      notice: 'issued',
    },
  },
  auditor: {
    reach: 'zone',
    reads: {
      'tip-off': 'bare',
      rectification: 'bare',
      payout: 'bare',
      project: 'bare',
      'approval-item': 'bare',
      certificate: 'bare',
      inspection: 'bare',
      'credit-repair': 'bare',
      notice: 'bare',
    },
  },
  reporter: null,
  operator: null,
  administrator: null,
};

function rightsOf({ roles }: StaffActor): Right[] {
  return roles.flatMap((role) => rights[role] ?? []);
}

/** What of a case has to be known to say who may see it. */
export interface Readable {
  readonly caseType: CaseType;
  readonly unit: string;
  readonly enterpriseId: string | null;
  /** Whether something of it was issued to the enterprise: before that it does not exist for its contact. */
  readonly issued: boolean;
}

/** How deep somebody may look into a case; null: not at all, and then the case does not exist for them. */
export function depthFor(actor: StaffActor, file: Readable): Depth | null {
  if (file.enterpriseId !== null && actor.recusedFrom.includes(file.enterpriseId)) return null;
  const deepest = rightsOf(actor).reduce((best, { reach, reads }) => {
    const depth = reads[file.caseType];
    if (depth === undefined || !reaches(actor, reach, file)) return best;
    return Math.max(best, depths.indexOf(depth));
  }, -1);
  return depths[deepest] ?? null;
}

function reaches(actor: StaffActor, reach: Reach, { unit, enterpriseId, issued }: Readable): boolean {
  switch (reach) {
    case 'unit':
      return actor.enterpriseId === null && actor.unit === unit;
    case 'zone':
      return actor.enterpriseId === null;
    case 'enterprise':
      return issued && actor.enterpriseId !== null && actor.enterpriseId === enterpriseId;
  }
}

/**
 * Whether somebody may have the hashes of a case's lines. By them a guess at what a line holds can be checked,
 * and the opening line names the parent: nothing for those who must not know that there is one, and nothing
 * for an enterprise where something of the case is kept from it.
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
    case 'issued':
      return knowsParent && caseTypes[caseType].keptInside.length === 0;
    case 'decisions':
    case 'words':
      return true;
  }
}

/** Whether a reader of this depth may open a paper from there. What a reporter handed in is as telling as what they wrote. */
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

/** The same rule as {@link depthFor} as a condition on `case_file f`: what may not be seen is never read. */
export function visibleTo(actor: StaffActor): Prisma.Sql {
  const alternatives = rightsOf(actor).map(
    ({ reach, reads }) =>
      Prisma.sql`(f.case_type = ANY(${Object.keys(reads)}::text[]) AND ${within(actor, reach)})`,
  );
  if (alternatives.length === 0) return Prisma.sql`false`;
  return Prisma.sql`(${Prisma.join(alternatives, ' OR ')}) AND ${notRecused(actor)}`;
}

/** Leaves out what somebody has an interest in (回避), as a condition on `case_file f`. */
export function notRecused(actor: StaffActor): Prisma.Sql {
  return Prisma.sql`(f.enterprise_id IS NULL OR NOT f.enterprise_id = ANY(${[...actor.recusedFrom]}::uuid[]))`;
}

function within(actor: StaffActor, reach: Reach): Prisma.Sql {
  switch (reach) {
    case 'unit':
      return actor.enterpriseId === null ? Prisma.sql`f.unit = ${actor.unit}` : Prisma.sql`false`;
    case 'zone':
      return actor.enterpriseId === null ? Prisma.sql`true` : Prisma.sql`false`;
    case 'enterprise':
      return Prisma.sql`(f.issued AND f.enterprise_id = ${actor.enterpriseId}::uuid)`;
  }
}
