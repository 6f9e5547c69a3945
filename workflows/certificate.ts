import { procedure } from '../domain/case/case-file';
import type { DecisionOf } from '../domain/case/step';
import { outcomesOf } from '../domain/case/case-type-def';
import { certificate as def } from '../domain/cases/certificate/case-type';
import { renewedUntil } from '../domain/cases/certificate/renewals';
import * as steps from '../domain/cases/certificate/case-type';
import { renewalOf } from '../domain/law/matter';

type Input = {
  enterpriseId: string;
  matter: string;
  unit: string;
  validUntil: string;
  validMonths: number;
};

type Terms = DecisionOf<typeof steps.renewal>['renewal'];

/** Renewals from before their terms were part of the decision continue as they began. */
function termsOf({ renewal }: { readonly renewal?: Terms }) {
  return renewal ?? { begins: 'receipt', silence: 'granted' };
}

/**
 * A licence or certificate from its issue to its end, renewed as often as the law allows.
 * Input: `enterpriseId`, `matter`, `unit`, `validUntil` (its last day), `validMonths`.
 */
export const certificate = procedure({
  caseType: 'certificate',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { enterpriseId, matter, unit, validUntil, validMonths }: Input) {
    for (let lastDay = validUntil; ;) {
      const renewal = await file.step(steps.renewal, { until: lastDay });
      if (renewal.verdict !== 'applied') return { outcome: renewal.verdict };

      const item = await file.child(
        'approval-item',
        { enterpriseId, matter: renewalOf(matter), early: false, validMonths, ...termsOf(renewal) },
        { unit },
      );
      if (item.outcome === 'granted') lastDay = renewedUntil(lastDay, validMonths, item.facts);
    }
  },
});
