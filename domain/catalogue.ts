import * as approvalItem from './steps/approval-item';
import * as certificate from './steps/certificate';
import * as creditRepair from './steps/credit-repair';
import * as inspection from './steps/inspection';
import * as notice from './steps/notice';
import * as payout from './steps/payout';
import * as project from './steps/project';
import * as rectification from './steps/rectification';
import * as tipOff from './steps/tip-off';
import type { AnyStep } from './step';

export {
  approvalItem,
  certificate,
  creditRepair,
  inspection,
  notice,
  payout,
  project,
  rectification,
  tipOff,
};

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
    project.lead,
    project.notification,
    project.constructionGate,
    project.start,
    project.works,
    project.stopReport,
    project.resumption,
    project.operationGate,
    project.handover,
    project.yearlyReview,
    approvalItem.application,
    approvalItem.acceptance,
    approvalItem.correction,
    approvalItem.decision,
    approvalItem.deemedDecision,
    approvalItem.explanation,
    approvalItem.delivery,
    certificate.renewal,
    inspection.plan,
    inspection.approval,
    inspection.notice,
    inspection.visit,
    inspection.coSignature,
    inspection.result,
    creditRepair.notice,
    creditRepair.showing,
    creditRepair.application,
    creditRepair.check,
    creditRepair.decision,
    notice.receipt,
    notice.service,
  ].map((def) => [def.id, def as unknown as AnyStep]),
);

export function stepDef(id: string): AnyStep {
  const def = steps.get(id);
  if (def === undefined) throw new Error(`no step ${id} in the catalogue`);
  return def;
}
