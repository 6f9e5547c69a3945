import type { Client } from '@temporalio/client';
import type { CaseType } from '../domain/case/case-type';
import {
  enterRepair,
  repairsMade,
  wordsOfRepair,
  type Repair,
  type RepairCause,
} from '../record/engine/repairs';
import {
  isOwnWorkflow,
  restartWorkflow,
  runningWorkflow,
  type RunningWorkflow,
} from '../record/engine/running-workflow';
import { wakeOrStart, type WakeTarget } from '../record/engine/wake-ups';
import type { Database } from '../record/store/database';
import type { Log } from '../record/store/log';
import { Standstills } from './standstills';

/** A case whose workflow has not read it to the end for this long is suspect, or is about to be woken. */
const unseenAfterMs = 15_000;
/** After this long, a rung that has not fired or a letter that was not sent is a fault. */
const lateAfterMs = 30_000;
/** Visibility lags; a case that moved within this time is not looked for in it. */
const settledAfterMs = 10_000;
/** The most suspect cases that are looked into in a round; those that moved longest ago come first. */
const mostLooks = 500;

export interface ReconcilerReport {
  readonly missing: number;
  readonly rungsMissed: number;
  /** How many cases make no progress although a workflow runs for them. */
  readonly standing: number;
  /** All repairs that were ever made, by cause. */
  readonly repairs: ReadonlyMap<RepairCause, number>;
}

interface ReconcilerParts {
  readonly db: Database;
  readonly client: Client;
  readonly log: Log;
}

/**
 * Compares the cases with the workflows that run for them. A case without its workflow (terminated, deleted, a new
 * engine, another workflow under its number) gets it. If a case makes no progress for some rounds (its code no longer
 * fits its history), its workflow is terminated and started anew, and catches up from the record.
 */
export class Reconciler {
  readonly #standstills = new Standstills();

  constructor(private readonly parts: ReconcilerParts) {}

  async round(): Promise<ReconcilerReport> {
    const listed = await listedWorkflows(this.parts.client);
    const cases = await casesToLookAt(this.parts.db);
    const open = cases.filter(({ open }) => open);
    const missing = open.filter(({ number }) => !listed.has(number));
    for (const each of missing) {
      // If the parent is missing too, it starts its child itself, so that the two stay linked.
      const parentMissing = each.parent_number !== null && !listed.has(each.parent_number);
      if (!parentMissing) await this.#apart(each, () => this.#startIfMissing(each));
    }
    const running = cases.filter(({ number }) => listed.has(number));
    return {
      missing: missing.length,
      rungsMissed: running.filter(({ rung_missed }) => rung_missed).length,
      standing: await this.#lookIntoSuspects(running, listed),
      repairs: await repairsMade(this.parts.db),
    };
  }

  /** Looks into the suspect cases; answers how many make no progress. */
  async #lookIntoSuspects(running: readonly Reconciled[], listed: ListedWorkflows): Promise<number> {
    const seemsForeign = ({ number, case_type }: Reconciled) => {
      const found = listed.get(number);
      return found !== undefined && !isOwnWorkflow(found, case_type);
    };
    const suspects = running.filter(
      (each) => each.behind || each.rung_missed || each.letter_waits || seemsForeign(each),
    );
    this.#standstills.keepOnly(new Set(suspects.map(({ id }) => id)));
    let standing = 0;
    for (const each of suspects.slice(0, mostLooks)) {
      await this.#apart(each, async () => {
        if (await this.#lookInto(each)) standing += 1;
      });
    }
    return standing;
  }

  /** One case that cannot be repaired must not keep the others waiting. */
  async #apart({ number: caseNumber }: Reconciled, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.parts.log.warn({ event: 'repair-failed', caseNumber, error });
    }
  }

  async #startIfMissing(each: Reconciled): Promise<void> {
    const { client } = this.parts;
    if ((await runningWorkflow(client, each.number)) !== null) return;
    await wakeOrStart(client, repaired(each, 'missing'));
    await this.#tell({ caseNumber: each.number, cause: 'missing', action: 'started' });
  }

  /** Looks into one case; true where it makes no progress, whether it was restarted now or not. */
  async #lookInto(each: Reconciled): Promise<boolean> {
    const found = await runningWorkflow(this.parts.client, each.number);
    if (found === null) return false;
    const cause = faultOf(found, each);
    if (cause === null) {
      this.#standstills.waits(each.id);
      return false;
    }
    // A foreign workflow will never carry the case on, so nothing is to be waited for.
    if (cause === 'foreign' || this.#standstills.hasLasted(each.id, each.seen_seq))
      await this.#restart(each, found, cause);
    else if (cause === 'stalled') await wakeOrStart(this.parts.client, targetOf(each));
    return true;
  }

  async #restart(each: Reconciled, { runId }: RunningWorkflow, cause: RepairCause): Promise<void> {
    if (!(await restartWorkflow(this.parts.client, repaired(each, cause), { runId, reason: cause }))) return;
    this.#standstills.restarted(each.id);
    await this.#tell({ caseNumber: each.number, cause, action: 'restarted' });
  }

  async #tell(repair: Repair): Promise<void> {
    const { caseNumber, cause: code, action: state } = repair;
    this.parts.log.warn({ event: 'workflow-repaired', caseNumber, code, state });
    await enterRepair(this.parts.db, repair);
  }
}

/**
 * What is wrong with the workflow of a case that makes no progress; null where it only waits, for its turn or for a
 * mail server.
 */
function faultOf(found: RunningWorkflow, { case_type, behind, rung_missed }: Reconciled): RepairCause | null {
  if (!isOwnWorkflow(found, case_type)) return 'foreign';
  switch (found.task) {
    case 'queued':
      return null;
    case 'failing':
      return 'failing';
    case 'taken':
    case 'none':
      return behind || rung_missed ? 'stalled' : null;
  }
}

/** Type and task queue of the running workflows, by number. */
type ListedWorkflows = ReadonlyMap<string, Pick<RunningWorkflow, 'type' | 'taskQueue'>>;

async function listedWorkflows(client: Client): Promise<ListedWorkflows> {
  const listed = new Map<string, Pick<RunningWorkflow, 'type' | 'taskQueue'>>();
  const running = client.workflow.list({ query: "ExecutionStatus = 'Running'", pageSize: 1000 });
  for await (const { workflowId, type, taskQueue } of running) listed.set(workflowId, { type, taskQueue });
  return listed;
}

interface Reconciled {
  readonly id: string;
  readonly number: string;
  readonly case_type: CaseType;
  readonly unit: string;
  readonly seq: number;
  readonly seen_seq: number;
  readonly parent_number: string | null;
  readonly open: boolean;
  /** Whether its workflow has not read it to the end. */
  readonly behind: boolean;
  readonly rung_missed: boolean;
  readonly letter_waits: boolean;
}

/** Open cases, and closed ones whose workflow has something left to read or to send. */
function casesToLookAt(db: Database): Promise<Reconciled[]> {
  return db.$queryRaw<Reconciled[]>`
    SELECT f.id, f.number, f.case_type, f.unit, f.seq, f.seen_seq, p.number AS parent_number,
      f.outcome IS NULL AS open,
      f.seen_seq < f.seq AND f.moved_at < now() - make_interval(secs => ${unseenAfterMs / 1000}) AS behind,
      f.outcome IS NULL AND coalesce(f.next_rung_at < now() - make_interval(secs => ${lateAfterMs / 1000}), false)
        AS rung_missed,
      f.moved_at < now() - make_interval(secs => ${lateAfterMs / 1000}) AND EXISTS (
        SELECT 1 FROM anjie.effect_order e WHERE e.case_id = f.id AND e.done_at IS NULL) AS letter_waits
    FROM anjie.case_file f LEFT JOIN anjie.case_file p ON p.id = f.parent_id
    WHERE f.moved_at < now() - make_interval(secs => ${settledAfterMs / 1000})
      AND (f.outcome IS NULL OR f.seen_seq < f.seq
        OR f.id IN (SELECT e.case_id FROM anjie.effect_order e WHERE e.done_at IS NULL))
    ORDER BY f.moved_at`;
}

function targetOf({ id, number, case_type, unit, seq }: Reconciled): WakeTarget {
  return { caseId: id, number, caseType: case_type, unit, seq };
}

/** The wake-up of a restarted workflow: it says why there is a new run. */
function repaired(each: Reconciled, cause: RepairCause): WakeTarget {
  return { ...targetOf(each), happened: [wordsOfRepair(cause)] };
}
