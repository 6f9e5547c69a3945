import { canonicalJson } from '../json';
import { accountSubject, type AccountStanding } from './account-standing';
import type { OfficeEvent } from './office-event';

/** An account that is not what the record says of it, with the last line that says something; 0 where none does. */
export interface AccountFault {
  readonly login: string;
  readonly seq: number;
}

/** Which accounts may do what nobody has entered, as after a grant by hand in the database, and which are gone. */
export function accountsBeyondRecord(
  events: readonly OfficeEvent[],
  accounts: readonly AccountStanding[],
): AccountFault[] {
  const recorded = accountsByRecord(events);
  const inTable = new Set(accounts.map(({ accountId }) => accountId));
  const changed = accounts.flatMap((account) => {
    const known = recorded.get(account.accountId);
    return known !== undefined && inOrder(known.standing) === inOrder(account)
      ? []
      : [{ login: account.login, seq: known?.seq ?? 0 }];
  });
  const gone = [...recorded.values()].filter(({ standing }) => !inTable.has(standing.accountId));
  return [...changed, ...gone.map(({ standing: { login }, seq }) => ({ login, seq }))];
}

/** An account with what tells whether its password, or its second factor, is the one of a line. */
interface KeptSecret {
  readonly accountId: string;
  readonly login: string;
  readonly hasMark: (mark: string) => boolean;
}

/** The accounts that another password opens than their last line says: it was exchanged by hand in the database. */
export function passwordsBeyondRecord(
  events: readonly OfficeEvent[],
  accounts: readonly KeptSecret[],
): AccountFault[] {
  const recorded = new Map<string, { mark: string; seq: number }>();
  for (const { seq, body } of events) {
    if (body.kind !== 'password-set') continue;
    for (const [accountId, mark] of Object.entries(body.marks)) recorded.set(accountId, { mark, seq });
  }
  return accounts.flatMap(({ accountId, login, hasMark }) => {
    const known = recorded.get(accountId);
    return known !== undefined && hasMark(known.mark) ? [] : [{ login, seq: known?.seq ?? 0 }];
  });
}

/**
 * The accounts whose second factor is not the one of their last line: it was taken out or exchanged by hand. Of factors
 * from before the record knew any, no line speaks.
 */
export function secondFactorsBeyondRecord(
  events: readonly OfficeEvent[],
  accounts: readonly KeptSecret[],
): AccountFault[] {
  const recorded = new Map<string, { mark: string; seq: number }>();
  for (const { seq, body } of events) {
    if (body.kind === 'second-factor-set')
      recorded.set(accountSubject(body.account), { mark: body.mark, seq });
    else if (body.kind === 'put-in-force' && body.change === 'reset-second-factor')
      recorded.delete(body.subject);
  }
  return accounts.flatMap(({ accountId, login, hasMark }) => {
    const known = recorded.get(accountSubject(accountId));
    return known === undefined || hasMark(known.mark) ? [] : [{ login, seq: known.seq }];
  });
}

function accountsByRecord(events: readonly OfficeEvent[]) {
  const accounts = new Map<string, { standing: AccountStanding; seq: number }>();
  for (const { seq, body } of events)
    for (const standing of standingsIn(body)) accounts.set(standing.accountId, { standing, seq });
  return accounts;
}

function standingsIn(body: OfficeEvent['body']): readonly AccountStanding[] {
  switch (body.kind) {
    case 'taken-over':
      return body.accounts;
    case 'changed':
    case 'put-in-force':
      // What is kept of an account under this subject is all that it may do.
      return body.after !== null && body.subject.startsWith(accountSubject(''))
        ? [body.after as AccountStanding]
        : [];
    case 'proposed':
    case 'refused':
    case 'taken-back':
    case 'lapsed':
    case 'installed':
    case 'password-set':
    case 'second-factor-set':
    case 'restored':
    case 'rules-published':
      return [];
  }
}

/** In what order roles are named makes no difference. */
function inOrder({ roles, ...standing }: AccountStanding): string {
  return canonicalJson({ ...standing, roles: [...roles].sort() });
}
