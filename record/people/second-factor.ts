import type { Database } from '../store/database';
import type { ModelTransaction } from '../store/idempotency';
import type { Statements } from '../store/statements';
import type { Credentials } from '../vault/credentials';
import { SealError } from '../vault/seal';
import { stepOfCode } from './time-codes';
import { endSessionsOf, tokenHashOf } from './people';

/** For so long after a code a session may do what demands the second factor. */
export const strongMs = 15 * 60_000;
/** Codes for who has lost their authenticator. */
const recoveryCodes = 10;

export interface SecondFactorParts {
  readonly db: Database;
  readonly credentials: Credentials;
}

export interface SecondFactorStanding {
  readonly enrolledAt: Date | null;
  readonly recoveryCodesLeft: number;
}

export async function secondFactorOf(db: Database, accountId: string): Promise<SecondFactorStanding> {
  const [row, recoveryCodesLeft] = await Promise.all([
    db.secondFactor.findUnique({ where: { accountId }, select: { enrolledAt: true } }),
    db.recoveryCode.count({ where: { accountId, usedAt: null } }),
  ]);
  return { enrolledAt: row?.enrolledAt ?? null, recoveryCodesLeft };
}

/** A fresh secret, which counts once a code of it was shown; until then an earlier one stays. */
export async function beginEnrolment(
  { db, credentials }: SecondFactorParts,
  accountId: string,
): Promise<Buffer> {
  const { secret, sealed: pending } = credentials.newSecret(accountId);
  await db.secondFactor.upsert({
    where: { accountId },
    create: { accountId, pending },
    update: { pending },
  });
  return secret;
}

/**
 * Puts the pending secret in force by a code of it. The recovery codes are told once, and earlier ones end.
 * @returns null where the code is wrong, `not-begun` where no secret waits
 */
export async function confirmEnrolment(
  tx: ModelTransaction,
  credentials: Credentials,
  { accountId, code, now }: { readonly accountId: string; readonly code: string; readonly now: Date },
): Promise<Enrolled | null | 'not-begun'> {
  await tx.$queryRaw`SELECT FROM anjie.second_factor WHERE account_id = ${accountId}::uuid FOR UPDATE`;
  const row = await tx.secondFactor.findUnique({ where: { accountId } });
  if (row?.pending == null) return 'not-begun';
  const lastStep = stepUnder(credentials, accountId, row.pending, code, now);
  if (lastStep === null) return null;
  const secret = row.pending;
  await tx.secondFactor.update({
    where: { accountId },
    data: { secret, pending: null, enrolledAt: now, lastStep },
  });
  return { secret, recoveryCodes: await freshRecoveryCodes(tx, credentials, accountId) };
}

interface Enrolled {
  /** As it is sealed. */
  readonly secret: Uint8Array;
  readonly recoveryCodes: readonly string[];
}

/** Other recovery codes in place of those that were told before. */
export function renewRecoveryCodes(
  { db, credentials }: SecondFactorParts,
  accountId: string,
): Promise<string[]> {
  return db.$transaction((tx) => freshRecoveryCodes(tx, credentials, accountId));
}

async function freshRecoveryCodes(
  tx: Statements,
  credentials: Credentials,
  accountId: string,
): Promise<string[]> {
  const fresh = Array.from({ length: recoveryCodes }, () => credentials.newRecoveryCode(accountId));
  const hashes = fresh.map(({ hash }) => new Uint8Array(hash));
  await tx.$executeRaw`DELETE FROM anjie.recovery_code WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`
    INSERT INTO anjie.recovery_code (account_id, hash) SELECT ${accountId}::uuid, unnest(${hashes}::bytea[])`;
  return fresh.map(({ code }) => code);
}

/** Uses up a code of the authenticator: neither it nor an earlier one is taken again. False: it is not right now. */
export async function useTimeCode(
  { db, credentials }: SecondFactorParts,
  accountId: string,
  code: string,
  now: Date,
): Promise<boolean> {
  const row = await db.secondFactor.findUnique({ where: { accountId }, select: { secret: true } });
  if (row?.secret == null) return false;
  const step = stepUnder(credentials, accountId, row.secret, code, now);
  if (step === null) return false;
  const used = await db.$executeRaw`
    UPDATE anjie.second_factor SET last_step = ${step}::int
    WHERE account_id = ${accountId}::uuid AND last_step < ${step}::int AND secret = ${row.secret}::bytea`;
  return used === 1;
}

/** The time step of a code; null where it is wrong, and where the secret was changed or belongs to another account. */
function stepUnder(
  credentials: Credentials,
  accountId: string,
  sealed: Uint8Array,
  code: string,
  now: Date,
): number | null {
  try {
    return stepOfCode(credentials.openSecret(accountId, sealed), code, now);
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}

/** Uses up a recovery code. False: there is none such, or it was used. */
export async function useRecoveryCode(
  db: Database,
  accountId: string,
  hashes: readonly Uint8Array[],
  now: Date,
): Promise<boolean> {
  const used = await db.$executeRaw`
    UPDATE anjie.recovery_code SET used_at = ${now.toISOString()}::timestamptz
    WHERE account_id = ${accountId}::uuid AND hash = ANY(${hashes.map((hash) => new Uint8Array(hash))}::bytea[])
      AND used_at IS NULL`;
  return used === 1;
}

/** Lets a session do what demands the second factor, for a while. */
export async function strengthen(db: Database, token: string, now: Date): Promise<Date> {
  const until = new Date(now.getTime() + strongMs);
  await db.$executeRaw`
    UPDATE anjie.session SET strong_until = ${until.toISOString()}::timestamptz WHERE token_hash = ${tokenHashOf(token)}`;
  return until;
}

/** Takes the second factor from an account: its holder enrols anew. All sessions end. */
export async function takeSecondFactor(tx: Statements, accountId: string): Promise<void> {
  await tx.$executeRaw`DELETE FROM anjie.recovery_code WHERE account_id = ${accountId}::uuid`;
  await tx.$executeRaw`DELETE FROM anjie.second_factor WHERE account_id = ${accountId}::uuid`;
  await endSessionsOf(tx, accountId);
}
