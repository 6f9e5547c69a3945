import type { OfficeEventActor } from '../../domain/office/office-event';
import type { Database } from '../store/database';
import type { ModelTransaction } from '../store/idempotency';
import { officeRecordId } from '../store/chain';
import { databaseTime } from '../store/stored-record';
import { officePart, type HeadStore } from '../trust/head-store';
import { standingIn } from './changes/account';
import { appendLine, lockOffice, type LineSealer } from './office-record';

const upgrade: OfficeEventActor = { kind: 'system', part: 'upgrade' };

/**
 * Begins the office record where accounts stand and no line says how they came: once, with an office from before there
 * was such a record. A record that was signed outside the database and is gone is never begun anew: that would
 * take over whatever a thief has left.
 */
export async function beginOfficeRecord(db: Database, sealer: LineSealer, heads: HeadStore): Promise<void> {
  const signed = (await heads.latest(officePart)).has(officeRecordId);
  if (!signed) await db.$transaction((tx) => takeOver(tx, sealer));
}

/** Enters the accounts that stood before the record began. */
export async function takeOver(tx: ModelTransaction, sealer: LineSealer): Promise<void> {
  await lockOffice(tx);
  if ((await tx.officeEvent.count()) > 0) return;
  const accounts = await tx.account.findMany({ orderBy: { login: 'asc' } });
  if (accounts.length === 0) return;
  const body = { kind: 'taken-over', accounts: accounts.map(standingIn) } as const;
  await appendLine(tx, sealer, { at: await databaseTime(tx), actor: upgrade, body });
}
