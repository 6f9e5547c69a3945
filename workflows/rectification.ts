import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { rectification as def } from '../domain/cases/rectification/case-type';
import * as steps from '../domain/cases/rectification/steps';

type Input = {
  enterpriseId: string;
  inspector?: string;
  hazards: { item: string; grade: string; clause: string }[];
};

/**
 * An order to remedy hazards, until every item has passed its re-check (安全生产法 art. 65). Input: `enterpriseId`,
 * `inspector` (person id; without one, any of the unit),
 * `hazards` (item, grade, clause). The enterprise sees this case, never its parent.
 */
export const rectification = procedure({
  caseType: 'rectification',
  version: 2,
  outcomes: outcomesOf(def),
  async run(file, { inspector }: Input) {
    const given = inspector === undefined ? {} : { assignee: inspector };
    const order = await file.step(steps.order, given);
    file.ask({ kind: 'mail', template: 'order-issued', to: { kind: 'enterprise' } });
    await file.step(steps.acknowledgement);

    for (;;) {
      await file.step(steps.remedy, { limitDays: order.remedyDays });
      if (await isRemedied(file, given)) return { outcome: 'remedied' };
      file.ask({ kind: 'mail', template: 'proof-returned', to: { kind: 'enterprise' } });
    }
  },
});

/** The re-check by two officers, who both sign for it before the firm is told. */
async function isRemedied(file: CaseFile, given: { assignee?: string }): Promise<boolean> {
  if (file.version < 2) return (await file.step(steps.recheck, given)).verdict === 'passed';
  let signature;
  do {
    const { companion } = await file.step(steps.siteRecheck, given);
    signature = await file.step(steps.coSignature, { assignee: companion });
  } while (signature.verdict === 'disagreed');
  return (await file.step(steps.recheckOpinion, given)).passed;
}
