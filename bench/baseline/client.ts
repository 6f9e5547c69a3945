import { randomUUID } from 'node:crypto';
import { Client, Connection } from '@temporalio/client';
import { carry, type Load, type LoadResult, type Move, type Moves } from '../load';
import { failed, takeOrders } from '../programs';
import { untilNoneRuns } from '../running';
import { baselineQueue, decideUpdate, plans, type Decision, type PlanName } from './contract';
import { baselinePlace } from './place';

export type BaselineClientOrders = {
  carry(load: Load): Promise<LoadResult>;
  drain(): Promise<void>;
};

/** Hands the moves of the baseline in, as its API would. */
async function main(): Promise<void> {
  const { temporalAddress, namespace } = baselinePlace();
  const connection = await Connection.connect({ address: temporalAddress });
  const client = new Client({ connection, namespace });

  function decisions(caseId: string, plan: PlanName): Move[] {
    return plans[plan].flatMap((step) =>
      step.startsWith('+')
        ? decisions(`${caseId}-${step.slice(1)}`, step.slice(1) as PlanName)
        : [{ make: () => decide(caseId, step) }],
    );
  }

  async function decide(caseId: string, step: string): Promise<void> {
    const decision: Decision = { step, verdict: 'approved', person: randomUUID() };
    await client.workflow.getHandle(caseId).executeUpdate(decideUpdate, { args: [decision] });
  }

  function lifecycle(): Moves {
    const workflowId = `plain-${randomUUID()}`;
    const start = async () =>
      void (await client.workflow.start('tipOff', { workflowId, taskQueue: baselineQueue }));
    return [{ make: start }, ...decisions(workflowId, 'tipOff')];
  }

  const orders: BaselineClientOrders = {
    carry: (load) => carry(load, lifecycle),
    drain: () => untilNoneRuns(client),
  };
  takeOrders(orders, () => connection.close());
}

main().catch(failed);
