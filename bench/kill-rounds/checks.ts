import { setTimeout as pause } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { openDatabase, type Database } from '../../record/store/database';
import { rowCheck } from '../../record/operation/row-check';
import { Rulebooks } from '../../record/store/rulebook';
import { HeadFiles, headsFolder } from '../../record/trust/head-store';
import { verifyOffice } from '../../record/trust/verify-office';
import { verifyAllRecords } from '../../record/trust/verify-record';
import { readKeys } from '../../record/vault/keys';
import { Signer } from '../../record/vault/signer';
import type { RunningSystem } from '../../setup/parts/system';
import type { Ledger } from './clients';

/** How things stand when everybody has come to rest; each list is empty where all is well. */
export interface Findings {
  /** Cases that were acknowledged and are not there, or whose record ends before what was acknowledged. */
  readonly lost: readonly string[];
  /** Rewards with two payments, or with one that was acknowledged and is not there. */
  readonly payments: readonly string[];
  /** Records that are not as they were written (`npm run verify -- --record`). */
  readonly records: readonly string[];
  /** Open cases without a workflow, or with more than one; workflows of closed cases. */
  readonly workflows: readonly string[];
  /** What still waits to be read or sent. */
  readonly unsettled: number;
  readonly counts: { readonly cases: number; readonly open: number; readonly lines: number };
}

const patienceMs = 120_000;

export async function findingsOf(system: RunningSystem, ledger: Ledger): Promise<Findings> {
  const db = openDatabase(system.ownerUrl, { applicationName: 'kill-rounds', poolSize: 2 });
  try {
    const { unsettled, workflows } = await atRest(db, system);
    return {
      lost: await lostOf(db, ledger),
      payments: await paymentFaults(db, ledger),
      records: await recordFaults(db, system),
      workflows,
      unsettled,
      counts: {
        cases: await db.caseFile.count(),
        open: await db.caseFile.count({ where: { outcome: null } }),
        lines: await db.recordEvent.count(),
      },
    };
  } finally {
    await db.$disconnect();
  }
}

/** Waits until every record was read and every letter sent, and each open case has its workflow; answers what is left. */
async function atRest(db: Database, system: RunningSystem) {
  const until = Date.now() + patienceMs;
  for (;;) {
    const [row] = await db.$queryRaw<{ left: number }[]>`
      SELECT ((SELECT count(*) FROM anjie.case_file WHERE seen_seq < seq)
        + (SELECT count(*) FROM anjie.effect_order WHERE done_at IS NULL))::int AS left`;
    const unsettled = row?.left ?? -1;
    const workflows = unsettled === 0 ? await workflowFaults(db, system) : [];
    if ((unsettled === 0 && workflows.length === 0) || Date.now() > until) return { unsettled, workflows };
    await pause(1_000);
  }
}

async function workflowFaults(db: Database, { temporalAddress }: RunningSystem): Promise<string[]> {
  const connection = await Connection.connect({ address: temporalAddress });
  try {
    const running = new Map<string, number>();
    let nextPageToken: Uint8Array = new Uint8Array();
    do {
      const page = await connection.workflowService.listWorkflowExecutions({
        namespace: 'default',
        query: "ExecutionStatus = 'Running'",
        nextPageToken,
      });
      for (const { execution } of page.executions ?? []) {
        const number = execution?.workflowId ?? '';
        running.set(number, (running.get(number) ?? 0) + 1);
      }
      nextPageToken = page.nextPageToken ?? new Uint8Array();
    } while (nextPageToken.length > 0);
    const open = await db.caseFile.findMany({ where: { outcome: null }, select: { number: true } });
    const numbers = new Set(open.map(({ number }) => number));
    return [
      ...[...numbers].filter((number) => !running.has(number)).map((number) => `${number}: no workflow`),
      ...[...running].filter(([, count]) => count > 1).map(([number]) => `${number}: several workflows`),
      ...[...running.keys()].filter((number) => !numbers.has(number)).map((number) => `${number}: not open`),
    ];
  } finally {
    await connection.close();
  }
}

async function lostOf(db: Database, { cases }: Ledger): Promise<string[]> {
  const rows = await db.caseFile.findMany({ select: { number: true, seq: true } });
  const lengths = new Map(rows.map(({ number, seq }) => [number, seq]));
  return [...cases].flatMap(([number, seq]) => {
    const length = lengths.get(number) ?? 0;
    return length < seq ? [`${number}: ${seq} lines were acknowledged, ${length} are there`] : [];
  });
}

async function paymentFaults(db: Database, { paid }: Ledger): Promise<string[]> {
  const rows = await db.$queryRaw<{ number: string; payments: number }[]>`
    SELECT t.number, count(*)::int AS payments FROM anjie.bank_entry b
    JOIN anjie.payout_order o ON o.case_id = b.case_id JOIN anjie.case_file t ON t.id = o.reward_case_id
    WHERE b.kind = 'paid' GROUP BY t.number`;
  const payments = new Map(rows.map(({ number, payments: count }) => [number, count]));
  return [
    ...[...payments]
      .filter(([, count]) => count > 1)
      .map(([number, count]) => `${number}: paid ${count} times`),
    ...[...paid].filter((number) => !payments.has(number)).map((number) => `${number}: not paid`),
  ];
}

async function recordFaults(db: Database, { home }: RunningSystem): Promise<string[]> {
  const witness = {
    heads: new HeadFiles(headsFolder(home.evidence)),
    signer: new Signer((await readKeys(home.keys)).sign),
  };
  const faults = [
    ...(await verifyAllRecords(db, witness, rowCheck(new Rulebooks(db)))).faults,
    ...(await verifyOffice(db, witness)).faults,
  ];
  return faults.map(({ number, seq, fault }) => `${number}, line ${seq}: ${fault}`);
}
