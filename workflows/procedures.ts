import type { Procedure } from '../domain/case-file';
import type { CaseType } from '../domain/step';
import { payout } from './payout';
import { rectification } from './rectification';
import { tipOff } from './tip-off';

/** Every procedure by the type of case that it carries. */
export const procedures = {
  'tip-off': tipOff,
  rectification: rectification as unknown as Procedure,
  payout,
} as const satisfies Record<CaseType, Procedure>;
