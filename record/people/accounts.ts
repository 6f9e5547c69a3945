import type { AccountStanding } from '../../domain/office/account-standing';
import type { Level, Role, StaffActor } from '../../domain/role';
import { shanghaiDate, type PlainDate } from '../../domain/time/calendar';
import type { Database } from '../store/database';

/* Accounts and leave as they stand. They change by `record/office/`. */

export interface AccountLine extends Omit<AccountStanding, 'accountId'> {
  readonly staffNo: string;
  readonly name: string;
}

/** All accounts, for administrators and auditors. */
export async function accounts(db: Database): Promise<AccountLine[]> {
  const rows = await db.account.findMany({ include: { person: true }, orderBy: { login: 'asc' } });
  return rows.map(({ login, personId, person, email, active, roles, level, unit, enterpriseId }) => ({
    login,
    personId,
    staffNo: person.staffNo,
    name: person.name,
    email,
    active,
    roles: roles as Role[],
    level: level as Level,
    unit,
    enterpriseId,
  }));
}

export interface LeaveLine {
  readonly leave: string;
  readonly personId: string;
  readonly name: string;
  readonly substituteId: string;
  readonly substituteName: string;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** Leaves that are not over, as far as they are the reader's affair. */
export function leaves(db: Database, actor: StaffActor, now: Date): Promise<LeaveLine[]> {
  const { personId, unit, roles } = actor;
  const all = roles.includes('administrator') || roles.includes('auditor');
  const chief = roles.includes('section-chief');
  return db.$queryRaw<LeaveLine[]>`
    SELECT l.id::text AS leave, l.person_id::text AS "personId", p.name, l.substitute_id::text AS "substituteId",
      s.name AS "substituteName", l.from_date::text AS "from", l.to_date::text AS "to"
    FROM anjie.substitution l
    JOIN anjie.person p ON p.id = l.person_id JOIN anjie.person s ON s.id = l.substitute_id
    WHERE l.to_date >= ${shanghaiDate(now.toISOString())}::date AND (
      ${all} OR ${personId}::uuid IN (l.person_id, l.substitute_id)
      OR (${chief} AND EXISTS (
        SELECT FROM anjie.account a WHERE a.person_id = l.person_id AND a.active AND a.unit = ${unit})))
    ORDER BY l.from_date, p.name, l.id`;
}
