import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { payout as def } from '../domain/cases/payout/case-type';
import * as steps from '../domain/cases/payout/steps';

/**
 * One reward on its way to the reporter's account, handled by people who never learn who that is. Input: `amountFen`.
 * After a refused account the reporter corrects it and it is released afresh; so too where the bank sends the money
 * back days after it was paid: the case is then reopened at the bank's answer. An unknown outcome is looked into and
 * never sent again blindly.
 */
export const payout = procedure({
  caseType: 'payout',
  version: 2,
  outcomes: outcomesOf(def),
  async run(file) {
    for (;;) {
      await file.step(steps.release);
      await file.step(steps.listing);
      const answer = await file.step(steps.bankReturn);
      if (answer.verdict === 'paid') return { outcome: 'paid' };

      if (answer.verdict === 'unknown') {
        const found = await file.step(steps.reconciliation);
        if (found.verdict === 'found-paid') return { outcome: 'paid' };
      } else {
        const correction = await file.step(steps.payeeCorrection);
        if (correction.verdict === 'lapsed') return { outcome: 'lapsed' };
      }
    }
  },
});
