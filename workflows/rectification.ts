import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { rectification as def } from '../domain/cases/rectification/case-type';
import * as steps from '../domain/cases/rectification/steps';

type Input = {
  enterpriseId: string;
  inspector: string;
  hazards: { item: string; grade: string; clause: string }[];
};

/**
 * An order to remedy hazards, until every item has passed its re-check (安全生产法 art. 65). Input: `enterpriseId`,
 * `inspector` (person id), `hazards` (item, grade, clause). The enterprise sees this case, never its parent.
 */
export const rectification = procedure({
  caseType: 'rectification',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { inspector }: Input) {
    const order = await file.step(steps.order, { assignee: inspector });
    file.ask({ kind: 'mail', template: 'order-issued', to: { kind: 'enterprise' } });
    await file.step(steps.acknowledgement);

    for (;;) {
      await file.step(steps.remedy, { limitDays: order.remedyDays });
      const recheck = await file.step(steps.recheck, { assignee: inspector });
      if (recheck.verdict === 'passed') return { outcome: 'remedied' };
      file.ask({ kind: 'mail', template: 'proof-returned', to: { kind: 'enterprise' } });
    }
  },
});
