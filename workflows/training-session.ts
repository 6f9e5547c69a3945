import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { trainingSession as def } from '../domain/cases/training-session/case-type';
import * as steps from '../domain/cases/training-session/steps';

/** A session of a course 安全培训, from its plan until its hours and costs are confirmed. */
export const trainingSession = procedure({
  caseType: 'training-session',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file) {
    let plan, approval;
    do {
      plan = await file.step(steps.plan);
      approval = await file.step(steps.approval);
    } while (approval.verdict === 'returned');
    if (approval.verdict === 'refused') return { outcome: 'not-approved' };

    const enrolment = await file.step(steps.enrolment, { until: plan.enrolBy });
    if (enrolment.verdict === 'called-off') return { outcome: 'called-off' };

    let confirmation;
    do {
      const result = await file.step(steps.result, { until: plan.heldOn });
      if (result.verdict === 'called-off') return { outcome: 'called-off' };
      confirmation = await file.step(steps.confirmation);
    } while (confirmation.verdict === 'returned');
    return { outcome: 'held' };
  },
});
