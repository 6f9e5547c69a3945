import { Form, noFields, Text } from '../../../domain/case/form';
import { procedure } from '../../../domain/case/case-file';
import { step, type AnyStep } from '../../../domain/case/step';
import { steps as catalogue } from '../../../domain/cases/catalogue';
import * as steps from '../../../domain/cases/inspection/steps';
import { procedures } from '../../../workflows/procedures';

/*
 * A worked change: from its second version on, an inspection needs the word of the leadership too. Cases that were
 * opened under the first version go on without it.
 */

export const leadershipApproval = step({
  id: 'inspection/leadership-approval',
  title: { zh: '分管领导审批', en: 'Approval by the leadership' },
  stage: 'plan',
  role: 'approver',
  verdicts: {
    approved: { title: { zh: '同意', en: 'Approve' }, form: noFields },
    refused: {
      title: { zh: '不同意', en: 'Refuse' },
      form: Form({ reason: Text({ zh: '理由', en: 'Reason' }) }),
    },
  },
  limit: 'limit.inspection.approval',
  ladder: 'ladder.standard',
  issued: 'never',
  separateFrom: ['inspection/plan', 'inspection/approval'],
});

export const inspectionTwo = procedure<{ enterpriseId: string }, string>({
  ...procedures.inspection,
  version: 2,
  async run(file, { enterpriseId }) {
    let plan, approval;
    do {
      plan = await file.step(steps.plan);
      approval = await file.step(steps.approval);
    } while (approval.verdict === 'returned');
    if (approval.verdict === 'refused') return { outcome: 'not-approved' };
    const { lead, companion } = approval;

    // The one thing that is new. A case keeps the version that it was opened under.
    if (file.version >= 2) {
      const word = await file.step(leadershipApproval, { level: 2 });
      if (word.verdict === 'refused') return { outcome: 'not-approved' };
    }

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

    const { hazards } = finding;
    const remedy = await file.child('rectification', { enterpriseId, inspector: lead, hazards });
    return { outcome: 'problems-found', facts: { remedy: remedy.outcome } };
  },
});

/** What a deployment does to a process: its desk knows the new step, and opens cases under the new version. */
export function deployVersionTwo(): void {
  (catalogue as Map<string, AnyStep>).set(leadershipApproval.id, leadershipApproval);
  jest.replaceProperty(procedures, 'inspection', inspectionTwo);
}

/** As it was before. */
export function takeVersionTwoBack(): void {
  (catalogue as Map<string, AnyStep>).delete(leadershipApproval.id);
  jest.restoreAllMocks();
}
