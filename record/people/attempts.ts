import type { Actor, StaffActor } from '../../domain/role';
import type { Database } from '../store/database';

/** A move on a case that was not made. The body of the request is never kept: it may hold anything. */
export interface RefusedMove {
  /** Null where the request names none, as a list of payments. */
  readonly number: string | null;
  /** Step id, `act/<act>`, or a fixed word such as `read`. */
  readonly act: string;
  /** The code under which it was refused; where the caller was told less, still the true one. */
  readonly code: string;
  readonly actor: Actor | Holder | null;
}

/** The holder of an account that may do nothing any more. */
export type Holder = Pick<StaffActor, 'personId' | 'accountId'>;

/** Enters a refused attempt; a case number that does not exist is entered without a case. */
export async function enterRefusal(db: Database, { number, act, code, actor }: RefusedMove): Promise<void> {
  const { personId, accountId } = actor !== null && 'personId' in actor ? actor : nobody;
  await db.$executeRaw`
    INSERT INTO anjie.refused_attempt (case_id, person_id, account_id, act, code)
    SELECT (SELECT id FROM anjie.case_file WHERE number = ${number}),
      ${personId}::uuid, ${accountId}::uuid, ${act}, ${code}`;
}

/**
 * Enters an attempt without an account, once a minute for the same case, act and code: whoever has no account may try
 * as often as they like, and must not fill the list.
 */
export async function enterStranger(
  db: Database,
  { number, act, code }: Omit<RefusedMove, 'actor'>,
): Promise<void> {
  await db.$executeRaw`
    INSERT INTO anjie.refused_attempt (case_id, act, code)
    SELECT f.id, ${act}, ${code} FROM (SELECT (SELECT id FROM anjie.case_file WHERE number = ${number}) AS id) f
    WHERE NOT EXISTS (
      SELECT FROM anjie.refused_attempt r
      WHERE r.case_id IS NOT DISTINCT FROM f.id AND r.act = ${act} AND r.code = ${code}
        AND r.person_id IS NULL AND r.at > now() - interval '1 minute')`;
}

const nobody = { personId: null, accountId: null };
