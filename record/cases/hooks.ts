import type { CaseType } from '../../domain/case/case-type';
import { approvalItemHooks } from './approval-item';
import type { CaseHooks } from './case-hooks';
import { payoutHooks } from './payout';

/** The hooks of the types that have any. */
const hooks: { readonly [T in CaseType]?: CaseHooks } = {
  payout: payoutHooks,
  'approval-item': approvalItemHooks,
};

export function hooksOf(caseType: CaseType): CaseHooks {
  return hooks[caseType] ?? {};
}
