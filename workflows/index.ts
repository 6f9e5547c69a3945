import { conduct } from './kit/conduct';
import { procedures } from './procedures';

/** The workflows by the names that the Temporal UI shows. */
export const tipOff = conduct(procedures['tip-off']);
export const rectification = conduct(procedures.rectification);
export const payout = conduct(procedures.payout);
export const project = conduct(procedures.project);
export const approvalItem = conduct(procedures['approval-item']);
export const certificate = conduct(procedures.certificate);
export const inspection = conduct(procedures.inspection);
export const notice = conduct(procedures.notice);
export const creditRepair = conduct(procedures['credit-repair']);
