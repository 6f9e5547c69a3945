import { NativeConnection, Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { failed, takeOrders } from '../programs';
import { baselineActivities } from './activities';
import { baselineQueue } from './contract';
import { baselinePlace } from './place';

const orders = { ready: () => Promise.resolve(true) };
export type BaselineWorkerOrders = typeof orders;

/** The worker of the baseline, with the same cache and the same number of slots as ours. */
async function main(): Promise<void> {
  const { databaseUrl, temporalAddress, namespace } = baselinePlace();
  const pool = new Pool({ connectionString: databaseUrl, max: 10 });
  const connection = await NativeConnection.connect({ address: temporalAddress });
  const worker = await Worker.create({
    connection,
    namespace,
    taskQueue: baselineQueue,
    workflowsPath: require.resolve('./workflows'),
    activities: baselineActivities(pool),
    maxCachedWorkflows: 1_000,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 40,
  });
  const running = worker.run();
  takeOrders(orders, async () => {
    worker.shutdown();
    await running;
    await connection.close();
    await pool.end();
  });
}

main().catch(failed);
