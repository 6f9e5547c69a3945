import { WorkflowNotFoundError } from '@temporalio/client';
import type { Answer } from '../api/kit/front';
import { openKeptOffice, type KeptOffice } from '../api/kit/kept-office';
import { ownTemporal, type OwnTemporal } from '../harness/parts/own-temporal';

/** A whole office with an engine of its own, of which everything that it says to anybody is taken down. */
export interface WatchedOffice {
  readonly api: KeptOffice;
  readonly temporal: OwnTemporal;
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
  close(): Promise<void>;
}

export async function openWatchedOffice(): Promise<WatchedOffice> {
  const temporal = await ownTemporal();
  const apiLog: string[] = [];
  const answers: Answer[] = [];
  const descriptions: object[] = [];
  const failing = new Map<string, { left: number; readonly error: Error }>();
  const api = await openKeptOffice(temporal, {
    log: { write: (line) => void apiLog.push(line) },
    overhear: (answer) => void answers.push(answer),
    overhearActivity: (activity) => {
      const next = failing.get(activity);
      if (next === undefined || next.left === 0) return;
      next.left -= 1;
      throw next.error;
    },
  });

  return {
    api,
    temporal,
    apiLog,
    answers,
    descriptions,
    failActivity: (name, left, error) => void failing.set(name, { left, error }),
    get failuresLeft() {
      return [...failing.values()].reduce((sum, { left }) => sum + left, 0);
    },
    async describe() {
      for await (const listed of api.engine.client.workflow.list()) {
        descriptions.push(listed.raw);
        const handle = api.engine.client.workflow.getHandle(listed.workflowId);
        const described = await handle.describe().catch(absent);
        if (described) descriptions.push(described.raw);
      }
    },
    async close() {
      await api.close();
      await temporal.stop();
    },
  };
}

function absent(error: unknown): null {
  if (error instanceof WorkflowNotFoundError) return null;
  throw error;
}
