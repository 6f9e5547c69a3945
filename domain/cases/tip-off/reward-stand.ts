import { latestDecision } from '../../case/case-queries';
import type { CaseView } from '../../case/case-view';
import type { Fen } from '../../money';
import type { Instant } from '../../time/calendar';
import { rewardApproval, rewardProposal } from './steps';

/** A reward that was approved: it waits to be claimed, is being paid, was paid, or nobody has it any more. */
export interface RewardStand {
  readonly amountFen: Fen;
  readonly state: 'to-claim' | 'in-payment' | 'paid' | 'given-up';
  readonly approvedAt: Instant;
}

/** How the reward of a tip-off stands; null where none is approved. */
export function rewardStand(view: CaseView): RewardStand | null {
  const proposal = latestDecision(view, rewardProposal);
  const approval = latestDecision(view, rewardApproval);
  if (proposal === null || approval?.verdict !== 'approved' || proposal.facts.amountFen === 0) return null;
  return { amountFen: proposal.facts.amountFen, state: stateOf(view), approvedAt: approval.at };
}

function stateOf({ closed, children }: CaseView): RewardStand['state'] {
  if (closed) return closed.outcome === 'rewarded' ? 'paid' : 'given-up';
  return Object.values(children).some(({ caseType }) => caseType === 'payout') ? 'in-payment' : 'to-claim';
}
