import type { Level, Role } from '../role';

/** What an account may do. */
export type Offices = {
  readonly roles: readonly Role[];
  readonly level: Level;
  readonly unit: string;
  /** For an enterprise's contact only. */
  readonly enterpriseId: string | null;
};

/** An account with all that it may do, as the office record says it and the table has it. */
export type AccountStanding = Offices & {
  readonly accountId: string;
  readonly login: string;
  readonly personId: string;
  readonly email: string | null;
  readonly active: boolean;
};

/** What the record calls an account. */
export function accountSubject(accountId: string): string {
  return `account/${accountId}`;
}
