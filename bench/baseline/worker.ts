import { NativeConnection, Worker } from '@temporalio/worker';
import { Pool } from 'pg';
import { takeOrders } from '../processes';
import { baselineActivities } from './activities';
import { baselineQueue } from './contract';

/** The worker of the baseline, with the same cache and the same number of slots as ours. */
async function main(): Promise<void> {
  const { BENCH_BASELINE_URL = '', BENCH_TEMPORAL_ADDRESS = '', BENCH_BASELINE_NAMESPACE = '' } = process.env;
  const pool = new Pool({ connectionString: BENCH_BASELINE_URL, max: 10 });
  const connection = await NativeConnection.connect({ address: BENCH_TEMPORAL_ADDRESS });
  const worker = await Worker.create({
    connection,
    namespace: BENCH_BASELINE_NAMESPACE,
    taskQueue: baselineQueue,
    workflowsPath: require.resolve('./workflows'),
    activities: baselineActivities(pool),
    maxCachedWorkflows: 1_000,
    maxConcurrentWorkflowTaskExecutions: 40,
    maxConcurrentLocalActivityExecutions: 40,
  });
  const running = worker.run();
  takeOrders({ ready: () => Promise.resolve(true) }, async () => {
    worker.shutdown();
    await running;
    await connection.close();
    await pool.end();
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
