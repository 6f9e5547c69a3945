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
export const procedures = {
  'tip-off': tipOff,
  rectification: rectification as unknown as Procedure,
  payout,
  project: project as unknown as Procedure,
  'approval-item': approvalItem as unknown as Procedure,
  certificate: certificate as unknown as Procedure,
  inspection: inspection as unknown as Procedure,
  'credit-repair': creditRepair as unknown as Procedure,
  notice: notice as unknown as Procedure,
} as const satisfies Record<CaseType, Procedure>;
