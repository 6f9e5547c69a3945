import { createHmac } from 'node:crypto';
import { join } from 'node:path';
import closeWithGrace from 'close-with-grace';
import { CaseDesk } from '../record/desk/case-desk';
import { assertWritable } from '../record/operation/data-folder';
import { MovedCases } from '../record/messages/moved-cases';
import { assertMigrated } from '../record/operation/migrations';
import { CaseMisfits, tellMisfits } from '../record/operation/case-misfits';
import { standingOf, type Standing } from '../record/operation/readiness';
import { openDatabase, openVaultDatabase } from '../record/store/database';
import { assertKeysFit } from '../record/vault/key-fingerprints';
import { Credentials } from '../record/vault/credentials';
import { readKeys, type Keys } from '../record/vault/keys';
import { openLog, type Log } from '../record/store/log';
import { HeadFiles, headsFolder } from '../record/trust/head-store';
import { beginOfficeRecord } from '../record/office/beginning';
import { Papers, papersFolder } from '../record/papers/papers';
import { printerWith } from '../record/print/print';
import { scannerAt } from '../record/papers/scanner';
import { demoCost, staffCost } from '../record/vault/passwords';
import { sealingDataConverter, SealingCodec } from '../record/vault/payload-codec';
import { makeReceipts } from '../record/vault/receipts';
import { Signer } from '../record/vault/signer';
import { Vault } from '../record/vault/vault';
import { connectEngine, type EngineConnection } from '../record/engine/connection';
import { temporalClient, WakeUps } from '../record/engine/wake-ups';
import { readEnvironment, type Environment } from '../setup/environment';
import { buildApp } from './app';
import type { ApiSettings } from './deps';
import { openMetrics, serveMetrics } from './frame/request-metrics';

/** Where `setup/prepare/console.ts` has built the console. */
const consoleFolder = join(__dirname, '..', 'web', 'dist');

/** The API as a process: makes everything real, listens, and on a signal ends in order. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const log = openLog({ level: environment.LOG_LEVEL, program: 'api' });
  const keys = await readKeys(environment.KEYS_DIR);
  await assertWritable(environment.DATA_DIR, 'DATA_DIR');
  const db = openDatabase(environment.DATABASE_URL, { applicationName: 'anjie-api' });
  await assertMigrated(db);
  const vaultDatabase = vaultIn(environment);
  const vault = new Vault({ database: vaultDatabase, masterKeys: keys.vault });
  await vault.assertKeyFits();
  await assertKeysFit(db, keys);
  const papers = papersIn(environment, vault);
  await papers.sweep();
  const receipts = makeReceipts(keys.receipt);
  const signer = new Signer(keys.sign);
  const heads = new HeadFiles(headsFolder(environment.DATA_DIR));
  await beginOfficeRecord(db, signer, heads);
  const engine = engineOf(environment, keys);
  const wakeUps = new WakeUps(engine.client, (error) => log.warn({ error }, 'wake-up-failed'));

  const metrics = openMetrics();
  const standing = standingOf({ db, keys, heads, engine, cases: new CaseMisfits(db) });
  const app = await buildApp({
    desk: new CaseDesk({
      db,
      vault,
      receipts,
      signer,
      heads,
      onCommitted: (change) => wakeUps.notice(change),
    }),
    db,
    vault,
    receipts,
    credentials: new Credentials(keys.receipt),
    signer,
    papers,
    moves: new MovedCases(environment.DATABASE_URL),
    print: printerWith(environment.FONT_DIR === '' ? null : environment.FONT_DIR),
    codec: new SealingCodec(keys.codec),
    hashKey: hashKeyOf(keys),
    clock: () => new Date(),
    standing,
    consoleFolder,
    metrics,
    logger: log,
    settings: settingsOf(environment),
  });

  const told = await serveMetrics(metrics, metricsPlaceOf(environment));
  closeWithGrace({ delay: 15_000, logger: false }, async ({ err, signal }) => {
    if (err) log.error({ error: err }, 'api-failed');
    log.info({ signal }, 'api-stopping');
    await app.close();
    told.close();
    await wakeUps.drain();
    await Promise.all([db.$disconnect(), vaultDatabase.$disconnect(), engine.close()]);
  });
  await app.listen({ host: environment.API_HOST, port: environment.API_PORT });
  log.info({ port: environment.API_PORT }, 'api-ready');
  tellStanding(log, await standing());
}

/** What an operator has to look at from the start. */
function tellStanding(log: Log, { faults, misfits }: Standing): void {
  for (const code of faults) log.error({ code }, 'not-in-order');
  tellMisfits(log, misfits);
}

function metricsPlaceOf({ METRICS_HOST: host, METRICS_PORT: port }: Environment) {
  return { host, port };
}

function vaultIn({ VAULT_DATABASE_URL }: Environment) {
  return openVaultDatabase(VAULT_DATABASE_URL, { applicationName: 'anjie-api-vault' });
}

function papersIn({ DATA_DIR, SCANNER }: Environment, vault: Vault): Papers {
  return new Papers({ folder: papersFolder(DATA_DIR), vault, scanner: scannerAt(SCANNER) });
}

function settingsOf(environment: Environment): ApiSettings {
  const { webhooks, sms } = environment.channels;
  return {
    publicUrl: environment.PUBLIC_URL,
    temporalUiUrl: environment.TEMPORAL_UI_URL,
    temporalNamespace: environment.temporal.namespace,
    trustProxy: environment.TRUST_PROXY,
    demo: environment.DEMO,
    channels: ['mail', ...(webhooks ? (['webhook'] as const) : []), ...(sms ? (['sms'] as const) : [])],
    webhooks,
    passwordCost: environment.DEMO ? demoCost : staffCost,
    secondFactor: environment.ANJIE_SECOND_FACTOR,
    overloadedAfterMs: 2_000,
    tipOffsAtOnce: environment.TIP_OFFS_AT_ONCE,
    requestsPerMinute: environment.DEMO ? 60_000 : 1_200,
  };
}

/** Temporal, connected when it is first needed and again after every failure: the API starts and works without it. */
function engineOf({ temporal }: Environment, keys: Keys) {
  let connecting: Promise<EngineConnection> | null = null;
  const connection = async () => {
    connecting ??= connectEngine({ ...temporal.connection, connectTimeout: 3_000 }).catch(
      (error: unknown) => {
        connecting = null;
        throw error;
      },
    );
    return (await connecting).connection;
  };
  const dataConverter = sealingDataConverter(keys.codec);
  return {
    namespace: temporal.namespace,
    connection,
    client: async () => temporalClient(await connection(), temporal.namespace, dataConverter),
    close: async () => {
      await (await connecting?.catch(() => null))?.close();
    },
  };
}

/** A key of its own for hashes of requests and buckets, drawn from one that every process of the API has. */
function hashKeyOf(keys: Keys): Buffer {
  return createHmac('sha256', keys.receipt.current.bytes).update('anjie/api-hashes').digest();
}

main().catch((error: unknown) => {
  // Before the logger stands, or where it cannot say what is wrong: settings and keys name no person.
  process.stderr.write(
    `${error instanceof Error ? `${error.name}: ${error.message}` : 'the API could not start'}\n`,
  );
  // What is open already, as connections to the database, must not keep a process alive that serves nobody.
  process.exit(1);
});
