import type { CaseType } from '../../domain/case/case-type';
import { approvalItemHooks } from './approval-item';
import type { CaseHooks } from './case-hooks';
import { fundReportHooks } from './safety-fund/report';
import { payoutHooks } from './payout';
import { safetyFundHooks } from './safety-fund/fund';
import { tipOffHooks } from './tip-off';

/** The hooks of the types that have any. */
const hooks: { readonly [T in CaseType]?: CaseHooks } = {
  'tip-off': tipOffHooks,
  payout: payoutHooks,
  'approval-item': approvalItemHooks,
  'safety-fund': safetyFundHooks,
  'fund-report': fundReportHooks,
};

/** The hooks of a type of case; empty where it has none. */
export function hooksOf(caseType: CaseType): CaseHooks {
  return hooks[caseType] ?? {};
}
