import * as payout from './steps/payout';
import * as rectification from './steps/rectification';
import * as tipOff from './steps/tip-off';
import type { AnyStep, CaseType } from './step';
import type { Title } from './role';

export { payout, rectification, tipOff };

/** Every step of the system, by id. The API, the worklists, the console and the documentation read this. */
export const steps: ReadonlyMap<string, AnyStep> = new Map(
  [
    tipOff.acceptance,
    tipOff.governmentLead,
    tipOff.assignment,
    tipOff.verification,
    tipOff.coSignature,
    tipOff.verificationReview,
    tipOff.feedback,
    tipOff.penalty,
    tipOff.rewardProposal,
    tipOff.rewardApproval,
    tipOff.claim,
    rectification.order,
    rectification.acknowledgement,
    rectification.remedy,
    rectification.recheck,
    payout.release,
    payout.listing,
    payout.bankReturn,
    payout.reconciliation,
    payout.payeeCorrection,
  ].map((def) => [def.id, def as unknown as AnyStep]),
);

export function stepDef(id: string): AnyStep {
  const def = steps.get(id);
  if (def === undefined) throw new Error(`no step ${id} in the catalogue`);
  return def;
}

/** What a case type is called, and what its numbers begin with. */
export const caseTypes = {
  'tip-off': { title: { zh: '举报', en: 'Tip-off' }, prefix: 'TO' },
  rectification: { title: { zh: '整改', en: 'Rectification' }, prefix: 'RE' },
  payout: { title: { zh: '发放', en: 'Payout' }, prefix: 'PO' },
} as const satisfies Record<CaseType, { title: Title; prefix: string }>;
