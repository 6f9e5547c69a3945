import * as steps from '../../domain/cases/tip-off/steps';
import { conduct } from '../../workflows/kit/conduct';
import { procedures } from '../../workflows/procedures';

/** A change as somebody might make it by mistake: no second signature, under the version of open cases. */
export const tipOff = conduct({
  ...procedures['tip-off'],
  async run(file) {
    const acceptance = await file.step(steps.acceptance);
    if (acceptance.verdict !== 'accepted') return { outcome: acceptance.verdict };
    const team = await file.step(steps.assignment);
    await file.step(steps.verification, { assignee: team.lead });
    await file.step(steps.verificationReview);
    await file.step(steps.feedback);
    return { outcome: 'settled-without-reward' };
  },
});
