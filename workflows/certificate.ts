import { addMonths } from '../domain/time/calendar';
import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { certificate as def } from '../domain/cases/certificate/case-type';
import * as steps from '../domain/cases/certificate/steps';

type Input = {
  enterpriseId: string;
  matter: string;
  unit: string;
  validUntil: string;
  validMonths: number;
};

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

      // Silence renews (行政许可法 art. 50).
      const item = await file.child(
        'approval-item',
        { enterpriseId, matter: `${matter}-renewal`, begins: 'receipt', silence: 'granted', early: false },
        { unit },
      );
      if (item.outcome === 'granted') lastDay = addMonths(lastDay, validMonths);
    }
  },
});
