import type { Client } from '@temporalio/client';
import { NativeConnection } from '@temporalio/worker';
import closeWithGrace from 'close-with-grace';
import { CaseMisfit } from '../domain/misfit';
import { digestSender } from '../activities/digest';
import { sendersOf } from '../activities/channels/senders';
import type { DeliveryParts } from '../activities/delivering';
import { makeMailer } from '../activities/mail';
import { recipientsFrom } from '../activities/recipients';
import type { TriedOnce } from '../activities/telling';
import type { Channel } from '../domain/office/channels';
import { proposalSender } from '../activities/proposal-mail';
import { tellOfProposals, type TellOfProposal } from '../record/office/proposal-mail';
import { CaseDesk } from '../record/desk/case-desk';
import { assertWritable } from '../record/operation/data-folder';
import { assertMigrated } from '../record/operation/migrations';
import { CaseMisfits } from '../record/operation/case-misfits';
import { officeFigures } from '../record/operation/office-figures';
import { scanWaiting } from '../record/operation/paper-scans';
import { standingOf, type Standing } from '../record/operation/readiness';
import { openDatabase, openVaultDatabase, type Database } from '../record/store/database';
import { sweepDrafts } from '../record/people/drafts';
import { sweepKeys } from '../record/store/idempotency';
import { assertKeysFit } from '../record/vault/key-fingerprints';
import { readKeys } from '../record/vault/keys';
import { openLog, type Log } from '../record/store/log';
import { deliverNotices, targetNewcomers } from '../record/notices/notice-publishing';
import { HeadFiles, headsFolder } from '../record/trust/head-store';
import { beginOfficeRecord } from '../record/office/beginning';
import { sealingDataConverter } from '../record/vault/payload-codec';
import { makeReceipts, type Receipts } from '../record/vault/receipts';
import { Papers, papersFolder } from '../record/papers/papers';
import { PaperPrinting } from '../record/papers/prints';
import { scannerAt } from '../record/papers/scanner';
import { Signer } from '../record/vault/signer';
import type { Tell } from '../record/law/moved-clocks';
import { Vault } from '../record/vault/vault';
import { connectEngine } from '../record/engine/connection';
import { assertEngineIsFresh } from '../record/engine/restored-office';
import { temporalClient, WakeUps } from '../record/engine/wake-ups';
import { readEnvironment, type Environment } from '../setup/environment';
import { installRuntime } from './engine-runtime';
import { serveHealth } from './health';
import { carryMessages } from '../activities/carrying';
import { WorkerMetrics } from './metrics';
import { activitiesOf } from './office';
import { bundledWorkflows } from './bundle';
import { RecordWatch } from './record-watch';
import { Reconciler } from './reconciler';
import { relay } from './relay';
import { everyMs, type Rounds } from './rounds';
import { followRules } from './rules';
import { createWorker } from './run';
import { SelfCheck } from './self-check';

const selfCheckEveryMs = 10_000;
const figuresEveryMs = 10_000;
const relayEveryMs = 2_000;
const reconcileEveryMs = 20_000;
const rulesEveryMs = 15_000;
const messagesEveryMs = 2_000;
const proposalsEveryMs = 15_000;
const deliverEveryMs = 5_000;
const newcomersEveryMs = 60_000;
const watchEveryMs = 30_000;
const scanEveryMs = 30_000;
const printEveryMs = 30_000;
const sweepEveryMs = 3_600_000;
const noticesPerRound = 500;

async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = openLog({ program: 'worker', level: environment.LOG_LEVEL });
  const { metrics, health } = await openHealth(environment, await installRuntime(log));
  const packing = bundledWorkflows();
  // It is awaited below; until then its failure must not hide another one.
  packing.catch(() => undefined);

  const { keys, db, vaultDatabase, vault, receipts, papers, signer, heads } = await openStores(environment);
  const dataConverter = sealingDataConverter(keys.codec);
  const { connection, close: closeConnection } = await connectEngine(environment.temporal.connection);
  const client = temporalClient(connection, environment.temporal.namespace, dataConverter);
  await assertEngineIsFresh(client, db);
  const failed = failuresTo(log);
  const wakeUps = new WakeUps(() => Promise.resolve(client), failed('wake-up-failed'));
  await beginOfficeRecord(db, signer, heads);
  const desk = new CaseDesk({
    db,
    vault,
    receipts,
    signer,
    heads,
    onCommitted: (moved) => wakeUps.notice(moved),
  });
  const { messages, tell, told } = messagesOf(environment, { db, desk, metrics });

  const nativeConnection = await NativeConnection.connect(environment.temporal.connection);
  const worker = await createWorker({
    connection: nativeConnection,
    bundle: await packing,
    namespace: environment.temporal.namespace,
    activities: activitiesOf(told),
    dataConverter,
    log,
  });

  const watch = new RecordWatch({ db, signer, heads, vault, papers, log });
  const engine = { ...environment.temporal, connection: () => Promise.resolve(connection) };
  const standing = standingOf({ db, keys, heads, engine, cases: new CaseMisfits(db) });
  const parts = {
    ...{ environment, db, papers, receipts, client, desk, tell, messages },
    ...{ metrics, watch, standing, log, failed },
  };
  const rounds = [...roundsOf(parts), ...paperRounds(parts)];
  const running = worker.run();
  health.standing = standing;
  log.info({ event: 'worker-ready' });

  closeWithGrace({ delay: 30_000 }, async () => {
    health.standing = null;
    await Promise.all(rounds.map((each) => each.stop()));
    if (worker.getState() === 'RUNNING') worker.shutdown();
    await running;
    await wakeUps.drain();
    await Promise.allSettled([
      nativeConnection.close(),
      closeConnection(),
      db.$disconnect(),
      vaultDatabase.$disconnect(),
    ]);
    await health.close();
    log.info({ event: 'worker-stopped' });
  });
  await running;
}

/** How people are told: what the workflows need for it, and what the rounds do. */
function messagesOf(
  { PUBLIC_URL: publicUrl, SMTP_URL: smtpUrl, MAIL_FROM: from, channels }: Environment,
  { db, desk, metrics }: Pick<RoundParts, 'db' | 'desk' | 'metrics'>,
) {
  const mailer = makeMailer({ smtpUrl, from });
  const senders = sendersOf(mailer, channels);
  const setUp = Object.keys(senders) as Channel[];
  const parts = { db, desk, publicUrl, count: (attempt: TriedOnce) => metrics.attempted(attempt) };
  return {
    tell: { ofMovedLimits: digestSender(mailer, publicUrl), ofProposal: proposalSender(mailer, publicUrl) },
    told: { ...parts, mailer, setUp },
    messages: { ...parts, senders, recipients: recipientsFrom(db, setUp) },
  };
}

/** Tells of failures, each with the case that it concerns. */
function failuresTo(log: Log): RoundParts['failed'] {
  return (event) => (error) => {
    for (const each of singleErrors(error))
      log.warn({ event, ...(each instanceof CaseMisfit ? each.at : {}), error: each });
  };
}

/** What a round that goes on after a failure has gathered, one by one. */
function singleErrors(error: unknown): unknown[] {
  return error instanceof AggregateError ? error.errors.flatMap(singleErrors) : [error];
}

/** Tells of the worker from the first moment, its own metrics together with those of the engine's library. */
async function openHealth(environment: Environment, engineMetrics: () => Promise<string>) {
  const metrics = new WorkerMetrics();
  const health = await serveHealth({
    host: environment.WORKER_HOST,
    port: environment.WORKER_PORT,
    metrics: async () => `${await metrics.registry.metrics()}\n${await engineMetrics()}`,
  });
  return { metrics, health };
}

/** Keys, record, vault and what lies in the folder of data; a database of another version, or one that was written with other keys, is refused at once. */
async function openStores(environment: Environment) {
  const keys = await readKeys(environment.KEYS_DIR);
  await assertWritable(environment.DATA_DIR, 'DATA_DIR');
  const db = openDatabase(environment.DATABASE_URL, { applicationName: 'anjie-worker' });
  await assertMigrated(db);
  const vaultDatabase = openVaultDatabase(environment.VAULT_DATABASE_URL, {
    applicationName: 'anjie-worker-vault',
  });
  const vault = new Vault({ database: vaultDatabase, masterKeys: keys.vault });
  await vault.assertKeyFits();
  await assertKeysFit(db, keys);
  const papers = new Papers({
    folder: papersFolder(environment.DATA_DIR),
    vault,
    scanner: scannerAt(environment.SCANNER),
  });
  const [receipts, signer] = [makeReceipts(keys.receipt), new Signer(keys.sign)];
  const heads = new HeadFiles(headsFolder(environment.DATA_DIR));
  return { keys, db, vaultDatabase, vault, receipts, papers, signer, heads };
}

interface RoundParts {
  readonly db: Database;
  readonly client: Client;
  readonly desk: CaseDesk;
  readonly tell: { readonly ofMovedLimits: Tell; readonly ofProposal: TellOfProposal };
  readonly messages: DeliveryParts;
  readonly metrics: WorkerMetrics;
  readonly watch: RecordWatch;
  readonly standing: () => Promise<Standing>;
  readonly environment: Environment;
  readonly papers: Papers;
  readonly receipts: Receipts;
  readonly log: Log;
  readonly failed: (event: string) => (error: unknown) => void;
}

/** What the worker does again and again beside the workflows. */
function roundsOf(parts: RoundParts): Rounds[] {
  const { db, client, desk, tell, messages, metrics, watch, standing, log, failed } = parts;
  const keptDays = parts.environment.REQUEST_KEY_DAYS;
  const selfCheck = new SelfCheck({ standing, log });
  const reconciler = new Reconciler({ db, client, log });
  const deliver = () => deliverNotices(db, desk, { atMost: noticesPerRound });
  const watchRecords = async () => {
    await watch.round();
    metrics.recordFaults(watch.faults);
  };
  const checkItself = async () => metrics.standing(await selfCheck.round());
  return [
    everyMs(selfCheckEveryMs, checkItself, failed('self-check-failed')),
    everyMs(figuresEveryMs, async () => metrics.figures(await officeFigures(db)), failed('figures-failed')),
    everyMs(relayEveryMs, async () => void (await relay(db, client)), failed('relay-failed')),
    everyMs(messagesEveryMs, () => carryMessages(messages), failed('messages-failed')),
    everyMs(
      rulesEveryMs,
      () => followRules({ db, desk, tell: tell.ofMovedLimits }),
      failed('rules-sweep-failed'),
    ),
    everyMs(
      proposalsEveryMs,
      async () => void (await tellOfProposals(db, tell.ofProposal)),
      failed('proposals-not-told'),
    ),
    everyMs(deliverEveryMs, async () => void (await deliver()), failed('delivery-failed')),
    everyMs(watchEveryMs, watchRecords, failed('record-watch-failed')),
    everyMs(sweepEveryMs, () => sweepKeys(db, keptDays), failed('key-sweep-failed')),
    everyMs(sweepEveryMs, () => sweepDrafts(db), failed('draft-sweep-failed')),
    everyMs(newcomersEveryMs, async () => void (await targetNewcomers(db)), failed('newcomers-failed')),
    everyMs(
      reconcileEveryMs,
      async () => metrics.report(await reconciler.round()),
      failed('reconciliation-failed'),
    ),
  ];
}

/** What is done with papers once they are kept. Where files are scanned, those that wait for it are shown to the scanner. */
function paperRounds({ environment, db, papers, receipts, desk, failed }: RoundParts): Rounds[] {
  const printing = new PaperPrinting({ db, papers, receipts });
  const rounds = [everyMs(printEveryMs, () => printing.round(), failed('paper-print-failed'))];
  const scanner = scannerAt(environment.SCANNER);
  if (scanner === null) return rounds;
  const scan = () => scanWaiting({ db, desk, papers, scanner });
  return [...rounds, everyMs(scanEveryMs, scan, failed('paper-scan-failed'))];
}

main().catch((error: unknown) => {
  process.stderr.write(`worker: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
