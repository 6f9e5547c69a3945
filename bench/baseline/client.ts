import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { carry, type Load, type Moves } from '../load';
import { takeOrders } from '../processes';
import { untilNoneRuns } from '../running';
import { baselineQueue, decideUpdate, plans, type Decision, type PlanName } from './contract';

/** Hands the moves of the baseline in, as its API would. */
async function main(): Promise<void> {
  const { BENCH_TEMPORAL_ADDRESS = '', BENCH_BASELINE_NAMESPACE = '' } = process.env;
  const connection = await Connection.connect({ address: BENCH_TEMPORAL_ADDRESS });
  const client = new Client({ connection, namespace: BENCH_BASELINE_NAMESPACE });

  function caseMoves(caseId: string, plan: PlanName): (() => Promise<void>)[] {
    return plans[plan].flatMap((step) =>
      step.startsWith('+')
        ? caseMoves(`${caseId}-${step.slice(1)}`, step.slice(1) as PlanName)
        : [() => decide(caseId, step)],
    );
  }

  async function decide(caseId: string, step: string): Promise<void> {
    const decision: Decision = { step, verdict: 'approved', person: randomUUID() };
    await client.workflow.getHandle(caseId).executeUpdate(decideUpdate, { args: [decision] });
  }

  function lifecycle(): Moves {
    const workflowId = `plain-${randomUUID()}`;
    const start = () => client.workflow.start('tipOff', { workflowId, taskQueue: baselineQueue });
    return [async () => void (await start()), ...caseMoves(workflowId, 'tipOff')];
  }

  takeOrders(
    {
      carry: (load: Load) => carry(load, lifecycle),
      drain: () => untilNoneRuns(client),
    },
    () => connection.close(),
  );
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  process.exit(1);
});
