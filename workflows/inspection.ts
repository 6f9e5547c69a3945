import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { inspection as def } from '../domain/cases/inspection/case-type';
import * as steps from '../domain/cases/inspection/steps';

type Input = { enterpriseId: string; ground: string; items: string[] };

/**
 * An inspection of a firm 执法检查, from its plan until the firm has the result (国办发〔2024〕54号). Input: `enterpriseId`,
 * `ground`, `items`. Hazards are remedied in a case of their own.
 */
export const inspection = procedure({
  caseType: 'inspection',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { enterpriseId }: Input) {
    let plan, approval;
    do {
      plan = await file.step(steps.plan);
      approval = await file.step(steps.approval);
    } while (approval.verdict === 'returned');
    if (approval.verdict === 'refused') return { outcome: 'not-approved' };
    const { lead, companion } = approval;

    await file.step(steps.notice, { assignee: lead, ...(plan.onTheSpot ? { until: plan.visitOn } : {}) });
    file.ask({ kind: 'mail', template: 'inspection-notice', to: { kind: 'enterprise' } });

    let finding, signature;
    do {
      finding = await file.step(steps.visit, { assignee: lead, until: plan.visitOn });
      signature = await file.step(steps.coSignature, { assignee: companion });
    } while (signature.verdict === 'disagreed');

    await file.step(steps.result, { assignee: lead });
    file.ask({ kind: 'mail', template: 'inspection-result', to: { kind: 'enterprise' } });
    if (finding.verdict === 'no-problem') return { outcome: 'no-problem' };

    const remedy = await file.child('rectification', {
      enterpriseId,
      inspector: lead,
      hazards: finding.hazards,
    });
    return { outcome: 'problems-found', facts: { remedy: remedy.outcome } };
  },
});
