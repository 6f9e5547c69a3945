import type { Client } from '@temporalio/client';
import { taskQueue } from '../../workflows/kit/contract';
import type { Statements } from '../store/statements';

/** An engine from before the office was restored. The message is for the operator. */
export class EngineFromBefore extends Error {
  override readonly name = 'EngineFromBefore';
  constructor(restoredAt: Date) {
    super(
      `this Temporal has workflows from before the office was restored (${restoredAt.toISOString()}): they are ahead of` +
        ` their cases. Start with an empty one: docs/operations.md, Backup and restore`,
    );
  }
}

/**
 * A restored office goes on with an empty engine: workflows from before know of decisions that the record has lost.
 * @throws EngineFromBefore
 */
export async function assertEngineIsFresh(client: Client, db: Statements): Promise<void> {
  const [restored] = await db.$queryRaw<{ at: Date }[]>`
    SELECT at FROM anjie.office_event WHERE kind = 'restored' ORDER BY seq DESC LIMIT 1`;
  if (restored === undefined) return;
  const older = `TaskQueue = "${taskQueue}" AND ExecutionStatus = "Running" AND StartTime < "${restored.at.toISOString()}"`;
  const { count } = await client.workflow.count(older);
  if (count > 0) throw new EngineFromBefore(restored.at);
}
