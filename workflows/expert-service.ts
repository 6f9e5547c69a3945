import { procedure, type CaseFile } from '../domain/case/case-file';
import type { DecisionOf } from '../domain/case/step';
import { outcomesOf } from '../domain/case/case-type-def';
import { expertService as def } from '../domain/cases/expert-service/case-type';
import { followUp } from '../domain/cases/danger';
import * as steps from '../domain/cases/expert-service/steps';

const danger = {
  dangerResponse: steps.dangerResponse,
  dangerReview: steps.dangerReview,
  ownCheck: steps.ownCheck,
};

type Input = { kind: 'question' | 'visit' };

/**
 * An expert's help for a firm 专家服务, from its need to its confirmation. A service, never an inspection: what an expert
 * finds binds nobody (国办发〔2024〕54号). Input: `enterpriseId`, `kind`, `skill`, `site`.
 */
export const expertService = procedure({
  caseType: 'expert-service',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { kind }: Input) {
    await file.step(steps.need);
    const { verdict } = await file.step(steps.consent, { tells: 'step-waits' });
    if (verdict === 'not-agreed') return { outcome: verdict };
    for (;;) {
      const expert = await acceptedBy(file);
      if (expert === null) return { outcome: 'no-expert' };
      if (await isServed(file, kind, expert)) return { outcome: 'served' };
    }
  },
});

/** Asks one expert after the other, until one accepts; null where the liaison finds nobody more. */
async function acceptedBy(file: CaseFile): Promise<string | null> {
  for (;;) {
    const invitation = await file.step(steps.invitation);
    if (invitation.verdict === 'none-found') return null;
    for (const expert of invitation.experts) {
      const { verdict } = await file.step(steps.acceptance, { assignee: expert, tells: 'expert-invited' });
      if (verdict === 'accepted') return expert;
    }
  }
}

/** Whether the expert has served the firm, and not handed it back. */
async function isServed(file: CaseFile, kind: Input['kind'], expert: string): Promise<boolean> {
  let service = kind === 'visit' ? await visited(file, expert) : await answered(file, expert);
  for (;;) {
    if (service.verdict === 'handed-back') return false;
    if (service.verdict === 'danger') await followUp(file, danger);
    const { verdict } = await file.step(steps.confirmation, { tells: 'expert-answered' });
    if (verdict === 'confirmed') return true;
    if (verdict === 'silent') {
      await file.step(steps.closing);
      return true;
    }
    service = await answered(file, expert);
  }
}

type Service = { verdict: DecisionOf<typeof steps.answer | typeof steps.report>['verdict'] };

function answered(file: CaseFile, expert: string): Promise<Service> {
  return file.step(steps.answer, { assignee: expert, tells: 'step-waits' });
}

async function visited(file: CaseFile, expert: string): Promise<Service> {
  const { reportBy } = await file.step(steps.appointment, { assignee: expert });
  return reportBy === null
    ? { verdict: 'handed-back' }
    : file.step(steps.report, { assignee: expert, until: reportBy });
}
