import { latestDecision } from '../../domain/case/case-queries';
import { viewOf, type StepDecision } from '../../domain/case/case-view';
import { bankReturn, listing } from '../../domain/cases/payout/steps';
import { rewardApproval, rewardProposal } from '../../domain/cases/tip-off/steps';
import type { JsonObject } from '../../domain/json';
import type { Role } from '../../domain/role';
import { shanghaiDate, startOfDay } from '../../domain/time/calendar';
import type { Database } from '../store/database';
import { bankEntriesOf, type BankEntry } from './bank-entries';
import { recordsOf } from '../store/stored-record';

/** What finance knows of a payment: a code, an amount and how the amount was reckoned. Never who, where or why. */
export interface PaymentReading {
  /**
   * The code by which finance and the bank know the payment. Null for everybody else: it stands in the bank's list beside
   * the holder's name, and in the case beside the tip.
   */
  readonly claimCode: string | null;
  readonly amountFen: number;
  readonly state: string;
  readonly batch: string | null;
  /** The bank's reference of the payment; null where nothing was paid, or where the money came back. */
  readonly bankReference: string | null;
  /** What was paid and has not come back. */
  readonly paidFen: number;
  /** All that the bank has booked, oldest first. */
  readonly bankEntries: readonly BankEntry[];
  readonly reward: JsonObject | null;
  readonly approvals: readonly {
    readonly step: string;
    readonly verdict: string;
    readonly at: string;
    readonly by: string | null;
  }[];
}

/** Whoever pays, and whoever confirms that it was paid. */
export const finance: readonly Role[] = [listing.role, bankReturn.role];

/** The payment of a payout case, with the computation and the approvals of the reward behind it. */
export async function paymentOf(
  db: Database,
  caseId: string,
  { byDay, roles }: { readonly byDay: boolean; readonly roles: readonly Role[] },
): Promise<PaymentReading | null> {
  const order = await db.payoutOrder.findUnique({ where: { caseId } });
  if (order === null) return null;
  const { claimCode, amountFen, state, batch, rewardCaseId } = order;
  const bankEntries = await bankEntriesOf(db, caseId);
  const last = bankEntries.at(-1);
  const standing = last?.kind === 'paid' ? last : null;
  const view = viewOf((await recordsOf(db, [rewardCaseId])).get(rewardCaseId) ?? []);
  const proposed = latestDecision(view, rewardProposal);
  const approved = latestDecision(view, rewardApproval);
  return {
    claimCode: roles.some((role) => finance.includes(role)) ? claimCode : null,
    amountFen,
    state,
    batch,
    bankReference: standing?.bankReference ?? null,
    paidFen: standing?.amountFen ?? 0,
    bankEntries,
    reward: (proposed?.detail?.['reward'] as JsonObject | undefined) ?? null,
    approvals: [
      ...(proposed === null ? [] : [approval(rewardProposal.id, proposed)]),
      ...(approved === null ? [] : [approval(rewardApproval.id, approved)]),
    ].map(({ at, ...each }) => ({ ...each, at: byDay ? startOfDay(shanghaiDate(at)) : at })),
  };
}

function approval(step: string, { verdict, at, actor }: StepDecision): PaymentReading['approvals'][number] {
  return { step, verdict, at, by: actor.kind === 'staff' ? actor.personId : null };
}
