import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { safetyFund as def } from '../domain/cases/safety-fund/case-type';
import * as steps from '../domain/cases/safety-fund/steps';

/** 企业安全基金, for as long as the firm keeps it. Input: `enterpriseId`. Money counts once the cashier has it. */
export const safetyFund = procedure({
  caseType: 'safety-fund',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file) {
    for (;;) {
      const decided = await file.step(steps.keeping);
      if (decided.verdict === 'ended') return { outcome: 'ended' };
      if (decided.verdict === 'allocated') await file.step(steps.receipt);
    }
  },
});
