import type { OfficeEventActor } from '../../domain/office/office-event';
import type { Database } from '../store/database';
import type { ModelTransaction } from '../store/idempotency';
import { databaseTime } from '../store/stored-record';
import { signedOfficeHead, type HeadStore } from '../trust/head-store';
import type { SignedHead } from '../trust/signed-head';
import { standingIn } from './changes/account';
import { appendLine, lockOffice, type OfficeSigner } from './office-record';

const upgrade: OfficeEventActor = { kind: 'system', part: 'upgrade' };

/**
 * Begins the office record where accounts stand and no line says how they came, or which passwords open them: once, with
 * an office from before the record said so. Nothing is added to a record that no longer holds the line which was signed
 * last outside the database: that would take over whatever a thief has left.
 */
export async function beginOfficeRecord(db: Database, signer: OfficeSigner, heads: HeadStore): Promise<void> {
  const signed = (await signedOfficeHead(heads)) ?? null;
  await db.$transaction((tx) => takeOver(tx, signer, signed));
}

/** What the record says about accounts before somebody changes the first of them. */
const aboutAccounts = {
  kind: { notIn: ['rules-published', 'password-set', 'second-factor-set', 'restored'] },
};

/** Enters the accounts that stood before the record began, and the passwords from before it knew them. */
export async function takeOver(
  tx: ModelTransaction,
  signer: OfficeSigner,
  signed: Pick<SignedHead, 'seq' | 'hash'> | null,
): Promise<void> {
  await lockOffice(tx);
  if (signed !== null && !(await holds(tx, signed))) return;
  const begun = (await tx.officeEvent.count({ where: aboutAccounts })) > 0;
  const accounts = await tx.account.findMany({ orderBy: { login: 'asc' } });
  if (accounts.length === 0) return;
  const at = await databaseTime(tx);
  if (!begun) {
    const body = { kind: 'taken-over', accounts: accounts.map(standingIn) } as const;
    await appendLine(tx, signer, { at, actor: upgrade, body });
  }
  if ((await tx.officeEvent.count({ where: { kind: 'password-set' } })) > 0) return;
  const body = { kind: 'password-set', person: null, marks: marksOf(signer, accounts) } as const;
  await appendLine(tx, signer, { at, actor: upgrade, body });
}

async function holds(
  tx: ModelTransaction,
  { seq, hash }: Pick<SignedHead, 'seq' | 'hash'>,
): Promise<boolean> {
  const line = await tx.officeEvent.findUnique({ where: { seq }, select: { hash: true } });
  return line !== null && Buffer.from(line.hash).toString('hex') === hash;
}

/** By what the record knows the passwords of these accounts. */
export function marksOf(
  signer: Pick<OfficeSigner, 'markPassword'>,
  accounts: readonly { readonly id: string; readonly passwordHash: string }[],
): Record<string, string> {
  return Object.fromEntries(
    accounts.map(({ id, passwordHash }) => [id, signer.markPassword(id, passwordHash)]),
  );
}
