import { WorkflowNotFoundError } from '@temporalio/client';
import { sealingDataConverter } from '../../record/payload-codec';
import { WakeUps } from '../../record/wake-ups';
import type { Answer } from '../api/front';
import { openOffice, type Office } from '../api/office';
import { Engine, unsettled } from '../harness/engine';
import { eventually } from '../harness/eventually';
import { openMailSink, type MailSink } from '../harness/mail-sink';
import { ownTemporal, type OwnTemporal } from '../harness/own-temporal';

/** A whole office with an engine of its own, of which everything that it says to anybody is taken down. */
export interface WatchedOffice {
  readonly api: Office;
  readonly engine: Engine;
  readonly temporal: OwnTemporal;
  readonly mail: MailSink;
  readonly apiLog: readonly string[];
  readonly answers: readonly Answer[];
  /** What Temporal told of its workflows whenever it was asked. */
  readonly descriptions: readonly object[];
  /** The next so many runs of an activity fail with this. */
  failActivity(name: string, times: number, error: Error): void;
  /** How many of them have still to fail. */
  readonly failuresLeft: number;
  /** Asks Temporal for its list and for each of the workflows in it. */
  describe(): Promise<void>;
  settled(): Promise<void>;
  close(): Promise<void>;
}

export async function openWatchedOffice(): Promise<WatchedOffice> {
  const [temporal, mail] = [await ownTemporal(), await openMailSink()];
  const apiLog: string[] = [];
  const answers: Answer[] = [];
  const descriptions: object[] = [];
  const failing = new Map<string, { left: number; readonly error: Error }>();
  const wakeUps = new WakeUps(() => Promise.resolve(engine.client));
  const api = await openOffice({
    log: { write: (line) => void apiLog.push(line) },
    onCommitted: (moved) => wakeUps.notice(moved),
    overhear: (answer) => void answers.push(answer),
  });
  const engine: Engine = await Engine.at(temporal, {
    db: api.db,
    desk: api.desk,
    smtpUrl: mail.url,
    dataConverter: sealingDataConverter(api.keys),
    overhear: (activity) => {
      const next = failing.get(activity);
      if (next === undefined || next.left === 0) return;
      next.left -= 1;
      throw next.error;
    },
  });
  await engine.startWorker();

  return {
    api,
    engine,
    temporal,
    mail,
    apiLog,
    answers,
    descriptions,
    failActivity: (name, left, error) => void failing.set(name, { left, error }),
    get failuresLeft() {
      return [...failing.values()].reduce((sum, { left }) => sum + left, 0);
    },
    async describe() {
      for await (const listed of engine.client.workflow.list()) {
        descriptions.push(listed.raw);
        const handle = engine.client.workflow.getHandle(listed.workflowId);
        const described = await handle.describe().catch(absent);
        if (described) descriptions.push(described.raw);
      }
    },
    async settled() {
      await eventually('every workflow has read its record and carried out what it asks for', async () => {
        await wakeUps.drain();
        await engine.relay();
        const { behind, waiting } = await unsettled(api.db);
        return behind === 0 && waiting === 0;
      });
    },
    async close() {
      await wakeUps.drain();
      await engine.close();
      await mail.down();
      await api.close();
      await temporal.stop();
    },
  };
}

function absent(error: unknown): null {
  if (error instanceof WorkflowNotFoundError) return null;
  throw error;
}
