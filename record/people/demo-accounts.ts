import { roleTitles, type Role, type Title } from '../../domain/role';
import type { Database } from '../store/database';

/** The one password of all demonstration accounts. It is no secret: a demonstration holds nothing that is anybody's. */
export const demoPassword = 'anjie-demo-2026';

export interface DemoAccountLine {
  readonly login: string;
  readonly name: string;
  readonly roles: readonly Title[];
  readonly unit: Title;
}

/** The accounts of a demonstration, for whoever tries it: as they were sown, and what was added since. */
export async function demoAccounts(db: Database): Promise<DemoAccountLine[]> {
  const rows = await db.$queryRaw<(Omit<DemoAccountLine, 'roles'> & { readonly roles: Role[] })[]>`
    SELECT a.login, p.name, a.roles, jsonb_build_object('zh', u.title_zh, 'en', u.title_en) AS unit
    FROM anjie.account a JOIN anjie.person p ON p.id = a.person_id JOIN anjie.unit u ON u.id = a.unit
    WHERE a.active AND a.one_time_until IS NULL ORDER BY u.id, a.roles[1], a.login`;
  return rows.map((row) => ({ ...row, roles: row.roles.map((role) => roleTitles[role]) }));
}
