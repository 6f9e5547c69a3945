import type { CaseType } from '../../domain/case/case-type';
import { approvalItemHooks } from './approval-item';
import type { CaseHooks } from './case-hooks';
import { payoutHooks } from './payout';
import { tipOffHooks } from './tip-off';

/** The hooks of the types that have any. */
const hooks: { readonly [T in CaseType]?: CaseHooks } = {
  'tip-off': tipOffHooks,
  payout: payoutHooks,
  'approval-item': approvalItemHooks,
};

/** The hooks of a type of case; empty where it has none. */
export function hooksOf(caseType: CaseType): CaseHooks {
  return hooks[caseType] ?? {};
}
