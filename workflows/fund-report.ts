import { procedure } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { fundReport as def } from '../domain/cases/fund-report/case-type';
import * as steps from '../domain/cases/fund-report/steps';

type Input = { byReporter?: true };

/**
 * What an employee reports or suggests, from the check to the money. Input: `enterpriseId`, `kind`, `schedule` (that of
 * the day on which it came; without one there is no award), `byReporter` (it came with its words, without an account).
 */
export const fundReport = procedure({
  caseType: 'fund-report',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { byReporter }: Input) {
    if (!byReporter) await file.step(steps.statement);
    let approval;
    for (let round = 1; approval?.verdict !== 'approved'; round++) {
      let check = await file.step(steps.check);
      while (check.verdict === 'asked') {
        await file.step(byReporter ? steps.answer : steps.statement);
        check = await file.step(steps.check);
      }
      if (check.verdict === 'declined') return { outcome: 'declined' };
      const { amountFen } = await file.step(steps.remedy);
      if (amountFen === 0) return { outcome: 'settled-without-award' };
      approval = await file.step(steps.approval);
      if (approval.verdict === 'refused') return { outcome: 'award-refused' };
      if (approval.short)
        file.ask({
          kind: 'mail',
          template: 'fund-short',
          to: { kind: 'step', key: `${steps.approval.id}#${round}` },
        });
    }

    let explanation;
    while ((await file.step(steps.payment)).verdict === 'unpaid') {
      explanation ??= file.step(steps.explanation);
      const to = { kind: 'step', key: `${steps.explanation.id}#1` } as const;
      file.ask({ kind: 'mail', template: 'award-unpaid', to });
    }
    await explanation;
    return { outcome: 'awarded' };
  },
});
