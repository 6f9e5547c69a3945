import type { StaffActor } from '../../domain/role';
import { confirmEnrolment } from '../people/second-factor';
import type { Database } from '../store/database';
import type { Credentials } from '../vault/credentials';
import type { Signer } from '../vault/signer';
import { appendLine, lockOffice, type LineSealer } from './office-record';

interface EnrolmentParts {
  readonly db: Database;
  readonly credentials: Credentials;
  readonly signer: LineSealer & Pick<Signer, 'markSecondFactor'>;
  /** The office's time. */
  readonly clock: () => Date;
}

/**
 * Puts the second factor in force that its holder has begun to enrol, by a code of it, and enters that in the office
 * record.
 * @returns the recovery codes; null where the code is wrong, `not-begun` where no secret waits
 */
export async function enrolSecondFactor(
  { db, credentials, signer, clock }: EnrolmentParts,
  { personId, accountId }: StaffActor,
  code: string,
): Promise<readonly string[] | null | 'not-begun'> {
  const now = clock();
  return db.$transaction(async (tx) => {
    await lockOffice(tx);
    const enrolled = await confirmEnrolment(tx, credentials, { accountId, code, now });
    if (enrolled === null || enrolled === 'not-begun') return enrolled;
    await appendLine(tx, signer, {
      at: now.toISOString(),
      actor: { kind: 'staff', personId, accountId },
      body: {
        ...{ kind: 'second-factor-set', person: personId, account: accountId },
        mark: signer.markSecondFactor(accountId, enrolled.secret),
      },
    });
    return enrolled.recoveryCodes;
  });
}
