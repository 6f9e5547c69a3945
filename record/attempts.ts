import type { Actor } from '../domain/role';
import type { Database } from './database';

/** A move on a case that was not made. The body of the request is never kept: it may hold anything. */
export interface RefusedMove {
  readonly number: string;
  /** Step id, `act/<act>`, or a fixed word such as `read`. */
  readonly act: string;
  /** The code under which it was refused; where the caller was told less, still the true one. */
  readonly code: string;
  readonly actor: Actor | null;
}

/** Enters a refused attempt; a case number that does not exist is entered without a case. */
export async function enterRefusal(db: Database, { number, act, code, actor }: RefusedMove): Promise<void> {
  const staff = actor?.kind === 'staff' ? actor : null;
  await db.$executeRaw`
    INSERT INTO anjie.refused_attempt (case_id, person_id, account_id, act, code)
    SELECT (SELECT id FROM anjie.case_file WHERE number = ${number}),
      ${staff?.personId ?? null}::uuid, ${staff?.accountId ?? null}::uuid, ${act}, ${code}`;
}
