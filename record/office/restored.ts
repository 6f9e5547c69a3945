import type { Instant } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import { databaseTime } from '../store/stored-record';
import { appendLine, lockOffice, type LineSealer } from './office-record';

/** A backup that the office goes on from. */
export interface RestoredBackup {
  readonly id: string;
  readonly madeAt: Instant;
  /** How many records have lost their end, as far as signed heads tell. */
  readonly recordsCutOff: number;
}

/** Enters in the office record that the office goes on from a backup: once, however often the restore is begun again. */
export async function enterRestored(
  db: Database,
  sealer: LineSealer,
  { id, madeAt, recordsCutOff }: RestoredBackup,
): Promise<void> {
  await db.$transaction(async (tx) => {
    await lockOffice(tx);
    // An office from before there was such a record begins it when its API or worker starts next.
    if ((await tx.officeEvent.count()) === 0) return;
    const [known] = await tx.$queryRaw<unknown[]>`
      SELECT FROM anjie.office_event WHERE kind = 'restored' AND body->>'backup' = ${id}`;
    if (known !== undefined) return;
    await appendLine(tx, sealer, {
      at: await databaseTime(tx),
      actor: { kind: 'system', part: 'restore' },
      body: { kind: 'restored', backup: id, madeAt, recordsCutOff },
    });
  });
}
