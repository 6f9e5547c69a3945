import { procedure, type CaseFile } from '../domain/case/case-file';
import { outcomesOf } from '../domain/case/case-type-def';
import { wardenPatrol as def } from '../domain/cases/warden-patrol/case-type';
import * as steps from '../domain/cases/warden-patrol/steps';

type Input = { enterpriseId: string };

/**
 * A round of a safety warden 巡查, until what it has found is dealt with: by the firm itself, by its fund, or by the
 * bureau, where an officer's own check alone leads to an order. Input: `enterpriseId`, `patrolledOn`.
 */
export const wardenPatrol = procedure({
  caseType: 'warden-patrol',
  version: 1,
  outcomes: outcomesOf(def),
  async run(file, { enterpriseId }: Input) {
    const report = await file.step(steps.report);
    if (report.verdict === 'clean') return { outcome: 'clean' };

    const handling = await file.step(steps.handling);
    switch (handling.verdict) {
      case 'own-remedy':
        await remedied(file, handling.remedyDays);
        return { outcome: 'remedied' };
      case 'to-fund':
        await file.step(steps.passingOn);
        return { outcome: 'to-fund' };
      case 'to-bureau':
        return checkedByTheBureau(file, enterpriseId);
    }
  },
});

async function remedied(file: CaseFile, remedyDays: number): Promise<void> {
  do await file.step(steps.remedy, { limitDays: remedyDays });
  while ((await file.step(steps.recheck)).verdict === 'reopened');
}

async function checkedByTheBureau(file: CaseFile, enterpriseId: string) {
  file.ask({ kind: 'mail', template: 'hazard-handed-over', to: { kind: 'office', office: 'section-chief' } });
  const check = await file.step(steps.siteCheck);
  if (check.verdict === 'not-confirmed') return { outcome: check.verdict };
  const { hazards } = check;
  const order = await file.child('rectification', { enterpriseId, source: 'warden', hazards });
  return { outcome: 'ordered' as const, facts: { remedy: order.outcome } };
}
