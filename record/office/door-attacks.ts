import type { Instant, PlainDate } from '../../domain/time/calendar';
import { cursorOf } from '../store/cursor';
import type { Database } from '../store/database';
import { pageOf, type Page, type PageRequest } from '../store/pages';
import { beyond, daysOf } from './audit';

/** Many failed tries at one door within ten minutes. */
export interface DoorAttackLine {
  readonly at: Instant;
  readonly door: string;
  readonly login: string | null;
  readonly personId: string | null;
  readonly name: string | null;
  readonly tries: number;
  readonly networks: number;
}

const order = 'attacks';

/** Attacks on passwords and codes, newest first. @throws CursorInvalid */
export async function doorAttacks(
  db: Database,
  days: { readonly from?: PlainDate | undefined; readonly to?: PlainDate | undefined },
  page: PageRequest,
): Promise<Page<DoorAttackLine>> {
  const { from, before } = daysOf(days);
  const rows = await db.$queryRaw<(Omit<DoorAttackLine, 'at'> & { id: bigint; at: Date })[]>`
    SELECT k.id, k."window" AS at, k.door, a.login, a.person_id::text AS "personId", p.name, k.tries, k.networks
    FROM anjie.door_attack k
      LEFT JOIN anjie.account a ON a.id::text = k.against LEFT JOIN anjie.person p ON p.id = a.person_id
    WHERE k.id < ${beyond(page, order)}
      AND (${from}::timestamptz IS NULL OR k."window" >= ${from}::timestamptz)
      AND (${before}::timestamptz IS NULL OR k."window" < ${before}::timestamptz)
    ORDER BY k.id DESC LIMIT ${page.limit + 1}`;
  return pageOf(
    rows,
    page.limit,
    ({ id }) => cursorOf(order, [String(id)]),
    ({ id: _, at, ...line }) => ({ ...line, at: at.toISOString() }),
  );
}
