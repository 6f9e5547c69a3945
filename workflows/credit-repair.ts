import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { creditRepair as def } from '../domain/cases/credit-repair/case-type';
import * as steps from '../domain/cases/credit-repair/steps';

type Input = { enterpriseId: string; shownUntil: string };

/**
 * A bad record of a firm, from the document that establishes it to its repair or its end
 * (信用修复管理办法, 国家发展改革委令第36号). Input: `enterpriseId`, `tier`, `documentNo`, `establishedOn`,
 * `shown`, `repairableFrom`, `shownUntil`.
 */
export const creditRepair = procedure({
  caseType: 'credit-repair',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { shownUntil }: Input) {
    file.ask({ kind: 'mail', template: 'repair-notice', to: { kind: 'enterprise' } });
    void file.step(steps.notice);
    const outcome = await Promise.race([theEnd(file, shownUntil), repaired(file, shownUntil)]);
    return { outcome };
  },
});

/** The longest time runs from the beginning, also while an application is examined. */
async function theEnd(file: CaseFile, shownUntil: string): Promise<'ended-by-time' | 'withdrawn'> {
  const { verdict } = await file.step(steps.showing, { until: shownUntil, level: 2 });
  return verdict === 'ended' ? 'ended-by-time' : 'withdrawn';
}

/** After a refusal the firm may apply again. */
async function repaired(file: CaseFile, shownUntil: string): Promise<'repaired'> {
  for (;;) {
    await file.step(steps.application, { until: shownUntil });
    await file.step(steps.check);
    const { verdict } = await file.step(steps.decision);
    file.ask({ kind: 'mail', template: 'decision-taken', to: { kind: 'enterprise' } });
    if (verdict === 'repaired') return verdict;
  }
}
