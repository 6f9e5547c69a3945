import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { contest as def } from '../domain/cases/contest/case-type';
import * as steps from '../domain/cases/contest/steps';

/** A contest of the zone's firms 大比武, from its plan until its ranking is confirmed. */
export const contest = procedure({
  caseType: 'contest',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file) {
    let plan, approval;
    do {
      plan = await file.step(steps.plan);
      approval = await file.step(steps.approval);
    } while (approval.verdict === 'returned');
    if (approval.verdict === 'refused') return { outcome: 'not-approved' };

    const registration = await file.step(steps.registration, { until: plan.registerBy });
    if (registration.verdict === 'called-off') return { outcome: 'called-off' };

    let confirmation;
    do {
      const result = await file.step(steps.result, { until: plan.heldOn });
      if (result.verdict === 'called-off') return { outcome: 'called-off' };
      confirmation = await file.step(steps.confirmation);
    } while (confirmation.verdict === 'returned');
    return { outcome: 'ranked' };
  },
});
