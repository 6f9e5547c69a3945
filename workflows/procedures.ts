import type { Procedure } from '../domain/case/case-file';
import type { CaseType } from '../domain/case/case-type';
import { approvalItem } from './approval-item';
import { certificate } from './certificate';
import { creditRepair } from './credit-repair';
import { inspection } from './inspection';
import { notice } from './notice';
import { payout } from './payout';
import { project } from './project';
import { rectification } from './rectification';
import { tipOff } from './tip-off';

/** Every procedure by the type of case that it carries. */
export const procedures: Readonly<Record<CaseType, Procedure>> = {
  'tip-off': tipOff,
  rectification,
  payout,
  project,
  'approval-item': approvalItem,
  certificate,
  inspection,
  'credit-repair': creditRepair,
  notice,
};
