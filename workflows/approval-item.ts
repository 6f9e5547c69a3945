import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { approvalItem as def } from '../domain/cases/approval-item/case-type';
import * as steps from '../domain/cases/approval-item/steps';

type Input = {
  matter: string;
  begins: string;
  silence: string;
  early: boolean;
  validUntil?: string;
};

/**
 * One matter of one project, from the application to the delivered document (行政许可法 arts 29-45, 50). Input: `matter`,
 * `begins`, `silence` and `early` (whether the department intervened before the application); for a renewal also
 * `validUntil` (the last day of the old document), `validMonths`, and `applyBy` (the last day to apply in time).
 */
export const approvalItem = procedure({
  caseType: 'approval-item',
  version: 2,
  outcomes: outcomesOf(def),
  async run(file, input: Input) {
    const { silence, early } = input;
    const { inTime, ...applied } = await file.step(steps.application);
    let complete = applied.complete;
    // 备案: complete information is all that the law asks for.
    if (silence === 'instant') return { outcome: 'granted' };

    // A department that has looked at the papers before has thereby accepted them (提前介入).
    let acceptance = early ? null : await file.step(steps.acceptance);
    if (acceptance?.verdict === 'correction') {
      const papers = await file.step(steps.correction);
      if (papers.verdict === 'abandoned') return { outcome: 'abandoned' };
      complete = papers.complete;
      acceptance = await file.step(steps.acceptance);
    }
    if (acceptance?.verdict === 'declined') return { outcome: 'declined' };

    const handler = acceptance?.verdict === 'accepted' ? { assignee: acceptance.handler } : {};
    // Whoever accepts an application has found its papers complete; silence has found nothing.
    const unseen = acceptance?.verdict === 'accepted-by-silence' && complete === false;
    const decision = await decided(file, input, { bySilence: inTime !== false && !unseen, handler });
    const explanation = decision.promiseBroken ? file.step(steps.explanation) : null;
    file.ask({ kind: 'mail', template: 'decision-taken', to: { kind: 'enterprise' } });
    const { deliveredOn } = await file.step(steps.delivery);
    await explanation;
    const { term } = decision;
    const facts = { deliveredOn, ...(term === undefined ? {} : { term }) };
    return { outcome: decision.verdict === 'refused' ? 'refused' : 'granted', facts };
  },
});

/**
 * The step of the decision: silence renews a licence on its last day if that was applied for in time, with its papers;
 * otherwise somebody has to decide.
 */
function decided(
  file: CaseFile,
  { silence, validUntil }: Input,
  { bySilence, handler }: { readonly bySilence: boolean; readonly handler: { readonly assignee?: string } },
) {
  if (silence !== 'granted' || !bySilence) return file.step(steps.decision, handler);
  return file.step(
    steps.deemedDecision,
    validUntil === undefined ? handler : { ...handler, silenceOn: validUntil },
  );
}
