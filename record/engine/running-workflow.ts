import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { taskQueue } from '../../workflows/kit/contract';
import { caseTypes } from '../../domain/cases/catalogue';
import type { CaseType } from '../../domain/case/case-type';
import { wakeOrStart, type WakeTarget } from './wake-ups';

/**
 * The state of a workflow's next task: there is none, it waits for a worker, a worker has it, or it was tried before
 * and failed.
 */
export type TaskState = 'none' | 'queued' | 'taken' | 'failing';

/** What runs under the number of a case. */
export interface RunningWorkflow {
  readonly runId: string;
  readonly type: string;
  readonly taskQueue: string;
  readonly task: TaskState;
}

/**
 * The workflow that runs under this number now, asked of the engine itself, whose list lags behind. Null where none
 * does.
 */
export async function runningWorkflow(client: Client, number: string): Promise<RunningWorkflow | null> {
  try {
    const { raw, ...described } = await client.workflow.getHandle(number).describe();
    if (described.status.name !== 'RUNNING') return null;
    const { runId, type, taskQueue } = described;
    return { runId, type, taskQueue, task: taskState(raw.pendingWorkflowTask) };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return null;
    throw error;
  }
}

type Described = Awaited<ReturnType<ReturnType<Client['workflow']['getHandle']>['describe']>>;

function taskState(pending: Described['raw']['pendingWorkflowTask']): TaskState {
  if (!pending) return 'none';
  if (Number(pending.attempt ?? 1) > 1) return 'failing';
  return pending.startedTime ? 'taken' : 'queued';
}

/**
 * Whether this is the workflow of a case of this type. Anybody who reaches the engine could start another one under the
 * number.
 */
export function isOwnWorkflow(
  running: Pick<RunningWorkflow, 'type' | 'taskQueue'>,
  caseType: CaseType,
): boolean {
  return running.type === caseTypes[caseType].workflow && running.taskQueue === taskQueue;
}

/**
 * Ends a run and starts the case's workflow anew; the record holds all that it needs. False where that run has
 * ended meanwhile.
 */
export async function restartWorkflow(
  client: Client,
  target: WakeTarget,
  { runId, reason }: { readonly runId: string; readonly reason: string },
): Promise<boolean> {
  try {
    await client.workflow.getHandle(target.number, runId).terminate(reason);
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return false;
    throw error;
  }
  await wakeOrStart(client, target);
  return true;
}
