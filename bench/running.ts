import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';

const lookEveryMs = 100;

/** Resolves when no workflow of the namespace runs any more: only then is a lifecycle paid for in full. */
export async function untilNoneRuns(client: Client, patienceMs = 300_000): Promise<void> {
  const until = Date.now() + patienceMs;
  for (;;) {
    const { count } = await client.workflow.count("ExecutionStatus = 'Running'");
    if (count === 0) return;
    if (Date.now() > until) throw new Error(`${count} workflows still run`);
    await pause(lookEveryMs);
  }
}
