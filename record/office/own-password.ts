import type { StaffActor } from '../../domain/role';
import { endSessionsOf, type KeptPassword } from '../people/people';
import type { Database } from '../store/database';
import { marksOf } from './beginning';
import { appendLine, lockOffice, type OfficeSigner } from './office-record';

interface PasswordParts {
  readonly db: Database;
  readonly signer: OfficeSigner;
  /** The office's time. */
  readonly clock: () => Date;
}

/**
 * Gives an account the password of its holder's choice, ends all its sessions, and enters in the office record that it
 * was done.
 */
export async function changeOwnPassword(
  { db, signer, clock }: PasswordParts,
  { personId, accountId }: StaffActor,
  kept: KeptPassword,
): Promise<void> {
  const marks = marksOf(signer, [{ id: accountId, passwordHash: kept.passwordHash }]);
  await db.$transaction(async (tx) => {
    await lockOffice(tx);
    await tx.account.update({ where: { id: accountId }, data: { ...kept, oneTimeUntil: null } });
    await endSessionsOf(tx, accountId);
    await appendLine(tx, signer, {
      at: clock().toISOString(),
      actor: { kind: 'staff', personId, accountId },
      body: { kind: 'password-set', person: personId, marks },
    });
  });
}
