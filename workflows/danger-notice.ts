import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { followUp } from '../domain/cases/danger';
import { dangerNotice as def } from '../domain/cases/danger-notice/case-type';
import * as steps from '../domain/cases/danger-notice/steps';

/**
 * A danger that a firm was told of, until it has acted or an inspector has looked. Input: `enterpriseId`, `item` and
 * `situation` of the finding.
 */
export const dangerNotice = procedure({
  caseType: 'danger-notice',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file) {
    const danger = {
      dangerResponse: steps.dangerResponse,
      dangerReview: steps.dangerReview,
      ownCheck: steps.ownCheck,
    };
    return { outcome: await followUp(file, danger) };
  },
});
