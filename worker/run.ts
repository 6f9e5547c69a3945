import { type NativeConnection, Worker, type WorkflowBundleOption } from '@temporalio/worker';
import type { DataConverter } from '@temporalio/common';
import { taskQueue } from '../workflows/kit/contract';
import type { Log } from '../record/store/log';
import { redactFailures } from './failures';

export interface WorkerParts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly activities: object;
  readonly dataConverter: DataConverter;
  /** The workflows, bundled beforehand. */
  readonly bundle: WorkflowBundleOption;
  readonly taskQueue?: string;
  /** Where a case is named that does not fit what runs. */
  readonly log?: Log;
}

/**
 * The worker of all cases. Its cache of workflows is bounded, so that ten thousand open cases cost no more memory than
 * those that move; a case that was dropped from the cache is read again from its record.
 */
export function createWorker(parts: WorkerParts): Promise<Worker> {
  return Worker.create({
    connection: parts.connection,
    namespace: parts.namespace,
    taskQueue: parts.taskQueue ?? taskQueue,
    workflowBundle: parts.bundle,
    activities: parts.activities,
    dataConverter: parts.dataConverter,
    interceptors: { activity: [() => redactFailures(parts.log)] },
    // No history names a machine.
    identity: 'anjie-worker',
    maxCachedWorkflows: 200,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 40,
    maxConcurrentActivityTaskExecutions: 20,
    // A dead worker's cases are taken over after this, instead of ten seconds.
    stickyQueueScheduleToStartTimeout: '5s',
    shutdownGraceTime: '20s',
  });
}
