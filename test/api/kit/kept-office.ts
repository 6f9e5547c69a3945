import type { CaseType } from '../../../domain/case/case-type';
import { sealingDataConverter } from '../../../record/vault/payload-codec';
import { wakeOrStart, WakeUps } from '../../../record/engine/wake-ups';
import { Engine, type TemporalPlace } from '../../harness/parts/engine';
import { eventually } from '../../harness/eventually';
import { openMailSink, type MailSink } from '../../harness/parts/mail-sink';
import { unsettled } from '../../harness/unsettled';
import { openOffice, type Office, type OfficeOptions } from './office';

/** The API with a worker that keeps the time of its cases and sends its mails. */
export interface KeptOffice extends Office {
  readonly mail: MailSink;
  readonly engine: Engine;
  /** Waits until every workflow has read its record and nothing waits to be carried out. */
  settled(): Promise<void>;
}

export interface KeptOfficeOptions extends Omit<OfficeOptions, 'onCommitted'> {
  /** Told of everything that a workflow asks of the world, before it is done; what it throws, the activity throws. */
  readonly overhearActivity?: (activity: string) => void;
}

/** `options.now`: the time of the Temporal server, where that is not the real one. */
export async function openKeptOffice(
  place: TemporalPlace,
  { overhearActivity, ...options }: KeptOfficeOptions = {},
): Promise<KeptOffice> {
  const mail = await openMailSink();
  const wakeUps = new WakeUps(() => Promise.resolve(engine.client));
  const office = await openOffice({ ...options, onCommitted: (moved) => wakeUps.notice(moved) });
  const engine: Engine = await Engine.at(place, {
    db: office.db,
    desk: office.desk,
    smtpUrl: mail.url,
    dataConverter: sealingDataConverter(office.keys),
    ...(overhearActivity === undefined ? {} : { overhear: overhearActivity }),
  });
  await engine.startWorker();

  /** As the relay does it, without its patience: that is reckoned in PostgreSQL's time, which a server that skips leaves behind. */
  async function wakeAllBehind(): Promise<void> {
    const behind = await office.db.$queryRaw<
      { id: string; number: string; unit: string; type: CaseType; seq: number }[]
    >`
      SELECT id, number, unit, case_type AS type, seq FROM anjie.case_file WHERE seen_seq < seq`;
    for (const { id: caseId, type: caseType, ...each } of behind)
      await wakeOrStart(engine.client, { caseId, caseType, ...each });
  }

  return {
    ...office,
    mail,
    engine,
    async settled() {
      await wakeUps.drain();
      await eventually('every workflow has read its record and carried out what it asks for', async () => {
        await wakeUps.drain();
        if (options.now === undefined) await engine.relay();
        else await wakeAllBehind();
        const { behind, waiting } = await unsettled(office.db);
        return behind === 0 && waiting === 0;
      });
    },
    async close() {
      await engine.stopWorker();
      // What the worker still wrote has asked for wake-ups too.
      await wakeUps.drain();
      await engine.close();
      await mail.down();
      await office.close();
    },
  };
}
