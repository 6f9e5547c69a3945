import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { diagnosisCampaign as def } from '../domain/cases/diagnosis-campaign/case-type';
import * as steps from '../domain/cases/diagnosis-campaign/steps';

/** A campaign of diagnoses 诊断式检查, from its list of firms until its report. */
export const diagnosisCampaign = procedure({
  caseType: 'diagnosis-campaign',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file) {
    let list, approval;
    do {
      list = await file.step(steps.list);
      approval = await file.step(steps.approval);
    } while (approval.verdict === 'returned');
    if (approval.verdict === 'refused') return { outcome: 'not-approved' };
    await file.step(steps.running, { until: list.endBy });
    return { outcome: 'reported' };
  },
});
