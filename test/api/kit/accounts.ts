import type { Office } from './office';

/** One login for each office that somebody of the demonstration holds. */
export async function accountsByRole({ db }: Pick<Office, 'db'>): Promise<string[]> {
  const accounts = await db.account.findMany({
    orderBy: { login: 'asc' },
    select: { login: true, roles: true },
  });
  const byRole = new Map<string, string>();
  for (const { login, roles } of accounts)
    for (const role of roles) if (!byRole.has(role)) byRole.set(role, login);
  return [...new Set(byRole.values())];
}
