import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import { NativeConnection, type Worker } from '@temporalio/worker';
import type { EffectActivities } from '../../../activities/effects';
import { makeMailer } from '../../../activities/mail';
import type { RecordActivities } from '../../../activities/record';
import type { CaseDesk } from '../../../record/desk/case-desk';
import type { Database } from '../../../record/store/database';
import { openLog } from '../../../record/store/log';
import { connectEngine, type EngineConnection } from '../../../record/engine/connection';
import { temporalClient } from '../../../record/engine/wake-ups';
import { activitiesOf } from '../../../worker/office';
import { Reconciler, type ReconcilerReport } from '../../../worker/reconciler';
import { relay, type RelayReport } from '../../../worker/relay';
import { createWorker } from '../../../worker/run';
import './quiet-runtime';
import { workflowBundle } from './workflow-bundle';

export interface TemporalPlace {
  readonly address: string;
  readonly namespace: string;
}

export interface EngineParts {
  readonly db: Database;
  readonly desk: CaseDesk;
  readonly smtpUrl: string;
  readonly dataConverter: DataConverter;
  /** Told of everything that a workflow asks of the world, before it is done; what it throws, the activity throws. */
  readonly overhear?: (activity: string, request: unknown) => void;
}

/** A client and, once it is started, a worker at one Temporal server, for the cases of one desk. */
export class Engine {
  #running: { readonly worker: Worker; readonly ended: Promise<void> } | null = null;

  readonly #reconciler: Reconciler;

  private constructor(
    readonly place: TemporalPlace,
    readonly client: Client,
    private readonly connected: EngineConnection,
    private readonly parts: EngineParts,
  ) {
    this.#reconciler = new Reconciler({
      db: parts.db,
      client,
      log: openLog({ program: 'test', level: 'silent' }),
    });
  }

  static async at(place: TemporalPlace, parts: EngineParts): Promise<Engine> {
    const connected = await connectEngine({ address: place.address });
    const client = temporalClient(connected.connection, place.namespace, parts.dataConverter);
    return new Engine(place, client, connected, parts);
  }

  /** With today's workflows, or those of another bundle. */
  async startWorker(bundle?: { readonly code: string }): Promise<void> {
    const native = await NativeConnection.connect({ address: this.place.address });
    const worker = await createWorker({
      connection: native,
      namespace: this.place.namespace,
      bundle: bundle ?? (await workflowBundle()),
      dataConverter: this.parts.dataConverter,
      activities: this.#activities(),
    });
    // Stopping waits for it; a failure is told there.
    const ended = worker.run().finally(() => native.close());
    ended.catch(() => undefined);
    this.#running = { worker, ended };
  }

  /** As SIGTERM does it: what is under way is finished. */
  async stopWorker(): Promise<void> {
    const running = this.#running;
    this.#running = null;
    if (running?.worker.getState() === 'RUNNING') running.worker.shutdown();
    await running?.ended;
  }

  relay(): Promise<RelayReport> {
    return relay(this.parts.db, this.client);
  }

  reconcile(): Promise<ReconcilerReport> {
    return this.#reconciler.round();
  }

  async close(): Promise<void> {
    await this.stopWorker();
    await this.connected.close();
  }

  #activities(): object {
    const { db, desk, smtpUrl, overhear = () => undefined } = this.parts;
    const mailer = makeMailer({ smtpUrl, from: 'anjie@office.test' });
    const activities: RecordActivities & EffectActivities = activitiesOf({
      db,
      desk,
      mailer,
      publicUrl: 'http://localhost',
    });
    const overheard = ([name, activity]: [string, (request: never) => Promise<unknown>]) => [
      name,
      async (request: never) => {
        overhear(name, request);
        return activity(request);
      },
    ];
    return Object.fromEntries(Object.entries(activities).map(overheard)) as object;
  }
}
