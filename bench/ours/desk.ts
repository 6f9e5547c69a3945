import { Connection } from '@temporalio/client';
import { CaseDesk } from '../../record/desk/case-desk';
import { openDatabase, openVaultDatabase } from '../../record/store/database';
import { readKeys } from '../../record/vault/keys';
import { sealingDataConverter, SealingCodec } from '../../record/vault/payload-codec';
import { makeReceipts } from '../../record/vault/receipts';
import { Signer } from '../../record/vault/signer';
import { Vault } from '../../record/vault/vault';
import { temporalClient, WakeUps } from '../../record/engine/wake-ups';
import { intakeUnit, zone } from '../../prisma/seed';
import { readEnvironment } from '../../setup/environment';
import { carry, type Load, type LoadResult } from '../load';
import { failed, takeOrders } from '../programs';
import { untilNoneRuns } from '../running';
import { actorsOf, castOf, handsAtTheDesk } from './at-the-desk';
import { readHistories, type HistoryFigures } from './histories';
import { decideAsUsual, lifecycle } from './lifecycle';
import { openTrainingFiles, type FilesPlan } from './training-files';

export type DeskOrders = {
  carry(load: Load): Promise<LoadResult>;
  /** Until every workflow has completed. */
  drain(): Promise<void>;
  /** Opens cases that nobody moves, one for each instant at which a tip is said to have come in. */
  open(intake: {
    readonly zone: string;
    readonly receivedAt: readonly string[];
    readonly lanes: number;
  }): Promise<void>;
  /** Decides the acceptance of a case that was opened. Milliseconds. */
  accept(number: string): Promise<number>;
  /** Opens the training files of firms, each with its people and their certificates. */
  files(plan: FilesPlan): Promise<void>;
  histories(since: string, ofEachType: number): Promise<HistoryFigures[]>;
};

/** The desk in a process of its own, as the API has it, without HTTP. */
async function main(): Promise<void> {
  const environment = readEnvironment();
  const keys = await readKeys(environment.KEYS_DIR);
  const db = openDatabase(environment.DATABASE_URL, { applicationName: 'bench-desk' });
  const vaultDatabase = openVaultDatabase(environment.VAULT_DATABASE_URL, {
    applicationName: 'bench-vault',
  });
  const vault = new Vault({ database: vaultDatabase, masterKeys: keys.vault });
  const connection = await Connection.connect(environment.temporal.connection);
  const client = temporalClient(connection, environment.temporal.namespace, sealingDataConverter(keys.codec));
  const wakeUps = new WakeUps(
    () => Promise.resolve(client),
    (error) => process.stderr.write(`a wake-up failed: ${String(error)}\n`),
  );
  const desk = new CaseDesk({
    db,
    vault,
    receipts: makeReceipts(keys.receipt),
    signer: new Signer(keys.sign),
    onCommitted: (moved) => wakeUps.notice(moved),
  });
  const actors = await actorsOf(db);
  const handsIn = (where: string) =>
    handsAtTheDesk({ desk, db, vault, zone: where, unit: intakeUnit }, actors, castOf(actors));
  const hands = handsIn(zone);

  const orders: DeskOrders = {
    carry: (load) => carry(load, () => lifecycle(hands)),
    drain: () => untilNoneRuns(client),
    async open({ zone: where, receivedAt, lanes }) {
      const waiting = [...receivedAt];
      const clerk = handsIn(where);
      await Promise.all(
        Array.from({ length: lanes }, async () => {
          for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) await clerk.handIn(at);
        }),
      );
    },
    async accept(number) {
      const seen = await hands.look(number, 'clerk1');
      const from = performance.now();
      await decideAsUsual(hands, seen, 'tip-off/acceptance');
      return performance.now() - from;
    },
    files: (plan) => openTrainingFiles(desk, actors.get('contact1'), plan),
    histories: (since, ofEachType) => readHistories(client, new SealingCodec(keys.codec), since, ofEachType),
  };
  takeOrders(orders, async () => {
    await wakeUps.drain();
    await connection.close();
    await db.$disconnect();
    await vaultDatabase.$disconnect();
  });
}

main().catch(failed);
