import type { Client } from '@temporalio/client';
import type { DataConverter } from '@temporalio/common';
import type { EventBody } from '../../domain/case/case-event';
import type { CaseView } from '../../domain/case/case-view';
import { seedReference } from '../../prisma/seed';
import { CaseDesk } from '../../record/desk/case-desk';
import type { CommittedChange } from '../../record/desk/committed-change';
import { openDatabase, openVaultDatabase, type Database } from '../../record/store/database';
import { newKeyFile, parseKeyRing } from '../../record/vault/keys';
import { sealingDataConverter } from '../../record/vault/payload-codec';
import { makeReceipts, type Receipts } from '../../record/vault/receipts';
import { Signer } from '../../record/vault/signer';
import { Vault } from '../../record/vault/vault';
import { WakeUps } from '../../record/engine/wake-ups';
import type { ReconcilerReport } from '../../worker/reconciler';
import type { RelayReport } from '../../worker/relay';
import { hire, type Cast } from './cast';
import { freshDatabase, type FreshDatabase } from './parts/database';
import { Engine, type TemporalPlace } from './parts/engine';
import { eventually } from './eventually';
import { openMailSink, type MailSink } from './parts/mail-sink';
import { unsettled } from './unsettled';

export interface OfficeOptions {
  /** Without it nothing wakes and nobody keeps time: a desk alone. */
  readonly temporal?: TemporalPlace;
  /** The office's time; without it PostgreSQL's. */
  readonly now?: () => Date;
  /** False where a test has to read what Temporal stores. */
  readonly sealed?: boolean;
  /** Told of everything that a workflow asks of the world, before it is done. */
  readonly overhear?: (activity: string, request: unknown) => void;
  /** False where no worker is to run from the beginning. */
  readonly worker?: boolean;
}

/** A whole office over a database of its own: desk, people, keys, mail server, and a worker that keeps its time. */
export class Office {
  /** False: wake-ups are lost between commit and signal, as if the process had died there. */
  wakesWorkflows = true;
  /** Why a wake-up could not be sent. */
  readonly lostWakeUps: unknown[] = [];
  #engine: Engine | null = null;
  readonly #keepsRealTime: boolean;

  private constructor(
    readonly database: FreshDatabase,
    /** As the owner of everything; for looking, and for breaking things. */
    readonly owner: Database,
    readonly db: Database,
    readonly vaultDatabase: Database,
    readonly vault: Vault,
    readonly receipts: Receipts,
    readonly cast: Cast,
    readonly mail: MailSink,
    readonly dataConverter: DataConverter,
    readonly desk: CaseDesk,
    readonly signer: Signer,
    private readonly wakeUps: WakeUps,
    keepsRealTime: boolean,
    private readonly overhear: (activity: string, request: unknown) => void,
  ) {
    this.#keepsRealTime = keepsRealTime;
  }

  static async open(options: OfficeOptions = {}): Promise<Office> {
    const { temporal, now, sealed = true, worker = true, overhear = () => undefined } = options;
    const database = await freshDatabase();
    const owner = openDatabase(database.ownerUrl, { applicationName: 'test-owner', poolSize: 2 });
    const signer = new Signer(throwAwayKey());
    await seedReference(database.ownerUrl, signer);
    const db = openDatabase(database.appUrl, { applicationName: 'test-office' });
    const vaultDatabase = openVaultDatabase(database.vaultUrl, { applicationName: 'test-vault' });
    const vault = new Vault({ database: vaultDatabase, masterKeys: throwAwayKey() });
    const receipts = makeReceipts(throwAwayKey());
    const wakeUps = new WakeUps(
      () => Promise.resolve(office.client),
      (error) => office.lostWakeUps.push(error),
    );
    const desk = new CaseDesk({
      db,
      vault,
      receipts,
      signer,
      onCommitted: (moved) => office.#notice(moved),
      ...(now ? { now } : {}),
    });
    const office: Office = new Office(
      database,
      owner,
      db,
      vaultDatabase,
      vault,
      receipts,
      await hire(owner),
      await openMailSink(),
      sealed ? sealingDataConverter(throwAwayKey()) : {},
      desk,
      signer,
      wakeUps,
      now === undefined,
      overhear,
    );
    if (temporal) await office.connect(temporal);
    if (temporal && worker) await office.startWorker();
    return office;
  }

  /** The client of the Temporal server at which the office works now. */
  get client(): Client {
    return this.#connected().client;
  }

  get namespace(): string {
    return this.#connected().place.namespace;
  }

  /** Works at this Temporal server from now on; the worker at an earlier one ends. */
  async connect(place: TemporalPlace): Promise<void> {
    await this.#disconnect();
    const { db, desk, dataConverter, overhear } = this;
    this.#engine = await Engine.at(place, { db, desk, smtpUrl: this.mail.url, dataConverter, overhear });
  }

  /** With today's workflows, or those of another bundle. */
  startWorker(bundle?: { readonly code: string }): Promise<void> {
    return this.#connected().startWorker(bundle);
  }

  /** As SIGTERM does it: what is under way is finished. */
  stopWorker(): Promise<void> {
    return this.#connected().stopWorker();
  }

  relay(): Promise<RelayReport> {
    return this.#connected().relay();
  }

  reconcile(): Promise<ReconcilerReport> {
    return this.#connected().reconcile();
  }

  /** Waits until every workflow has read its record to the end and nothing waits to be carried out. */
  settled(): Promise<void> {
    return this.#until(
      'every workflow has read its record and sent what it asks for',
      ({ behind, waiting }) => {
        return behind === 0 && waiting === 0;
      },
    );
  }

  /** Waits until every workflow has read its record to the end; what it sends may wait, as for a mail server. */
  caughtUp(): Promise<void> {
    return this.#until('every workflow has read its record', ({ behind }) => behind === 0);
  }

  async #until(what: string, done: (left: { behind: number; waiting: number }) => boolean): Promise<void> {
    await this.wakeUps.drain();
    await eventually(what, async () => {
      await this.wakeUps.drain();
      // As the worker's rounds do: a child that was born and closed before its parent looked is found by it.
      if (this.#keepsRealTime) await this.relay();
      return done(await unsettled(this.db));
    });
  }

  async view(number: string): Promise<CaseView> {
    return (await this.file(number)).view;
  }

  async file(number: string): Promise<{ caseId: string; view: CaseView }> {
    const file = await this.desk.viewOf({ number });
    if (file === null) throw new Error(`no case ${number}`);
    return file;
  }

  /** The lines of one kind in the record of a case. */
  async record<K extends EventBody['kind']>(number: string, kind: K): Promise<RecordLine<K>[]> {
    const rows = await this.db.recordEvent.findMany({
      where: { case: { number }, kind },
      orderBy: { seq: 'asc' },
    });
    return rows.map(({ seq, at, body }) => ({ seq, at, ...(body as unknown as Of<K>) }));
  }

  async close(): Promise<void> {
    this.wakesWorkflows = false;
    await this.wakeUps.drain();
    await this.#disconnect();
    await this.mail.down();
    await Promise.all([this.db.$disconnect(), this.vaultDatabase.$disconnect(), this.owner.$disconnect()]);
    await this.database.drop();
  }

  #notice(moved: CommittedChange): void {
    if (this.wakesWorkflows && this.#engine) this.wakeUps.notice(moved);
  }

  #connected(): Engine {
    if (this.#engine === null) throw new Error('this office works without Temporal');
    return this.#engine;
  }

  async #disconnect(): Promise<void> {
    await this.#engine?.close();
    this.#engine = null;
  }
}

type Of<K extends EventBody['kind']> = Extract<EventBody, { kind: K }>;
export type RecordLine<K extends EventBody['kind']> = { readonly seq: number; readonly at: Date } & Of<K>;

function throwAwayKey() {
  return parseKeyRing(newKeyFile(), 'a key of this test alone');
}
