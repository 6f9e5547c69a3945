import {
  condition,
  defineUpdate,
  proxyLocalActivities,
  setHandler,
  startChild,
  workflowInfo,
} from '@temporalio/workflow';
import type { BaselineActivities } from './activities';
import { decideUpdate, plans, type Decision, type PlanName } from './contract';

const { open, record, escalate } = proxyLocalActivities<BaselineActivities>({ startToCloseTimeout: '10s' });

const decide = defineUpdate<{ readonly next: string | null }, [Decision]>(decideUpdate);

/**
 * A case in the way that Temporal is ordinarily used: the workflow is the state, a decision is an update with a
 * validator, each decision writes one SQL transaction in a local activity, and each step has its deadline timer.
 */
function plainCase(name: PlanName) {
  return async function (): Promise<string> {
    const caseId = workflowInfo().workflowId;
    const plan: readonly string[] = plans[name];
    let at = 0;
    let started = -1;
    let opened = false;

    setHandler(
      decide,
      async ({ step, verdict, person }) => {
        // The case must be written first, and a child case that has just ended may not be told yet.
        await condition(() => opened && plan[at] === step);
        await record({ caseId, step, verdict, person, closes: at === plan.length - 1 });
        at += 1;
        // Whoever decides is told that the child case stands.
        const mine = at;
        if (plan[mine]?.startsWith('+')) await condition(() => started >= mine);
        return { next: plan[at] ?? null };
      },
      {
        validator: ({ step }) => {
          const next = plan[at]?.startsWith('+') ? plan[at + 1] : plan[at];
          if (next !== step) throw new Error('step-not-open');
        },
      },
    );
    await open({ caseId, caseType: name });
    opened = true;

    while (at < plan.length) {
      const mine = at;
      const step = plan[mine] ?? '';
      if (step.startsWith('+')) {
        const child = await startChild(step.slice(1), { workflowId: `${caseId}-${step.slice(1)}` });
        started = mine;
        await child.result();
        at += 1;
      } else if (!(await condition(() => at > mine, '5 days'))) {
        await escalate({ caseId, step });
        await condition(() => at > mine);
      }
    }
    return 'closed';
  };
}

export const tipOff = plainCase('tipOff');
export const rectification = plainCase('rectification');
export const payout = plainCase('payout');
