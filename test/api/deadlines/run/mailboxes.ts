import accounts from '../../../../prisma/data/accounts.json';
import { isFirmRole, type Role } from '../../../../domain/role';

/* Who is written to, worked out from the list of accounts. */

/** The step that a rung is about. */
export interface Told {
  readonly role: Role;
  readonly unit: string;
  readonly level: number;
  /** The login to whom the step is assigned; null: everybody who holds the role. */
  readonly assignee: string | null;
  readonly enterpriseId: string | null;
}

const servesTheZone: readonly Role[] = [
  ...(['approver', 'payer', 'confirmer', 'legal-officer', 'reward-officer'] as const),
  ...(['government-liaison', 'project-officer', 'archivist'] as const),
];

type Account = (typeof accounts)[number];

/** The mailboxes behind the audience of a rung, in order; none for a reporter, who is never written to. */
export function mailboxesOf(audience: string, told: Told): string[] {
  return accounts
    .filter((account) => isMeant(account, audience, told))
    .map(({ login }) => `${login}@anjie.example`)
    .sort();
}

function isMeant(account: Account, audience: string, told: Told): boolean {
  const holds = (role: Role, level: number) => account.roles.includes(role) && account.level === level;
  switch (audience) {
    case 'section-chief':
      return holds('section-chief', 1) && account.unit === told.unit;
    case 'deputy-director':
      return holds('approver', 2);
    case 'director':
      return holds('approver', 3);
    case 'enterprise':
      return isOfFirm(account, 'enterprise-contact', told);
    // A reporter is never written to, and a limit that decides does so without a letter.
    case 'reporter':
    case 'nobody':
      return false;
    case 'assignee':
      return decides(account, told);
    default:
      throw new Error(`who is ${audience}?`);
  }
}

function isOfFirm(account: Account, role: Role, { enterpriseId }: Told): boolean {
  return account.roles.includes(role) && enterpriseId !== null && account.enterpriseId === enterpriseId;
}

function decides(account: Account, told: Told): boolean {
  const { role, unit, level, assignee } = told;
  if (role === 'reporter') return false;
  if (isFirmRole(role)) return isOfFirm(account, role, told);
  if (assignee !== null) return account.login === assignee;
  const inReach = servesTheZone.includes(role) || account.unit === unit;
  return account.roles.includes(role) && account.level >= level && inReach;
}
