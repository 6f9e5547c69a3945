import type { Client } from '@temporalio/client';
import type { CaseType } from '../domain/case/case-type';
import { newsIn } from '../domain/moves/story/story';
import type { Database } from '../record/store/database';
import { unreadLinesOf } from '../record/store/stored-record';
import { wakeIfRunning, wakeOrStart, type WakeTarget } from '../record/engine/wake-ups';

/**
 * A case whose workflow has not read it to the end for this long was not woken, or is paused by the engine. Longer than
 * wake-ups are gathered.
 */
const unseenAfterMs = 15_000;
const mostAtOnce = 500;

export interface RelayReport {
  readonly woken: number;
}

/**
 * Finds what was lost between a commit and its wake-up: cases whose workflow has read less than there is.
 * The workflow itself says how far it has read, so nothing has to be acknowledged by the sender.
 */
export async function relay(db: Database, client: Client): Promise<RelayReport> {
  // A child that was closed before its workflow ever started, and has nothing to send, needs no workflow.
  await db.$executeRaw`
    UPDATE anjie.case_file f SET seen_seq = f.seq
    WHERE f.seen_seq = 0 AND f.seen_seq < f.seq AND f.parent_id IS NOT NULL AND f.outcome IS NOT NULL
      AND f.moved_at < now() - make_interval(secs => ${unseenAfterMs / 1000})
      AND NOT EXISTS (SELECT 1 FROM anjie.effect_order e WHERE e.case_id = f.id AND e.done_at IS NULL)`;
  const behind = await db.$queryRaw<Waiting[]>`
    SELECT f.id, f.number, f.case_type, f.unit, f.seq, p.number AS parent_number, p.id AS parent_id, p.case_type AS parent_type,
           p.seq AS parent_seq, f.outcome IS NULL AS open
    FROM anjie.case_file f LEFT JOIN anjie.case_file p ON p.id = f.parent_id
    WHERE f.seen_seq < f.seq AND f.moved_at < now() - make_interval(secs => ${unseenAfterMs / 1000})
    ORDER BY f.moved_at LIMIT ${mostAtOnce}`;
  // A case that cannot be woken must not hold up the others.
  const failures: unknown[] = [];
  const unread = await unreadLinesOf(
    db,
    behind.map(({ id }) => id),
  );
  for (const each of behind) {
    try {
      // The workflow may know already, and only be slow to read.
      const happened = newsIn(unread.get(each.id) ?? []).map((words) => `补发 relayed · ${words}`);
      await wake(client, each, happened);
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
  return { woken: behind.length };
}

interface Waiting {
  readonly id: string;
  readonly number: string;
  readonly case_type: CaseType;
  readonly unit: string;
  readonly seq: number;
  readonly parent_id: string | null;
  readonly parent_number: string | null;
  readonly parent_type: CaseType | null;
  readonly parent_seq: number | null;
  readonly open: boolean;
}

async function wake(client: Client, each: Waiting, happened: readonly string[]): Promise<void> {
  const sleeper = targetOf(each, happened);
  if (each.parent_number === null) return wakeOrStart(client, sleeper);
  if (await wakeIfRunning(client, sleeper)) return;
  const { parent_id: caseId, parent_number: number, parent_type: caseType, parent_seq: seq, unit } = each;
  // A closed child needs nothing from its parent; what it has asked for, it sends by itself.
  if (caseId !== null && caseType !== null && seq !== null && each.open)
    await wakeOrStart(client, { caseId, number, caseType, unit, seq });
  else await wakeOrStart(client, sleeper);
}

function targetOf({ id, number, case_type, unit, seq }: Waiting, happened: readonly string[]): WakeTarget {
  return { caseId: id, number, caseType: case_type, unit, seq, happened };
}
